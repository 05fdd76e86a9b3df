import type { FlowType } from "@genesys-flows/architect";
import { flowKinds, namedKind, namesFlow, namesFlowOfType } from "@genesys-flows/platform";
import { isImported } from "@genesys-flows/project/state";
import {
  type DesiredFlow,
  type DesiredName,
  type DesiredStack,
  isSameName,
  namedBy,
  type ObjectName,
  referenceKey,
} from "../../../run/desired.ts";
import type { FlowInputs, FlowState } from "../values.ts";

/** An object that the stack no longer provides, although a flow names it. */
interface LostLink {
  readonly code: "module-link-lost" | "reference-withdrawn";
  readonly named: ObjectName;
  readonly message: string;
  readonly hint: string;
}

/** Objects that a flow still names although the stack no longer provides them, and modules that it no longer calls. */
interface LinkChanges {
  readonly lost: readonly LostLink[];
  readonly dropped: readonly string[];
}

/**
 * Compares the links in the state with the program. If the document still names an object that the program no longer
 * links, the link is lost: the platform would find a different object or no object. Objects that the stack's
 * configuration lists as external leave the stack on purpose and are not reported.
 */
export function linkChanges(
  flow: DesiredFlow,
  context: { readonly inputs: FlowInputs; readonly state: FlowState; readonly desired: DesiredStack },
): LinkChanges {
  const { inputs, state, desired } = context;
  if (isImported(state)) return { lost: [], dropped: [] };
  const isNamed = (named: ObjectName): boolean =>
    flow.names.some((name) => isSameName(name, named)) && !desired.isExternal(referenceKey(named));
  const lost: LostLink[] = [];
  const dropped: string[] = [];
  for (const [key, { name }] of Object.entries(state.modules ?? {})) {
    // After a rename of the module's file, the link has the new key.
    if (inputs.modules?.[key] || inputs.modules?.[desired.flow(key)?.key ?? key]) continue;
    const named = { kind: "commonModule", name } as const;
    if (isNamed(named)) lost.push(lostModule(key, named, desired));
    else dropped.push(name);
  }
  for (const reference of Object.keys(state.references ?? {})) {
    if (inputs.references && reference in inputs.references) continue;
    const named = namedBy(reference);
    if (isNamed(named) && !isProvided(named, desired)) lost.push(withdrawn(named));
  }
  return { lost, dropped };
}

/** Whether the stack provides the named object. */
export function isProvided(named: DesiredName, desired: DesiredStack): boolean {
  if (!namesFlow(named)) return desired.provides(referenceKey(named));
  return [...desired.flows.values()].some(
    ({ name, type }) => name.toLowerCase() === named.name.toLowerCase() && namesFlowOfType(named, type),
  );
}

/** Whether the stack's configuration lists a flow as external, under any kind that documents use for it. */
export function isExternalFlow(
  desired: DesiredStack,
  { name, type }: { readonly name: string; readonly type: FlowType },
): boolean {
  return flowKinds.some((kind) => namesFlowOfType({ kind }, type) && desired.isExternal(referenceKey({ kind, name })));
}

function lostModule(key: string, named: { kind: "commonModule"; name: string }, desired: DesiredStack): LostLink {
  const present = desired.flow(key);
  const why = present
    ? `the module '${key}' is now called '${present.name}'`
    : `the stack no longer has a module '${key}'`;
  return {
    code: "module-link-lost",
    named,
    message: `The flow calls the module '${named.name}', but ${why}. The flow would keep its old snapshot and would not be republished when the module changes.`,
    hint: present
      ? `Call '${present.name}', or restore the module's name '${named.name}'.`
      : `Keep the module, or remove the call. To keep '${named.name}' outside this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`,
  };
}

function withdrawn(named: DesiredName): LostLink {
  const noun = namedKind(named.kind)?.noun ?? named.kind;
  return {
    code: "reference-withdrawn",
    named,
    message: `The flow refers to the ${noun} '${named.name}', which this stack would delete.`,
    hint: `Keep the ${noun}, or remove its name from the flow. To keep it outside this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`,
  };
}
