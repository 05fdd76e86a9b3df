import { sameName } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getMap, getText, isMap } from "../archy/values.ts";
import { runChecks } from "../check/check.ts";
import { documentParts, duplicateParts } from "../check/checks/document-parts.ts";
import { subjectOf } from "../check/subject.ts";
import { compile } from "../compile/compile.ts";
import { copiedVariable, typeOfLiteral } from "../definition/data-types.ts";
import { settingsOf } from "../definition/frame.ts";
import { parseDefinition } from "../definition/parse.ts";
import { toGraph } from "../definition/to-graph.ts";
import type { FlowDefinition } from "../definition/types.ts";
import { plainVariable } from "../definition/variable-types.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { graphDifferences } from "../graph/equal.ts";
import { withoutNotes } from "../graph/normal-form.ts";
import { enteredContainers, namedContainers } from "../graph/targets.ts";
import type {
  FlowContainer,
  FlowGraph,
  FlowNode,
  FlowVariable,
  ModuleContract,
  NodeId,
  OutcomeContract,
} from "../graph/types.ts";
import { reachedNodes, sharedLocals, undeclared, unusedLocals } from "./frame.ts";
import { withPlainChoices } from "./menus.ts";
import type { Unwritable } from "./tasks.ts";

/**
 * What is lost if a graph is written as the text of a definition: errors and differences after parsing and compiling
 * the text, and everything in the compiled document that the platform would refuse. Empty if nothing is lost.
 */
export function lostIn(
  text: string,
  graph: FlowGraph,
  keyOf: (node: FlowNode) => string,
  names: readonly string[],
): Unwritable[] {
  const path = graph.location?.file ?? graph.name;
  const values = Object.fromEntries(names.map((name) => [name, `\${${name}}`]));
  const lost = ({ message, node, location }: Told, before: string): Unwritable => {
    const at = node ?? (location && nodeAtLine(text, location.line, graph));
    return { reason: `${before}${message.replace(/\.$/, "")}`, ...(at !== undefined && { node: at }) };
  };
  const mistakes = <T>(make: () => T, before: string): { made?: T; found: Unwritable[] } => {
    try {
      return { made: make(), found: [] };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return { found: error.diagnostics.map((one) => lost(one, before)) };
    }
  };
  const modules = (key: string) => contractAtCalls(key, graph, keyOf);
  const read = mistakes(() => toGraph(parseDefinition({ path, text }, { values }), { modules }), READ);
  const { made } = read;
  if (!made) return read.found;
  const differences = graphDifferences(completed(graph), made);
  if (differences.length > 0)
    return differences.map((message) => {
      const [node = ""] = message.split(":");
      const said = message
        .replaceAll("in the first graph", "in the export")
        .replaceAll("in the second", "in the definition");
      return lost({ message: said, ...(graph.nodes.has(node) && { node }) }, READ);
    });
  const compiled = mistakes(() => compile({ graph: made }).document, COMPILED);
  if (!compiled.made) return compiled.found;
  const issues = runChecks(subjectOf(compiled.made, {}), [documentParts, duplicateParts]);
  return issues.filter(({ severity }) => severity === "error").map((issue) => lost(issue, COMPILED));
}

type Told = Pick<Diagnostic, "message" | "node" | "location">;

/** The node that a line of the definition's text belongs to. */
function nodeAtLine(text: string, line: number, { nodes }: FlowGraph): NodeId | undefined {
  const lines = text.split("\n");
  for (let at = line - 1; at >= 0; at--) {
    const [, indent, key = ""] = /^( *)([\w-]+):/.exec(lines[at] ?? "") ?? [];
    if (indent === "") return undefined;
    if (nodes.has(key)) return key;
  }
  return undefined;
}

const READ = "reading the definition again gives a different flow: ";
const COMPILED = "the platform would refuse the compiled definition: ";

