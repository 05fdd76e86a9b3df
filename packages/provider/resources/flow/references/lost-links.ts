import type { FlowType } from "@genesys-flows/architect";
import {
  type DesiredFlow,
  type DesiredName,
  type DesiredStack,
  isSameName,
  referenceKey,
} from "../../../run/desired.ts";
import { flowKinds, namedKind, namesFlow, namesFlowOfType } from "../../names/named-kinds.ts";
import { type FlowInputs, type FlowState, isImported } from "../values.ts";

/** Something that the stack provided for a flow until now, and does not any more. */
export interface LostLink {
  readonly code: "module-link-lost" | "reference-withdrawn";
  readonly named: Pick<DesiredName, "kind" | "name">;
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** What a flow names still although the stack provides it no more, and what it gave up itself. */
export interface LinkChanges {
  readonly lost: readonly LostLink[];
  /** Names of modules that the flow calls no more. */
  readonly given: readonly string[];
}

/**
 * Links of the state that the program does not have any more. A document that names the thing still has lost it: the platform
 * would find another one, or none. What the stack's config lists as external is given up on purpose.
 */
export function linkChanges(
  flow: DesiredFlow,
  context: { readonly inputs: FlowInputs; readonly state: FlowState; readonly desired: DesiredStack },
): LinkChanges {
  const { inputs, state, desired } = context;
  if (isImported(state)) return { lost: [], given: [] };
  const isNamed = (named: Pick<DesiredName, "kind" | "name">): boolean =>
    flow.names.some((name) => isSameName(name, named)) && !desired.isExternal(referenceKey(named));
  const lost: LostLink[] = [];
  const given: string[] = [];
  for (const [key, { name }] of Object.entries(state.modules ?? {})) {
    if (inputs.modules?.[key]) continue;
    const named = { kind: "commonModule", name } as const;
    if (isNamed(named)) lost.push(lostModule(key, named, desired));
    else given.push(name);
  }
  for (const reference of Object.keys(state.references ?? {})) {
    if (inputs.references && reference in inputs.references) continue;
    const at = reference.indexOf(":");
    const named = { kind: reference.slice(0, at) as DesiredName["kind"], name: reference.slice(at + 1) };
    if (isNamed(named) && !isProvided(named, desired)) lost.push(withdrawn(named));
  }
  return { lost, given };
}

/** Whether the stack makes what the name says. */
export function isProvided(named: DesiredName, desired: DesiredStack): boolean {
  if (!namesFlow(named)) return desired.provides(referenceKey(named));
  return [...desired.flows.values()].some(
    ({ name, type }) => name.toLowerCase() === named.name.toLowerCase() && namesFlowOfType(named, type),
  );
}

/** Whether the stack's config says that a flow lives on outside of the stack, by whatever kind documents name it. */
export function isExternalFlow(
  desired: DesiredStack,
  { name, type }: { readonly name: string; readonly type: FlowType },
): boolean {
  return flowKinds.some((kind) => namesFlowOfType({ kind }, type) && desired.isExternal(referenceKey({ kind, name })));
}

function lostModule(key: string, named: { kind: "commonModule"; name: string }, desired: DesiredStack): LostLink {
  const present = desired.flow(key);
  const why = present
    ? `the module '${key}' is called '${present.name}' now`
    : `the stack has no module '${key}' any more`;
  return {
    code: "module-link-lost",
    named,
    message: `It calls the module '${named.name}', but ${why}. The flow would keep its old copy of the module, and no change of the module would reach it.`,
    hint: present
      ? `Call '${present.name}' there, or give the module its name '${named.name}' back.`
      : `Keep the module, or take the call out. If '${named.name}' is to live outside of this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`,
  };
}

function withdrawn(named: DesiredName): LostLink {
  const noun = namedKind(named.kind)?.noun ?? named.kind;
  return {
    code: "reference-withdrawn",
    named,
    message: `It names the ${noun} '${named.name}', which this stack provided until now and would delete.`,
    hint: `Keep the ${noun}, or take the name out. If it is to live on outside of this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`,
  };
}
