import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticError, DiagnosticSink } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";
import { nearest } from "../suggest.ts";
import { assemble, nodesOf } from "./assemble.ts";
import { expand } from "./expand.ts";
import { parametersAt } from "./fragments.ts";
import { withoutMistakes } from "./salvage.ts";
import { definitionSchema, definitionTypes } from "./schema.ts";
import { checkAgainst } from "./schema-issues.ts";
import { readSource, type Source } from "./source.ts";
import type { FlowDefinition, Scalar, ValueDefinition, Values } from "./types.ts";
import { withoutCuts } from "./unquoted-commas.ts";
import { fillIn, resolveValues } from "./values.ts";

const TYPE_KEY = `["']?(?:${definitionTypes.join("|")})["']?[ \\t]*:`;
const DEFINITION_TEXT = new RegExp(`^${TYPE_KEY}[ \\t]+[^\\s{#|>&!]`, "m");
/** In braces, such as JSON, and with the type first. */
const DEFINITION_IN_BRACES = new RegExp(`^\\s*\\{\\s*${TYPE_KEY}\\s*[^\\s{#|>&!]`);

/**
 * Whether data (or its text) is a flow definition: the value of the flow type is the flow's name. In an Archy export it is
 * a mapping. Reads no further than necessary; a text that is not YAML is not a definition.
 */
export function isDefinition(content: ArchyValue): boolean {
  if (typeof content === "string")
    return DEFINITION_TEXT.test(content) || DEFINITION_IN_BRACES.test(content) || isDefinitionInJson(content);
  return isMap(content) && definitionTypes.some((type) => typeof content[type] === "string");
}

/** Whether a text is JSON with a definition, whatever the order of its keys. */
function isDefinitionInJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    return isDefinition(JSON.parse(text) as ArchyValue);
  } catch {
    return false; // YAML in braces, or JSON with a mistake
  }
}

/**
 * Reads a flow file.
 *
 * @param o.values The values for `${name}` from stack config; names that the file does not declare are ignored.
 *   `keep` leaves placeholders unchanged, for the digest of the source.
 * @throws DiagnosticError with all mistakes that can be found in this file alone.
 */
export function parseDefinition(file: { path: string; text: string }, o: { values: Values }): FlowDefinition {
  const sink = new DiagnosticSink(kernelCodes);
  const source = readSource(file.path, file.text, { sink, inParts: false });
  const definition = source && definitionFrom(source, { ...o, sink });
  sink.throwIfErrors();
  if (!definition) throw new DiagnosticError(sink.all);
  return definition;
}

/** A definition from data of any source. Mistakes go to the sink; undefined when there are any. */
export function definitionFrom(
  written: Source,
  o: { values: Values; sink: DiagnosticSink },
): FlowDefinition | undefined {
  const before = o.sink.errors.length;
  const definition = partsFrom(written, o);
  return o.sink.errors.length > before ? undefined : definition;
}

/** The valid parts of a definition. Mistakes go to the sink; undefined without a flow type. */
export function partsFrom(
  asWritten: Source,
  { values, sink }: { values: Values; sink: DiagnosticSink },
): FlowDefinition | undefined {
  const before = sink.errors.length;
  if (!isMap(asWritten.data)) {
    sink.report("wrong-type", "A flow file must be a mapping whose first key is a flow type.", {
      location: asWritten.locate([]),
      hint: "For example: inboundCall: Sales",
    });
    return undefined;
  }
  const written = withoutCuts(asWritten, sink);
  const type = flowTypeOf(written.data as ArchyMap, written, sink);
  const { whole, filledIn } = values === "keep" ? { whole: written, filledIn: [] } : filled(written, values, sink);
  const known = type ? (whole.data as ArchyMap) : withoutFirst(whole.data as ArchyMap);
  const unread = { keys: new Set(written.repeated), nodes: new Set<NodeId>() };
  const fits = checkAgainst(definitionSchema, known, { at: [], source: whole, sink });
  const beforeNodes = sink.errors.length;
  for (const id of unusableNodes(known)) unread.nodes.add(id);
  const { source, tasks } = expand(whole, sink);
  if (sink.errors.length > beforeNodes) unread.keys.add("fragments");
  const data = source.data as ArchyMap;
  const nodes = isMap(data["nodes"]) ? nodesOf(data["nodes"], { source, sink, fits, unread: unread.nodes }) : [];
  if (!type) return undefined;
  const partial = sink.errors.length > before || unread.keys.size > 0;
  const kept = fits ? data : { ...withoutMistakes(data, unread), nodes: data["nodes"] ?? {} };
  return { ...assemble(type, { data: kept, nodes, tasks, source, filledIn }), ...(partial && { unread }) };
}

/** The data with a flow type instead of a misspelt first key, which is reported. */
function withoutFirst(data: ArchyMap): ArchyMap {
  const [first = "", ...rest] = Object.keys(data);
  const kept = Object.hasOwn(definitionSchema.shape, first) ? [first, ...rest] : rest;
  return { inboundCall: "?", ...Object.fromEntries(kept.map((key) => [key, data[key] ?? null])) };
}

function flowTypeOf(data: ArchyMap, source: Source, sink: DiagnosticSink): FlowType | undefined {
  const found = definitionTypes.filter((type) => Object.hasOwn(data, type));
  const [type, second] = found;
  if (second) {
    sink.report("several-flow-types", `A file defines one flow, but this one has '${type}' and '${second}'.`, {
      location: source.locate([second], "key"),
      hint: "Put each flow in a file of its own.",
    });
    return type;
  }
  if (type) return type;
  const first = Object.keys(data)[0];
  sink.report("no-flow-type", "The file names no flow type.", {
    location: source.locate(first === undefined ? [] : [first], "key"),
    hint: hintForType(Object.keys(data)),
  });
  return undefined;
}

function hintForType(keys: readonly string[]): string {
  for (const key of keys) {
    const meant = nearest(key, definitionTypes);
    if (meant) return `Did you mean '${meant}'?`;
  }
  return `The first key must be one of ${definitionTypes.join(", ")}. For example: inboundCall: Sales`;
}

interface FilledSource {
  readonly whole: Source;
  /** The values that replaced `${name}`. */
  readonly filledIn: readonly Scalar[];
}

function filled(source: Source, given: Exclude<Values, "keep">, sink: DiagnosticSink): FilledSource {
  const { values: declaredData, ...rest } = source.data as ArchyMap;
  const declared: Record<string, ValueDefinition> = {};
  for (const [name, value] of Object.entries(isMap(declaredData) ? declaredData : {})) {
    if (isMap(value) && typeof value["type"] === "string") declared[name] = value as unknown as ValueDefinition;
  }
  const values = resolveValues(declared, given, { source, sink });
  const names = isMap(declaredData) ? Object.keys(declaredData) : [];
  const parameters = (path: ArchyPath) => parametersAt(rest, path);
  const data = fillIn(rest, { values, declared: names, parameters, source, sink });
  const whole = {
    ...source,
    data: declaredData === undefined ? data : { ...(data as ArchyMap), values: declaredData },
  };
  return { whole, filledIn: [...values.values()] };
}

/** Nodes that are not mappings, so even their ids are lost. */
function unusableNodes(data: ArchyMap): NodeId[] {
  const groups = [data, ...Object.values(isMap(data["tasks"]) ? data["tasks"] : {})];
  return groups.flatMap((group) => {
    const nodes = isMap(group) ? group["nodes"] : undefined;
    return isMap(nodes ?? null)
      ? Object.entries(nodes as ArchyMap).flatMap(([id, node]) => (isMap(node) ? [] : [id]))
      : [];
  });
}
