import { createHash } from "node:crypto";
import {
  type ArchyMap,
  type ArchyValue,
  DEFAULT_LANGUAGE,
  type FaultHandling,
  type FlowGraph,
  type FlowNode,
  isMap,
  printable,
  printableLine,
  singleEntry,
} from "@genesys-flows/architect";

/** Plain data for display in a preview. */
export type Plain = string | number | boolean | Plain[] | { [key: string]: Plain };

/**
 * One node of a flow in a preview: `action` (an Architect action, or `callModule`, `end`), `on` (transition -> node
 * id), and each set property by path. Flat, so that a preview has one line per property.
 */
export type NodeSummary = Record<string, string | number | boolean>;

/** A flow as shown in a preview; it changes only when the flow itself changes. */
export interface FlowSummary {
  type: string;
  name: string;
  description?: string;
  division?: string;
  /** Omitted for `en-us`. */
  language?: string;
  greeting?: Plain;
  start?: string;
  onFault?: Plain;
  variables?: Record<string, string>;
  nodes: Record<string, NodeSummary>;
}

const LONGEST = 300;
const SHOWN_OF_LONGER = 240;

/**
 * A component's view of its flow: for each node, the action, its transitions and the set properties, in maps by node
 * id, because the engine compares maps by key and lists by position. Contains no id, version or digest of a called
 * module, so that a change to the module does not change the components of its callers (design §4, "State stays
 * small"). Control characters are escaped: the engine prints keys and multi-line strings unescaped.
 */
export function summarize(graph: FlowGraph): FlowSummary {
  const variables = graph.variables.map((v) => [v.name, `${v.type}${roleOf(v)}${initial(v.initialValue)}`] as const);
  return shownIn({
    type: graph.type,
    name: graph.name,
    description: graph.description && shorten(graph.description),
    division: graph.division,
    language: graph.defaultLanguage === DEFAULT_LANGUAGE ? undefined : graph.defaultLanguage,
    greeting: graph.settings["initialGreeting"] === undefined ? undefined : readable(graph.settings["initialGreeting"]),
    start: graph.start,
    onFault: graph.onFault && faultHandling(graph.onFault),
    variables: variables.length > 0 ? Object.fromEntries(variables) : undefined,
    nodes: Object.fromEntries([...graph.nodes].map(([id, node]) => [id, summarizeNode(node)])),
  }) as FlowSummary;
}

/** Data with printable strings and keys, without undefined values. */
function shownIn(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (Array.isArray(value)) return value.map(shownIn);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [printableLine(key), shownIn(inner)]));
}

function faultHandling({ say, then: next }: FaultHandling): Plain {
  const [[kind, target] = ["nothing", null]] = Object.entries(next);
  const to = readable(target);
  const said = say && readable(say);
  return { ...(said !== undefined && { say: said }), next: to === undefined ? kind : { [kind]: to } };
}

/** Properties of a call that are not relevant to users. */
const MACHINERY = new Set(["moduleKey", "outcome", "outcomeVariable"]);

function summarizeNode(node: FlowNode): NodeSummary {
  const properties = Object.entries(node.properties).filter(
    ([key]) => node.kind !== "callModule" || !MACHINERY.has(key),
  );
  const shown = readable(Object.fromEntries(properties));
  const transitions = Object.entries(node.transitions).map(([name, target]) => `${name}: ${target}`);
  return {
    action: node.kind,
    ...(node.name !== node.id && { name: shorten(node.name) }),
    ...(shown !== undefined && flat(shown)),
    ...(transitions.length > 0 && { on: transitions.join(", ") }),
  };
}

/**
 * Keys that only add a level of nesting: `category: {CRM: {dataAction: {Verify PIN: ...}}}` is shown as `CRM.Verify
 * PIN`.
 */
const NESTING = new Set(["category", "dataAction", "evaluate", "firstTrue", "case"]);