/**
 * A graph with everything that a definition adds: declarations of used variables, a language, names of actions, and
 * nodes for menu choices with an action. Unreachable nodes, their containers and the variables of their tasks are
 * omitted.
 */
export function completed(lifted: FlowGraph): FlowGraph {
  const graph = withPlainChoices(withoutNotes(lifted));
  const unused = unusedLocals(graph);
  const shared = sharedLocals(graph);
  const own = reachedNodes(graph);
  const nodes = new Map(own.map(({ unnamed: _unnamed, ...node }): [NodeId, FlowNode] => [node.id, node]));
  const called = new Set([...enteredContainers(graph), ...own.flatMap((node) => namedContainers(graph, node))]);
  const language = graph.defaultLanguage ?? "en-us";
  const { supportedLanguages } = settingsOf({ type: graph.type, language, settings: {} } as unknown as FlowDefinition);
  return {
    ...graph,
    defaultLanguage: language,
    settings: { ...(supportedLanguages === undefined ? {} : { supportedLanguages }), ...graph.settings },
    containers: graph.containers
      .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
      .filter((one) => (one.start === undefined ? called.has(one) : nodes.has(one.start)))
      .map((one) => {
        if (isPlace(one)) return { ...one, variables: [], properties: {} };
        const isOwn = (variable: FlowVariable) => !unused.has(variable.name) && !shared.has(variable);
        return { ...one, variables: one.variables.filter(isOwn) };
      }),
    variables: [
      ...[...graph.variables, ...shared].filter(({ name }) => !unused.has(name)),
      ...[...undeclared(graph)].map(([name, type]) => plainVariable(name, type)),
    ],
    nodes,
  };
}

/** Order of the containers in a definition. Menus are first, because they are among the nodes. */
const ORDER: readonly FlowContainer["kind"][] = ["menu", "state", "bot", "task"];

/**
 * Whether a container only groups nodes. The variables of such a container belong to the flow, and a definition does
 * not mention the container.
 */
export function isPlace({ kind }: FlowContainer): boolean {
  return kind === "state" || kind === "bot";
}

export function contractAtCalls(
  key: string,
  graph: FlowGraph,
  keyOf: (node: FlowNode) => string,
): ModuleContract | undefined {
  const calls = [...graph.nodes.values()].filter((node) => node.kind === "callModule" && keyOf(node) === key);
  const [first] = calls;
  if (!first) return undefined;
  const inputs: Record<string, string> = {};
  const outputs: Record<string, string> = {};
  let outcome: OutcomeContract | undefined;
  for (const { properties } of calls) {
    for (const [name, value] of Object.entries(getMap(properties, "inputs") ?? {})) inputs[name] = typeOf(value, graph);
    for (const [name, value] of Object.entries(getMap(properties, "outputs") ?? {})) {
      outputs[name] = variableType(getText(value, "var") ?? "", graph);
    }
    outcome ??= getMap(properties, "outcome") as unknown as OutcomeContract | undefined;
    const variable = getText(properties, "outcomeVariable");
    if (outcome && variable !== undefined) outputs[outcome.from] = variableType(variable, graph);
  }
  const name = String(first.properties["module"]);
  return { name, inputs, outputs, channels: [graph.type], ...(outcome ? { outcome } : {}) };
}

function typeOf(value: ArchyValue, graph: FlowGraph): string {
  const literal = isMap(value) ? value["lit"] : undefined;
  if (isMap(literal) && "name" in literal) return "queue";
  const copied = copiedVariable(`=${getText(value, "exp") ?? ""}`);
  if (copied !== undefined) return variableType(copied, graph);
  return typeOfLiteral((value as ArchyMap) ?? null) ?? "string";
}

function variableType(name: string, graph: FlowGraph): string {
  const declared = graph.variables.find((variable) => sameName(variable.name, name))?.type;
  return declared ?? [...undeclared(graph)].find(([known]) => sameName(known, name))?.[1] ?? "string";
}
