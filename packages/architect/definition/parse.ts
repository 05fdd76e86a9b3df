import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import { get, getMap, getText, isMap } from "../archy/values.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, DiagnosticError, DiagnosticSink, type Location } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";
import { nearest } from "../suggest.ts";
import { assemble, nodesOf, withoutMistakes } from "./assemble.ts";
import { expand } from "./expand.ts";
import { parametersAt } from "./fragments.ts";
import { definitionSchema, definitionTypes } from "./schema.ts";
import { checkAgainst } from "./schema-issues.ts";
import { readSource, type Source } from "./source.ts";
import type { DeclaredValue, FlowDefinition, ValueDefinition, Values, WrittenDefinition } from "./types.ts";
import { withoutCuts } from "./unquoted-commas.ts";
import { fillIn, resolveValues } from "./values.ts";

const TYPE_KEY = `["']?(?:${definitionTypes.join("|")})["']?[ \\t]*:`;
const DEFINITION_TEXT = new RegExp(`^${TYPE_KEY}[ \\t]+[^\\s{#|>&!]`, "m");
/** Matches a definition in flow style, such as JSON, that begins with the flow type. */
const DEFINITION_IN_BRACES = new RegExp(`^\\s*\\{\\s*${TYPE_KEY}\\s*[^\\s{#|>&!]`);

/**
 * Whether data or its text is a definition. In a definition, the value of the flow type is a name; in an export, it is
 * a mapping. Does not read more than necessary.
 */
export function isDefinition(content: ArchyValue): boolean {
  if (typeof content === "string")
    return DEFINITION_TEXT.test(content) || DEFINITION_IN_BRACES.test(content) || isDefinitionInJson(content);
  return isMap(content) && definitionTypes.some((type) => typeof content[type] === "string");
}

/** Whether a text is JSON that contains a definition, with its keys in any order. */
function isDefinitionInJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    return isDefinition(JSON.parse(text) as ArchyValue);
  } catch {
    return false; // YAML in braces, or invalid JSON
  }
}

/**
 * @param o.values the values for `${name}`; undeclared names are ignored. `keep` leaves placeholders unchanged
 * @throws DiagnosticError with all errors that can be found without other files
 */
export function parseDefinition(file: { path: string; text: string }, o: { values: Values }): FlowDefinition {
  const sink = new DiagnosticSink(kernelCodes);
  return definitionFrom(readSource(file.path, file.text, { sink, inParts: false }), o.values, sink);
}

/**
 * Creates a definition from data of any source. @throws DiagnosticError with all errors of the definition, including
 * errors that are already in the sink
 */
export function definitionFrom(
  source: Source | undefined,
  values: Values,
  sink = new DiagnosticSink(kernelCodes),
): FlowDefinition {
  const definition = source && partsFrom(source, { values, sink });
  sink.throwIfErrors();
  if (!definition) throw new DiagnosticError(sink.all);
  return definition;
}

/** The valid parts of a definition; undefined if the flow type is missing. Reports errors to the sink. */
function partsFrom(
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

/** The data with the correct flow type as the first key. A misspelt first key is reported. */
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
      hint: "Put each flow in a separate file.",
    });
    return type;
  }
  if (type) return type;
  const first = Object.keys(data)[0];
  sink.report("no-flow-type", "The file does not name a flow type.", {
    location: source.locate(first === undefined ? [] : [first], "key"),
    hint: hintForType(Object.keys(data)),
  });
  return undefined;
}

function hintForType(keys: readonly string[]): string {
  const meant = keys.map((key) => nearest(key, definitionTypes)).find((type) => type !== undefined);
  if (meant !== undefined) return `Did you mean '${meant}'?`;
  return `The first key must be one of ${definitionTypes.join(", ")}. For example: inboundCall: Sales`;
}

