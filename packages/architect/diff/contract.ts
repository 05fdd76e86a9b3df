import { sameName } from "../archy/modules.ts";
import type { FlowType } from "../archy/types.ts";
import { assignable } from "../definition/data-types.ts";
import type { ModuleContract, OutcomeContract } from "../graph/types.ts";

/** Kinds of changes to what callers of a module may rely on. */
export type ContractChangeKind =
  | "module-renamed"
  | "input-added"
  | "input-removed"
  | "input-type"
  | "output-added"
  | "output-removed"
  | "output-type"
  | "outcome-added"
  | "outcome-removed"
  | "outcome-renamed"
  | "outcome-values"
  | "outcome-variable"
  | "channel-added"
  | "channel-removed";

/** One change to a module's contract. */
export interface ContractChange {
  readonly kind: ContractChangeKind;
  /** Display name of the module before the change, as its calls name it. */
  readonly module: string;
  /** The input, output or outcome, or the channel as Archy root key. */
  readonly name: string;
  /** Whether every caller works as it stands. `brokenCallers` says which do not when it is false. */
  readonly compatible: boolean;
  /** Type, name or value before and after, where the change has them. */
  readonly from?: string;
  readonly to?: string;
  /** What it means for callers: a sentence. */
  readonly reason: string;
}

type Found = Omit<ContractChange, "module">;

/** What changed in a module's contract, and whether its callers cope. Empty when nothing did. */
export function contractChanges(before: ModuleContract, after: ModuleContract): ContractChange[] {
  const found = [
    ...renamed(before, after),
    ...inputs(before.inputs, after.inputs),
    ...outputs(withoutOutcome(before), withoutOutcome(after)),
    ...outcomes(before.outcome, after.outcome),
    ...channels(before.channels, after.channels),
  ];
  return found.map((change) => ({ ...change, module: before.name }));
}

/** Whether a change of contract lets every caller work as it stands. */
export function isCompatible(changes: readonly ContractChange[]): boolean {
  return changes.every((change) => change.compatible);
}

function renamed(before: ModuleContract, after: ModuleContract): Found[] {
  if (before.name === after.name) return [];
  const reason = `Calls in exports name the module '${before.name}'; definitions call it by its key.`;
  return [{ kind: "module-renamed", name: after.name, compatible: false, from: before.name, to: after.name, reason }];
}

type Members = Readonly<Record<string, string>>;

/** The outputs other than the one by which the module says how it ended. */
function withoutOutcome({ outputs, outcome }: ModuleContract): Members {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !outcome || !sameName(name, outcome.from)));
}

function inputs(before: Members, after: Members): Found[] {
  return members(before, after).map(({ name, from, to }) => {
    if (from === undefined) {
      return change("input-added", { name, to }, "Callers that do not set it leave it at its default.", true);
    }
    if (to === undefined)
      return change("input-removed", { name, from }, "Callers that set it name an input that is gone.");
    const widens = assignable(from, to);
    const reason = widens
      ? `A value of type ${from} is one of type ${to} too.`
      : `Callers pass values of type ${from}.`;
    return change("input-type", { name, from, to }, reason, widens);
  });
}

function outputs(before: Members, after: Members): Found[] {
  return members(before, after).map(({ name, from, to }) => {
    if (from === undefined)
      return change("output-added", { name, to }, "Callers that do not bind it do not see it.", true);
    if (to === undefined) return change("output-removed", { name, from }, "Callers that bind it get nothing from it.");
    const narrows = assignable(to, from);
    const reason = narrows
      ? `A value of type ${to} is one of type ${from} too.`
      : `Callers bind it to variables of type ${from}.`;
    return change("output-type", { name, from, to }, reason, narrows);
  });
}

