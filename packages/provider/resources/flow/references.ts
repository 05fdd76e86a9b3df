import type { Organisation } from "../../run/organisation.ts";
import { diffFlow } from "./diff.ts";
import type { FlowEntity } from "./entities.ts";
import type { FlowInputs, FlowState } from "./values.ts";

/**
 * The state of a flow of which nothing is new but references that came: another resource of this stack provides now what the
 * document named all along. Undefined when it has to be published: anything else is new, or the published version uses
 * another object than that.
 *
 * @param o.live the flow as it is now: the version of the state
 * @throws ApiFailure
 */
export async function unchangedBut(o: {
  readonly organisation: Pick<Organisation, "flows">;
  readonly inputs: FlowInputs;
  readonly state: FlowState;
  readonly live: FlowEntity;
}): Promise<FlowState | undefined> {
  const { organisation, inputs, state, live } = o;
  const version = live.publishedVersion?.id;
  const added = addedReferences(inputs, state);
  if (added === undefined || added.length === 0 || version === undefined || version !== state.publishedVersion) {
    return undefined;
  }
  const consumed = await organisation.flows.consumed({ id: live.id, type: state.type, version });
  const used = new Set(consumed.map(({ id }) => id));
  if (!added.every(([, id]) => id !== undefined && used.has(id))) return undefined;
  return { ...state, references: { ...state.references, ...Object.fromEntries(added) } };
}

/** The references that came, when nothing else of the flow changed; undefined when something did. */
export function addedReferences(
  inputs: FlowInputs,
  state: FlowState,
): readonly (readonly [string, string | undefined])[] | undefined {
  const { changes } = diffFlow(inputs, inputs, state);
  for (const [path, { kind }] of changes) if (kind !== "add" || !path.startsWith("references[")) return undefined;
  const before = state.references ?? {};
  return Object.entries(inputs.references ?? {}).filter(([key]) => !(key in before));
}
