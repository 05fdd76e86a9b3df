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

/** What a flow still names although the stack no longer provides it, and what it no longer names. */
interface LinkChanges {
  readonly lost: readonly LostLink[];
  readonly dropped: readonly string[];
}

/**
 * Links of the state that the program no longer has. A document that still names the object has lost its link: the platform
 * would find another object, or none. What the stack's configuration lists as external leaves the stack on purpose.
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

/** Whether the stack's configuration lists a flow as external, by any kind under which documents name it. */
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
    message: `It calls the module '${named.name}', but ${why}. The flow would keep its old snapshot, and no change of the module would reach it.`,
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
    message: `It names the ${noun} '${named.name}', which this stack provided until now and would delete.`,
    hint: `Keep the ${noun}, or remove its name from the flow. To keep it outside this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`,
  };
}