function outcomes(before: OutcomeContract | undefined, after: OutcomeContract | undefined): Found[] {
  if (!before && !after) return [];
  if (!before) {
    const reason = "Calls had one way on; definitions now have one for each outcome and 'error'.";
    return [change("outcome-variable", { name: after?.from as string, to: after?.from }, reason)];
  }
  if (!after) {
    const reason = "The module no longer says how it ended: callers cannot tell its outcomes.";
    return [change("outcome-variable", { name: before.from, from: before.from }, reason)];
  }
  const variable = sameName(before.from, after.from)
    ? []
    : [
        change(
          "outcome-variable",
          { name: after.from, from: before.from, to: after.from },
          `Calls in exports test '${before.from}', which no longer says how the module ended.`,
        ),
      ];
  return [...variable, ...namedOutcomes(before, after)];
}

function namedOutcomes(before: OutcomeContract, after: OutcomeContract): Found[] {
  const [was, is] = [before.outcomes, after.outcomes];
  const removed = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const added = Object.keys(is).filter((name) => !Object.hasOwn(was, name));
  const pairs = renamedOutcomes(before, after, removed, added);
  const [gone, made] = [new Set(pairs.map(({ from }) => from)), new Set(pairs.map(({ to }) => to))];
  const values = Object.keys(is).filter((name) => was[name] && JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  return [
    ...pairs.map(({ from, to }) =>
      change(
        "outcome-renamed",
        { name: to, from, to },
        `Callers have their way on at '${from}'; '${to}' would go on at 'error'.`,
      ),
    ),
    ...added
      .filter((name) => !made.has(name))
      .map((name) => change("outcome-added", { name }, "Callers have no way on for it and go on at 'error'.")),
    ...removed
      .filter((name) => !gone.has(name))
      .map((name) => change("outcome-removed", { name }, "Callers have a way on that is never taken.")),
    ...values.map((name) => {
      const [from, to] = [JSON.stringify(was[name]), JSON.stringify(is[name])];
      return change("outcome-values", { name, from, to }, "Calls in exports compare with the values as they were.");
    }),
  ];
}

/** Outcomes under another name: with the values of the old one, or the only one gone and the only one new. */
function renamedOutcomes(
  before: OutcomeContract,
  after: OutcomeContract,
  removed: readonly string[],
  added: readonly string[],
): { from: string; to: string }[] {
  if (removed.length === 1 && added.length === 1) return [{ from: removed[0] as string, to: added[0] as string }];
  return removed.flatMap((from) => {
    const same = added.filter((to) => JSON.stringify(before.outcomes[from]) === JSON.stringify(after.outcomes[to]));
    return same.length === 1 ? [{ from, to: same[0] as string }] : [];
  });
}

function channels(before: readonly FlowType[], after: readonly FlowType[]): Found[] {
  return [
    ...after
      .filter((channel) => !before.includes(channel))
      .map((name) => change("channel-added", { name }, "More flows may call the module.", true)),
    ...before
      .filter((channel) => !after.includes(channel))
      .map((name) => change("channel-removed", { name }, "Flows of this type may no longer call the module.")),
  ];
}

function change(
  kind: ContractChangeKind,
  o: { name: string; from?: string; to?: string },
  reason: string,
  compatible = false,
): Found {
  return {
    kind,
    name: o.name,
    compatible,
    ...(o.from === undefined ? {} : { from: o.from }),
    ...(o.to === undefined ? {} : { to: o.to }),
    reason,
  };
}

/** Members that differ, by name without regard to case. */
function members(before: Members, after: Members): { name: string; from?: string; to?: string }[] {
  const [a, b] = [before, after].map(
    (of) => new Map(Object.entries(of).map(([name, type]) => [name.toLowerCase(), { name, type }] as const)),
  ) as [Map<string, { name: string; type: string }>, Map<string, { name: string; type: string }>];
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((key) => {
    const [from, to] = [a.get(key), b.get(key)];
    if (from?.type === to?.type) return [];
    const name = (to ?? from)?.name as string;
    return [{ name, ...(from ? { from: from.type } : {}), ...(to ? { to: to.type } : {}) }];
  });
}