/** A source with its values substituted, and the values that replaced `${name}`. */
function filled(source: Source, given: Exclude<Values, "keep">, sink: DiagnosticSink) {
  const { values: declaredData, ...rest } = source.data as ArchyMap;
  const all = isMap(declaredData) ? declaredData : {};
  const declared = Object.entries(all).filter(([, value]) => getText(value, "type") !== undefined);
  const values = resolveValues(Object.fromEntries(declared) as never, given, { source, sink });
  const names = Object.keys(all);
  const parameters = (path: ArchyPath) => parametersAt(rest, path);
  const data = fillIn(rest, { values, declared: names, parameters, source, sink });
  const whole = {
    ...source,
    data: declaredData === undefined ? data : { ...(data as ArchyMap), values: declaredData },
  };
  return { whole, filledIn: [...values.values()] };
}

/** The ids of nodes that are not mappings. */
function unusableNodes(data: ArchyMap): NodeId[] {
  const groups = [data, ...Object.values(getMap(data, "tasks") ?? {})];
  return groups.flatMap((group) =>
    Object.entries(getMap(group, "nodes") ?? {}).flatMap(([id, node]) => (isMap(node) ? [] : [id])),
  );
}

/**
 * Reads as much of a definition as possible despite errors. Its other errors, and errors in flows that call it, can
 * then be reported in the same run.
 * @returns the errors in the text. Errors in the definition itself are found when its values are substituted. Undefined
 *   for text that is not YAML.
 */
export function readWritten(file: { path: string; text: string }): {
  readonly written?: WrittenDefinition;
  readonly findings: readonly Diagnostic[];
} {
  const sink = new DiagnosticSink(kernelCodes);
  const source = readSource(file.path, file.text, { sink, inParts: true });
  return { findings: sink.all, ...(source && { written: writtenFrom(source, sink.errors.length > 0) }) };
}

/** Creates a definition from parsed data. @param isPart whether parts of the data could not be read */
export function writtenFrom(source: Source, isPart = false): WrittenDefinition {
  const declaredValues = declaredIn(source);
  return {
    file: source.file,
    data: source.data,
    declaredValues,
    fill(values, { open = [] } = {}) {
      const sink = new DiagnosticSink(kernelCodes);
      const definition = partsFrom(source, { values, sink });
      const missing = open.flatMap((name) => declaredValues.get(name)?.location ?? []);
      const followsFromOpen = (finding: Diagnostic) => isOfOpen(finding, { open, missing });
      const isUnread = isPart || sink.errors.length > 0;
      return {
        findings: sink.all.filter((finding) => !followsFromOpen(finding)),
        ...(definition && {
          definition: { ...(isUnread && { unread: { keys: new Set(), nodes: new Set() } }), ...definition },
        }),
        followsFromOpen,
      };
    },
  };
}

function declaredIn({ data, locate }: Source): Map<string, DeclaredValue> {
  return new Map(
    Object.entries(getMap(data, "values") ?? {}).map(([name, declaration]) => {
      const preset = get(declaration, "default");
      const known = TYPES.find((one) => one === get(declaration, "type"));
      const location = locate(["values", name], "key");
      return [
        name,
        { location, ...(preset !== undefined && { default: preset as Scalar }), ...(known && { type: known }) },
      ];
    }),
  );
}

const TYPES: readonly ValueDefinition["type"][] = ["string", "integer", "number", "boolean"];

/** Codes of findings at the declaration of a value that is not set. */
const AT_DECLARATION = ["missing-value", "wrong-value-type"];
const WITHIN_TEXT = ["invalid-expression", "undocumented-expression", "unknown-function"];

/** Whether a finding is at the declaration of an unset value, or at a string that uses the value. */
function isOfOpen(
  { code, location }: Diagnostic,
  { open, missing }: { open: readonly string[]; missing: readonly Location[] },
): boolean {
  if (open.length === 0 || !location) return false;
  const { line, column, length = 1, sourceLine = "" } = location;
  if (AT_DECLARATION.includes(code)) return missing.some((at) => at.line === line && at.column === column);
  const text = WITHIN_TEXT.includes(code) ? sourceLine : sourceLine.slice(column - 1, column - 1 + length);
  return open.some((name) => text.includes(`\${${name}}`));
}
