import { takenVersion } from "@genesys-flows/architect/settings";
import { isOlder } from "@genesys-flows/platform";
import type { Changing, Operation } from "../../../engine/resource.ts";
import { Asset, type Properties } from "../../../engine/values.ts";
import type { ChangedFlow } from "../../../run/change-plan.ts";
import { type FlowInputs, flowInputsOf, flowStateOf } from "../values.ts";
import { addedReferences, type FlowDiff } from "./diff.ts";

/** Number of digest digits in the file name of a compiled document. */
const SHORT = 12;

/**
 * What an update will do to a flow according to its Diff; undefined if the update does not publish it.
 * @param o.document path of the new compiled document, if the program declared it; a Diff does not receive paths
 */
export function changedFlow(
  { urn }: Operation,
  request: Changing,
  { diff, document }: { readonly diff: FlowDiff; readonly document: string | undefined },
): ChangedFlow | undefined {
  const inputs = flowInputsOf(request.inputs);
  const state = flowStateOf(request.state, request.oldInputs);
  // If the only change is added references to objects that the published version already uses, the update only records
  // them.
  if (diff.changes.size === 0 || addedReferences(inputs, state)) return undefined;
  // The document is unchanged and somebody renamed the flow: the update only restores the name.
  if ([...diff.changes.keys()].every((path) => path === "name")) return undefined;
  // A version that was taken into the source is only recorded, unless a module also changes or a later version is
  // live.
  const taken = takenVersion(inputs);
  const isTaken = taken.digest === inputs.digest && !isOlder(taken.version, state.publishedVersion);
  if (isTaken && inputs.digest !== undefined && diff.takes.length === 0) return undefined;
  const { name, type } = { name: inputs.name ?? state.name, type: inputs.type ?? state.type };
  return {
    ...{ key: urn.name, name, type, id: request.id, operation: "update" },
    ownChange: diff.isOwnChange,
    nodes: diff.nodes,
    takes: diff.takes,
    digest: inputs.digest ?? "",
    version: state.publishedVersion || undefined,
    published: publishedDocument({ ...request, deployed: state.digest, next: inputs.digest, document }),
  };
}

export function createdFlow({ urn }: Operation, inputs: FlowInputs): ChangedFlow {
  const { name = urn.name, type = "inboundCall", digest = "", modules } = inputs;
  return { key: urn.name, name, type, operation: "create", ownChange: true, takes: Object.keys(modules ?? {}), digest };
}

/**
 * The compiled document of the published version. Its file is in the same folder as the new document, and the file name
 * contains the published digest. The inputs in the state belong to the published version only if they contain its
 * digest.
 * @param o.document path of the new compiled document
 */
function publishedDocument(o: {
  readonly oldInputs: Properties;
  readonly deployed: string;
  readonly next: string | undefined;
  readonly document: string | undefined;
}): ChangedFlow["published"] {
  const { document: before, digest } = o.oldInputs;
  if (!(before instanceof Asset) || o.deployed === "" || digest !== o.deployed || !o.next) return undefined;
  const [short, next] = [o.deployed.slice(0, SHORT), o.next.slice(0, SHORT)];
  return { path: o.document?.includes(next) ? o.document.replace(next, short) : undefined, hash: before.hash };
}
