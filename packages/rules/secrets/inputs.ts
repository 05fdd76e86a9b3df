import {
  type ArchyValue,
  actionOf,
  type Expression,
  type FlowGraph,
  type FlowNode,
  get,
  getText,
  isMap,
  parseExpression,
  visitExpression,
} from "@genesys-flows/architect";
import { expressionsOf, readBy, resultsOf, setBy } from "../paths/values.ts";
import { type SecretKind, secretAskedFor, secretNamed } from "./names.ts";

/** An action that asks the customer for a secret. */
export interface SecretInput {
  readonly node: FlowNode;
  readonly kind: SecretKind;
  /** The variables that the action sets, in lower case. */
  readonly variables: ReadonlySet<string>;
}

/** Properties of actions for which customers enter digits or text, unlike a menu. */
const ENTRIES = ["digits", "slot"];

/** The kind of secret that an action asks for, from its variable's name or its prompt. */
export function secretInput(node: FlowNode): SecretInput | undefined {
  const info = actionOf(node.kind);
  const collects = info?.asks && ENTRIES.some((property) => info.properties[property] !== undefined);
  if (!collects) return undefined;
  const variables = new Set(resultsOf(node));
  const slot = getText(node.properties["slot"], "name");
  if (slot !== undefined) variables.add(`Slot.${slot}`);
  const kind = first([...variables], secretNamed) ?? first(textsIn(node.properties), secretAskedFor);
  return kind && { node, kind, variables: new Set([...variables].map((name) => name.toLowerCase())) };
}

/**
 * Nodes and outputs of the flow that expose a secret entered by the customer, or a copy of it in another variable. A
 * data action, a lookup, a test or a module call may use the secret.
 */
export function exposureOf(
  graph: FlowGraph,
  { node, variables }: SecretInput,
): { nodes: FlowNode[]; outputs: string[] } {
  const secrets = new Set(variables);
  const copies = [...graph.nodes.values()].flatMap((at) => setBy(at));
  for (let size = 0; size < secrets.size; ) {
    size = secrets.size;
    for (const { name, value } of copies) {
      const expression = getText(value, "exp");
      if (expression && shows(expression, secrets)) secrets.add(name);
    }
  }
  const nodes = [...graph.nodes.values()].filter(
    (at) =>
      at !== node &&
      !keepsSecret(at) &&
      [...readBy(at)].some((name) => secrets.has(name)) &&
      expressionsOf(at).some((text) => shows(text, secrets)),
  );
  const outputs = graph.variables.filter(({ name, isOutput }) => isOutput && secrets.has(name.toLowerCase()));
  return { nodes, outputs: outputs.map(({ name }) => name) };
}

/** Whether the action reads the digits back to the caller. */
export function readsBack({ properties }: FlowNode): boolean {
  const how = properties["verificationType"];
  return typeof how === "string" && how !== "none";
}

/** Actions that test or copy a value, or pass it to a module, which is checked itself. */
const KEEPING = new Set(["decision", "updateData", "callModule", "callCommonModule"]);

function keepsSecret({ kind }: FlowNode): boolean {
  const info = actionOf(kind);
  const of = info?.failures?.of;
  return of === "data" || of === "lookup" || info?.shape === "cases" || KEEPING.has(kind);
}

/** Functions whose result does not reveal their argument. */
const HIDES = /^(?:length|count|isset|isnotset|isnotsetorempty|issetandnotempty|areequal|arenotequal)$/i;

/** Whether the result of an expression contains the value of a variable. */
function shows(text: string, names: ReadonlySet<string>): boolean {
  const parsed = parseExpression(text);
  if (!parsed.ok) return true;
  const hidden = new Set<Expression>();
  for (const part of visitExpression(parsed.expression)) {
    const isTest = part.type === "binary" && /^(?:[=!<>]=?|and|or)$/.test(part.operator);
    if (isTest || (part.type === "call" && HIDES.test(part.name)))
      for (const inner of visitExpression(part)) hidden.add(inner);
    if (part.type === "variable" && !hidden.has(part) && names.has(part.name.toLowerCase())) return true;
  }
  return false;
}

/** Everything that an action says: its plain text and the strings in its expressions. */
export function textsIn(value: ArchyValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isMap(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = get(value, key);
    if (typeof inner !== "string") return textsIn(inner);
    if (key === "tts") return inner;
    const parsed = key === "exp" ? parseExpression(inner) : undefined;
    return parsed?.ok
      ? [...visitExpression(parsed.expression)].flatMap((part) =>
          part.type === "literal" && typeof part.value === "string" ? part.value : [],
        )
      : [];
  });
}

function first<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
