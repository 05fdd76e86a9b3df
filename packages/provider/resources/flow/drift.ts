import type { Operation } from "../../rpc/provider.ts";
import type { Organisation } from "../../run/organisation.ts";
import type { FlowEntity } from "./entities.ts";
import { describePublication, publishedHere } from "./ownership.ts";
import type { FlowInputs, FlowState } from "./values.ts";

/** What somebody changed outside of this stack; empty when nothing. */
export function driftOf(
  flow: FlowEntity,
  state: FlowState,
  context: { urn: Operation["urn"]; wanted: { name: string | undefined; digest: string | undefined } },
): string[] {
  const found: string[] = [];
  if (flow.name !== state.name && flow.name !== context.wanted.name)
    found.push(`renamed from '${state.name}' to '${flow.name}'`);
  const live = flow.publishedVersion?.id ?? "";
  if (live !== state.publishedVersion && !publishedHere(flow, context.urn, state, context.wanted.digest)) {
    found.push(`the state knows version ${state.publishedVersion || "none"}${describePublication(flow)}`);
  }
  return found;
}

/**
 * Decides by `onDrift` (default: `fail`, `overwrite` in the embedded organisation) whether an update goes on.
 * @throws Error that says what was changed, by whom, and what to do
 */
export function acceptDrift(
  found: readonly string[],
  context: { operation: Operation; organisation: Organisation; inputs: FlowInputs },
): void {
  if (found.length === 0) return;
  const { operation, organisation, inputs } = context;
  const text = `The flow '${inputs.name}' was changed outside of this stack: ${found.join("; ")}.`;
  if ((inputs.onDrift ?? (organisation.embedded ? "overwrite" : "fail")) === "overwrite") {
    operation.log.warn(`${text} It is published over (onDrift: overwrite).`);
    return;
  }
  throw new Error(
    `${text} Nothing was published. Take the change over into the source, or publish over it by \`onDrift: overwrite\`: ` +
      `pulumi config set --path 'genesys-flows:flows.${operation.urn.name}.onDrift' overwrite`,
  );
}
