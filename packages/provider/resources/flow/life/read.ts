import { readFileSync } from "node:fs";
import path from "node:path";
import { kernel } from "@genesys-flows/architect/kernel";
import { takenVersion } from "@genesys-flows/architect/settings";
import {
  currentFlow,
  type DesiredContent,
  type DriftContext,
  driftOf,
  type FlowEntity,
  interruptedPublish,
  lookAgain,
  publicationOf,
  readKnown,
  type Seen,
  versionBefore,
} from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Operation, ReadResult } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { compiledDocument } from "../document.ts";
import { deletedNote } from "../drift/drift-reports.ts";
import { type FlowInputs, type FlowState, flowInputsOf, flowStateOf, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { importFlow } from "./import.ts";
import { reportLock } from "./lock.ts";

/**
 * Reads the live flow. Reports a change made outside the stack and describes it in `drift`. So that the next update
 * publishes the flow, the digest is empty if the version is not from this stack, and `name` is the live name. A lock is
 * only reported. Returns undefined if the flow was deleted.
 * @param request.desired path of the program's compiled document for the flow, if a program runs
 */
export async function readFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  request: { id: string; inputs: Properties; state: Properties; desired?: string | undefined },
): Promise<ReadResult | undefined> {
  if (Object.keys(request.state).length === 0) {
    const found = await readKnown(organisation, { id: request.id }, operation);
    if (!found) throw noneToImport(operation, request.id);
    return importFlow(organisation, operation, found, desiredIn(organisation, request.desired));
  }
  const state = flowStateOf(request.state, request.inputs);
  const inputs = flowInputsOf(request.inputs);
  await organisation.publishNotes.settle(operation.urn, { id: request.id, state }, operation.log.debug);
  const interrupted = await interruptedPublish(organisation, operation, { id: request.id, state });
  const after = versionBefore(interrupted, request.id);
  const live = await currentFlow(organisation, operation, { id: request.id, state, after });
  if (!live) {
    const next = "The next update creates it again, with a new id.";
    const by = await organisation.flows.deletedBy(request.id);
    operation.log.note(deletedNote({ id: request.id, what: `flow '${state.name}'`, by }, next));
    return undefined;
  }
  reportLock(live, { operation, organisation });
  const isKnown = live.publishedVersion?.id === state.publishedVersion;
  const desired = isKnown ? undefined : desiredIn(organisation, request.desired);
  const context = { organisation, operation, desired, interrupted };
  const known = await driftOf(live, state, { ...context, wanted: inputs });
  const { whose, drift } = (known.drift && (await sinceTaken(live, state, { ...context, inputs }))) ?? known;
  const outputs: FlowState = {
    ...state,
    ...(await publicationNow(organisation, operation, { live, state })),
    ...(drift
      ? {
          digest: whose.kind === "ours" ? whose.digest : "",
          drift: await organisation.driftReports.report({ id: live.id, drift, inputs, operation }),
          released: drift.ours,
        }
      : { digest: whose.kind === "ours" ? whose.digest : "", drift: undefined, released: undefined }),
  };
  return { inputs: request.inputs, outputs: outputsOf(outputs, request.state) };
}

/**
 * Result for a flow whose live version and name were taken into the source since the last update; undefined for other
 * flows.
 */
async function sinceTaken(
  live: FlowEntity,
  state: FlowState,
  {
    inputs,
    ...context
  }: Omit<DriftContext, "wanted"> & {
    readonly organisation: FlowOrganisation;
    readonly operation: Operation;
    readonly inputs: FlowInputs;
  },
): Promise<Seen | undefined> {
  const { organisation, operation } = context;
  const taken = takenInConfig(organisation.folder, operation.urn);
  const isNew = taken !== inputs.taken && takenVersion({ taken }).version === live.publishedVersion?.id;
  return isNew && taken !== undefined
    ? driftOf(live, state, { ...context, wanted: { name: live.name, taken } })
    : undefined;
}

function desiredIn({ folder }: FlowOrganisation, file: string | undefined): DesiredContent | undefined {
  return file === undefined ? undefined : compiledDocument(folder, file);
}

function noneToImport({ urn }: Operation, id: string): Error {
  return new Error(
    `The configuration imports the flow ${id} as '${urn.name}', but it does not exist in this organisation. If it was deleted and you want to create ` +
      `it again, remove the import entry: npm run pulumi -- config rm --stack ${urn.stack} --path 'genesys-flows:flows.${urn.name}.import'`,
  );
}

async function publicationNow(
  organisation: FlowOrganisation,
  { signal }: Operation,
  { live, state }: { live: FlowEntity; state: FlowState },
) {
  const same = (live.publishedVersion?.id ?? "") === state.publishedVersion;
  if (same) return { name: live.name };
  const look = () => publicationOf(organisation.flows, live);
  const publication = await lookAgain(await look(), look, {
    waits: organisation.pace.doubtMs,
    signal,
    isSettled: ({ modulesHeld }) => Object.keys(state.modulesHeld).every((name) => name in modulesHeld),
  });
  return { ...publication, ...(state.modules && { modules: unknownWhereOther(state, publication.modulesHeld) }) };
}

/** Empties the digest of each snapshot whose version differs from the state, so that the next update checks it. */
function unknownWhereOther(state: FlowState, held: Readonly<Record<string, string>>): FlowState["modules"] {
  return Object.fromEntries(
    Object.entries(state.modules ?? {}).map(([key, module]) => [
      key,
      held[module.name] === state.modulesHeld[module.name] ? module : { ...module, digest: "" },
    ]),
  );
}

/**
 * Reads `taken` of a flow from the stack's configuration. A refresh needs it because it receives only the inputs of the
 * last update, without the versions that were taken since. Undefined if `taken` is not set or the file cannot be read.
 */
function takenInConfig(folder: string, { stack, name }: Pick<ResourceUrn, "stack" | "name">): string | undefined {
  const file = `Pulumi.${stack}.yaml`;
  const { readYaml, DiagnosticSink, getMap, getText, kernelCodes } = kernel();
  let text: string;
  try {
    text = readFileSync(path.join(folder, file), "utf8");
  } catch {
    return undefined; // a stack without configuration
  }
  const read = readYaml(text, { file, sink: new DiagnosticSink(kernelCodes), noPlaceholders: true });
  const flows = getMap(getMap(read?.value, "config"), "genesys-flows:flows");
  return getText(getMap(flows, name), "taken");
}
