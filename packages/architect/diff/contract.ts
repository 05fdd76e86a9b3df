import { sameName } from "../archy/modules.ts";
import type { FlowType } from "../archy/types.ts";
import { assignable } from "../definition/data-types.ts";
import type { ModuleContract, OutcomeContract } from "../graph/types.ts";

/** Kinds of changes to a module's contract. */
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
  /** Whether every caller works unchanged. Otherwise, `brokenCallers` returns those that do not. */
  readonly compatible: boolean;
  /** Type, name or value before and after, for changes that have them. */
  readonly from?: string;
  readonly to?: string;
  /** What it means for callers: a sentence. */
  readonly reason: string;
}

type Found = Omit<ContractChange, "module">;

/** What changed in a module's contract, and whether its callers still work. Empty without a change. */
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

/** Whether every caller works unchanged after changes of the contract. */
export function isCompatible(changes: readonly ContractChange[]): boolean {
  return changes.every((change) => change.compatible);
}

function renamed(before: ModuleContract, after: ModuleContract): Found[] {
  if (before.name === after.name) return [];
  const reason = `Calls in exports use the old name '${before.name}'. Definitions call the module by its key.`;
  return [{ kind: "module-renamed", name: after.name, compatible: false, from: before.name, to: after.name, reason }];
}

type Members = Readonly<Record<string, string>>;

/** The outputs without the one that holds the outcome. */
function withoutOutcome({ outputs, outcome }: ModuleContract): Members {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !outcome || !sameName(name, outcome.from)));
}

function inputs(before: Members, after: Members): Found[] {
  return members(before, after).map(({ name, from, to }) => {
    if (from === undefined) {
      return change("input-added", { name, to }, "Callers that do not set it use its default.", true);
    }
    if (to === undefined)
      return change("input-removed", { name, from }, "Callers that set it name an input that no longer exists.");
    const widens = assignable(from, to);
    const reason = widens
      ? `A value of type ${from} is also a value of type ${to}.`
      : `Callers pass values of type ${from}.`;
    return change("input-type", { name, from, to }, reason, widens);
  });
}

function outputs(before: Members, after: Members): Found[] {
  return members(before, after).map(({ name, from, to }) => {
    if (from === undefined)
      return change("output-added", { name, to }, "Callers that do not bind it are not affected.", true);
    if (to === undefined)
      return change("output-removed", { name, from }, "Callers that bind it no longer get a value.");
    const narrows = assignable(to, from);
    const reason = narrows
      ? `A value of type ${to} is also a value of type ${from}.`
      : `Callers bind it to variables of type ${from}.`;
    return change("output-type", { name, from, to }, reason, narrows);
  });
}

function outcomes(before: OutcomeContract | undefined, after: OutcomeContract | undefined): Found[] {
  if (!before && !after) return [];
  if (!before) {
    const reason = "Calls had one transition. In definitions, they now have one for each outcome and for 'error'.";
    return [change("outcome-variable", { name: after?.from as string, to: after?.from }, reason)];
  }
  if (!after) {
    const reason = "The module no longer declares outcomes, so callers cannot distinguish them.";
    return [change("outcome-variable", { name: before.from, from: before.from }, reason)];
  }
  const variable = sameName(before.from, after.from)
    ? []
    : [
        change(
          "outcome-variable",
          { name: after.from, from: before.from, to: after.from },
          `Calls in exports test '${before.from}', which no longer holds the outcome.`,
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
        `Callers have a transition for '${from}'. The outcome '${to}' would take 'error'.`,
      ),
    ),
    ...added
      .filter((name) => !made.has(name))
      .map((name) => change("outcome-added", { name }, "Callers have no transition for it, so it takes 'error'.")),
    ...removed
      .filter((name) => !gone.has(name))
      .map((name) => change("outcome-removed", { name }, "Callers have a transition that is never taken.")),
    ...values.map((name) => {
      const [from, to] = [JSON.stringify(was[name]), JSON.stringify(is[name])];
      return change("outcome-values", { name, from, to }, "Calls in exports compare with the old values.");
    }),
  ];
}

/** Renamed outcomes: with the values of the old one, or the only removed and the only added one. */
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
      .map((name) => change("channel-added", { name }, "More flows can call the module.", true)),
    ...before
      .filter((channel) => !after.includes(channel))
      .map((name) => change("channel-removed", { name }, "Flows of this type can no longer call the module.")),
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

/** Members that differ, by name without case. */
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
