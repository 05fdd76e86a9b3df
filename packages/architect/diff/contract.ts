import { sameName } from "../archy/modules.ts";
import type { FlowType } from "../archy/types.ts";
import { assignable } from "../definition/data-types.ts";
import type { ModuleContract, OutcomeContract } from "../graph/types.ts";

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

export interface ContractChange {
  readonly kind: ContractChangeKind;
  /** Display name of the module before the change, which its callers use. */
  readonly module: string;
  /** The name of the input, output or outcome. For a channel, its Archy top-level key. */
  readonly name: string;
  /** Whether every caller works unchanged. Otherwise, `brokenCallers` returns the broken ones. */
  readonly compatible: boolean;
  /** The type, name or value before and after the change, if the change has one. */
  readonly from?: string;
  readonly to?: string;
  /** The consequence for callers, as a sentence. */
  readonly reason: string;
}

type Found = Omit<ContractChange, "module">;

/** The changes to a module's contract. Each one says whether callers still work. Empty if nothing changed. */
export function contractChanges(before: ModuleContract, after: ModuleContract): ContractChange[] {
  const found = [
    ...renamed(before, after),
    ...memberChanges("input", before.inputs, after.inputs),
    ...memberChanges("output", withoutOutcome(before), withoutOutcome(after)),
    ...outcomes(before.outcome, after.outcome),
    ...channels(before.channels, after.channels),
  ];
  return found.map((change) => ({ ...change, module: before.name }));
}

function renamed(before: ModuleContract, after: ModuleContract): Found[] {
  if (before.name === after.name) return [];
  const reason = `Calls in exports use the old name '${before.name}'. Definitions call the module by its key.`;
  return [change("module-renamed", { name: after.name, from: before.name, to: after.name }, reason)];
}

type Members = Readonly<Record<string, string>>;

/** The outputs, except the output that contains the outcome. */
function withoutOutcome({ outputs, outcome }: ModuleContract): Members {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !outcome || !sameName(name, outcome.from)));
}

const reasons = {
  input: {
    added: "Callers that do not set it use its default.",
    removed: "Callers that set it refer to an input that no longer exists.",
    other: (type: string) => `Callers pass values of type ${type}.`,
  },
  output: {
    added: "Callers that do not bind it are not affected.",
    removed: "Callers that bind it no longer get a value.",
    other: (type: string) => `Callers bind it to variables of type ${type}.`,
  },
};

function memberChanges(what: "input" | "output", before: Members, after: Members): Found[] {
  const { added, removed, other } = reasons[what];
  return members(before, after).map(({ name, from, to }) => {
    if (from === undefined) return change(`${what}-added`, { name, to }, added, true);
    if (to === undefined) return change(`${what}-removed`, { name, from }, removed);
    const [given, taken] = what === "input" ? [from, to] : [to, from];
    const fits = assignable(given, taken);
    const reason = fits ? `Every value of type ${given} is also of type ${taken}.` : other(from);
    return change(`${what}-type`, { name, from, to }, reason, fits);
  });
}

function outcomes(before: OutcomeContract | undefined, after: OutcomeContract | undefined): Found[] {
  if (before && after) {
    const named = namedOutcomes(before, after);
    if (sameName(before.from, after.from)) return named;
    const reason = `Calls in exports test '${before.from}', which no longer contains the outcome.`;
    return [change("outcome-variable", { name: after.from, from: before.from, to: after.from }, reason), ...named];
  }
  if (after) {
    const reason = "Calls had one transition. In definitions, they now have one for each outcome and one for 'error'.";
    return [change("outcome-variable", { name: after.from, to: after.from }, reason)];
  }
  if (!before) return [];
  const reason = "The module no longer declares outcomes, so callers cannot distinguish them.";
  return [change("outcome-variable", { name: before.from, from: before.from }, reason)];
}

function namedOutcomes(before: OutcomeContract, after: OutcomeContract): Found[] {
  const [was, is] = [before.outcomes, after.outcomes];
  const removed = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const added = Object.keys(is).filter((name) => !Object.hasOwn(was, name));
  const pairs = renamedOutcomes(before, after, removed, added);
  const paired = new Set(pairs.flatMap(({ from, to }) => [from, to]));
  const values = Object.keys(is).filter((name) => was[name] && !sameValues(was[name], is[name]));
  return [
    ...pairs.map(({ from, to }) => {
      const reason = `Callers have a transition for '${from}'. The outcome '${to}' would take 'error'.`;
      return change("outcome-renamed", { name: to, from, to }, reason);
    }),
    ...added
      .filter((name) => !paired.has(name))
      .map((name) => change("outcome-added", { name }, "Callers have no transition for it, so it takes 'error'.")),
    ...removed
      .filter((name) => !paired.has(name))
      .map((name) => change("outcome-removed", { name }, "Callers have a transition that is never taken.")),
    ...values.map((name) => {
      const [from, to] = [JSON.stringify(was[name]), JSON.stringify(is[name])];
      return change("outcome-values", { name, from, to }, "Calls in exports still compare with the old values.");
    }),
  ];
}

/**
 * Renamed outcomes: pairs of a removed and an added outcome with the same values, or the only removed outcome and the
 * only added one.
 */
function renamedOutcomes(
  before: OutcomeContract,
  after: OutcomeContract,
  removed: readonly string[],
  added: readonly string[],
): { from: string; to: string }[] {
  return removed.flatMap((from) => {
    const isOnly = removed.length === 1 && added.length === 1;
    const [to, ...others] = added.filter((one) => isOnly || sameValues(before.outcomes[from], after.outcomes[one]));
    return to !== undefined && others.length === 0 ? [{ from, to }] : [];
  });
}

function sameValues(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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
  { name, from, to }: { name: string; from?: string; to?: string },
  reason: string,
  compatible = false,
): Found {
  return { kind, name, compatible, ...(from !== undefined && { from }), ...(to !== undefined && { to }), reason };
}

/** Members that differ, by name, ignoring case. */
function members(before: Members, after: Members): { name: string; from?: string; to?: string }[] {
  const byName = (of: Members) => new Map(Object.entries(of).map((member) => [member[0].toLowerCase(), member]));
  const [a, b] = [byName(before), byName(after)];
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((key) => {
    const [[was, from] = [], [is, to] = []] = [a.get(key), b.get(key)];
    return from === to ? [] : [{ name: (is ?? was) as string, from, to }];
  });
}
