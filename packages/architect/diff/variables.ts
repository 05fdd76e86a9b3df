import { canonical } from "../archy/normal.ts";
import { plain, untracked } from "../graph/normal-form.ts";
import type { FlowVariable } from "../graph/types.ts";
import { freeName } from "../name-map.ts";
import type { VariableChange } from "./types.ts";
import { applyValues, valueChanges } from "./values.ts";

/** Changes in declarations of variables, ignoring order. */
export function variableChanges(before: readonly FlowVariable[], after: readonly FlowVariable[]): VariableChange[] {
  const [a, b] = [byKey(before), byKey(after)];
  const changes: VariableChange[] = [];
  for (const [key, variable] of b) {
    const old = a.get(key);
    if (!old) changes.push({ change: "added", variable });
    else {
      const values = valueChanges(plain(old), plain(variable));
      if (values.length > 0) changes.push({ change: "changed", variable: old, values });
    }
  }
  for (const [key, variable] of a) if (!b.has(key)) changes.push({ change: "removed", variable });
  return changes;
}

/**
 * Applies changes to declarations.
 * @throws Error if a changed variable does not exist
 */
export function applyVariables(before: readonly FlowVariable[], changes: readonly VariableChange[]): FlowVariable[] {
  const result = before.map((variable) => described(variable));
  const take = (variable: FlowVariable): number => {
    const wanted = canonical(plain(described(variable)));
    const index = result.findIndex((known) => canonical(plain(known)) === wanted);
    if (index < 0)
      throw new Error(
        `The difference cannot be applied to the graph: the variable '${variable.name}' does not exist, or differs.`,
      );
    return index;
  };
  for (const change of changes) {
    if (change.change === "added") continue;
    const index = take(change.variable);
    if (change.change !== "changed") result.splice(index, 1);
    else result[index] = applyValues(plain(described(change.variable)), change.values) as unknown as FlowVariable;
  }
  return [...result, ...changes.flatMap((change) => (change.change === "added" ? [change.variable] : []))];
}

function byKey(variables: readonly FlowVariable[]): Map<string, FlowVariable> {
  const sorted = variables
    .map(described)
    .map((variable) => [canonical(plain(variable)), variable] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const found = new Map<string, FlowVariable>();
  for (const [, variable] of sorted) {
    const key = freeName(variable.name.toLowerCase(), (name) => found.has(name), " ");
    found.set(key, variable);
  }
  return found;
}

/** A variable without an empty description and without its tracking number. */
function described(given: FlowVariable): FlowVariable {
  const { description, ...variable } = untracked(given);
  return description ? { ...variable, description } : variable;
}
