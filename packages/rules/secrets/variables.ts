import {
  type ArchyValue,
  type FlowGraph,
  get,
  getText,
  isMap,
  isNoValue,
  parseExpression,
  pathOf,
  visitExpression,
} from "@genesys-flows/architect";
import { boundBy } from "../paths/values.ts";
import { secretInput } from "./inputs.ts";
import { type SecretKind, secretNamed } from "./names.ts";

/** What a flow's variables hold, as far as secrets are concerned. */
export interface SecretVariables {
  /** The secret that a variable holds: by its name, as what the customer enters, or as a copy of such a variable. */
  kindOf(variable: string): SecretKind | undefined;
  /** The literals that the flow itself gives a variable, directly or over others; none for one that an action binds. */
  literalsOf(variable: string): readonly unknown[];
}

/** Follows secrets and literals through the variables of a flow. */
export function secretVariables(graph: FlowGraph): SecretVariables {
  const kinds = new Map<string, SecretKind>();
  const literals = new Map<string, unknown[]>();
  const copies: { readonly to: string; readonly from: string }[] = [];
  const bound = new Set<string>();
  const add = (name: string, value: ArchyValue | undefined) => {
    if (value === undefined || isNoValue(value)) return;
    const exp = getText(value, "exp");
    const parsed = exp === undefined ? undefined : parseExpression(exp);
    const literal = parsed?.ok && parsed.expression.type === "literal" ? parsed.expression.value : get(value, "lit");
    if (literal !== undefined) literals.set(name, [...(literals.get(name) ?? []), literal]);
    const [from, ...more] = parsed?.ok
      ? [...visitExpression(parsed.expression)].flatMap((part) => pathOf(part) ?? [])
      : [];
    if (from !== undefined && more.length === 0) copies.push({ to: name, from: from.toLowerCase() });
  };
  const all = [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
  for (const { name, initialValue } of all) add(name.toLowerCase(), initialValue);
  for (const node of graph.nodes.values()) {
    const input = secretInput(node);
    for (const name of input?.variables ?? []) kinds.set(name, (input as { kind: SecretKind }).kind);
    for (const name of boundBy(node).onSuccess) bound.add(name);
    assignments(node.properties, add);
  }
  for (let size = -1; size !== kinds.size + literals.size; ) {
    size = kinds.size + literals.size;
    for (const { to, from } of copies) {
      const kind = kinds.get(from) ?? secretNamed(from);
      if (kind !== undefined && !kinds.has(to)) kinds.set(to, kind);
      const known = bound.has(from) ? undefined : literals.get(from);
      if (known && !literals.has(to)) literals.set(to, known);
    }
  }
  return {
    kindOf: (variable) => secretNamed(variable) ?? kinds.get(variable.toLowerCase()),
    literalsOf: (variable) => (bound.has(variable.toLowerCase()) ? [] : (literals.get(variable.toLowerCase()) ?? [])),
  };
}

/** Every value that an action sets a variable to. */
function assignments(value: ArchyValue, found: (name: string, value: ArchyValue | undefined) => void): void {
  if (Array.isArray(value)) for (const item of value) assignments(item, found);
  if (!isMap(value)) return;
  const name = getText(value, "variable");
  if (name !== undefined) found(name.toLowerCase(), get(value, "value"));
  for (const inner of Object.values(value)) assignments(inner as ArchyValue, found);
}