/** `{digits: {range: {min: 1, max: 3}}}` -> `{"digits.range.min": 1, "digits.range.max": 3}`; lists count from 1. */
function flat(value: Plain, path: readonly string[] = []): NodeSummary {
  if (typeof value !== "object") {
    const shown = path.filter((key) => !NESTING.has(key));
    return { [(shown.length > 0 ? shown : path).join(".")]: value };
  }
  const entries = Array.isArray(value) ? value.map((v, i) => [String(i + 1), v] as const) : Object.entries(value);
  return Object.assign({}, ...entries.map(([key, inner]) => flat(inner, [...path, key])));
}

/**
 * An Archy value in readable form: `{lit: 3}` becomes `3`, `{tts: "Hello"}` `Hello`, `{exp: "Flow.a"}` `=Flow.a`,
 * `{var: "Flow.a"}` `-> Flow.a`; values that are not set are omitted; lists of named items become maps by name. Strings
 * over 300 characters are truncated and followed by their hash. Undefined if no value is left.
 */
export function readable(value: ArchyValue): Plain | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return shorten(value);
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return readableList(value);
  const unwrapped = unwrap(value);
  if (unwrapped !== undefined) return unwrapped.value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const shown = readable(inner);
    return shown === undefined ? [] : [[key, shown] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function unwrap(value: ArchyMap): { value: Plain | undefined } | undefined {
  const [key, inner = null] = singleEntry(value) ?? [];
  switch (key) {
    case "noValue":
    case "none":
    case "noValueWithNoFallback":
      return inner === true ? { value: undefined } : undefined;
    case "exp":
      return typeof inner === "string" ? { value: shorten(`=${inner}`) } : undefined;
    case "var":
    case "variable":
      return typeof inner === "string" ? { value: `-> ${inner}` } : undefined;
    case "tts":
      return { value: readable(inner) };
    case "lit":
      return { value: readableLiteral(inner) };
    default:
      return undefined;
  }
}

function readableLiteral(value: ArchyValue): Plain | undefined {
  if (typeof value === "string" && value.startsWith("=")) return { lit: shorten(value) };
  const [key, inner] = singleEntry(value) ?? [];
  if (key !== undefined) {
    if (key === "name" && typeof inner === "string") return shorten(inner);
    if (typeof inner === "number") return `${inner} ${key}`;
  }
  if (Array.isArray(value) && value.length === 0) return "empty";
  return typeof value === "string" && value === "" ? '""' : readable(value);
}

function readableList(items: readonly ArchyValue[]): Plain | undefined {
  const named = items.map(nameAndRest);
  if (
    items.length > 0 &&
    named.every((n) => n !== undefined) &&
    new Set(named.map((n) => n.name)).size === items.length
  ) {
    return Object.fromEntries(named.map(({ name, rest }) => [name, rest]));
  }
  const shown = items.flatMap((item) => {
    const one = readable(item);
    return one === undefined ? [] : [one];
  });
  return shown.length > 0 ? shown : undefined;
}

/** `{attribute: {name: {lit: "k"}, value: {exp: "Flow.v"}}}` -> `k`, `=Flow.v`. */
function nameAndRest(item: ArchyValue): { name: string; rest: Plain } | undefined {
  const [, inner] = singleEntry(item) ?? [];
  if (!isMap(inner)) return undefined;
  for (const key of ["variable", "name"]) {
    const { [key]: named, ...others } = inner;
    const name = typeof named === "string" ? named : named === undefined ? undefined : readable(named);
    if (typeof name !== "string" || name.length > 100) continue;
    const rest = readable(others);
    const parts = typeof rest === "object" && !Array.isArray(rest) ? Object.values(rest) : [];
    return { name, rest: (parts.length === 1 ? parts[0] : rest) ?? "not set" };
  }
  return undefined;
}

function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `${text.slice(0, SHOWN_OF_LONGER)}... (${text.length} characters, sha256 ${hash})`;
}

function roleOf(variable: { isInput: boolean; isOutput: boolean }): string {
  return `${variable.isInput ? ", input" : ""}${variable.isOutput ? ", output" : ""}`;
}

function initial(value: ArchyMap): string {
  const shown = readable(value);
  return shown === undefined ? "" : ` = ${typeof shown === "object" ? shorten(JSON.stringify(shown)) : shown}`;
}
