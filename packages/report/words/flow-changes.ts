import {
  actionOf,
  brokenCallers,
  type ContractChange,
  contractChanges,
  differenceDiagram,
  diffGraphs,
  type FlowGraph,
  type FlowNode,
  type GraphDiff,
  type Location,
  type ModuleContract,
  printableLine,
  type ValueChange,
  type VariableChange,
  valueChanges,
} from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { writtenParts } from "@genesys-flows/architect/versions";
import type { Change, FlowReport } from "../model/report.ts";
import { mapIn } from "../model/values.ts";
import { containerChanges, declaredIn, declaredPath, startChange, variableChanges } from "./declarations.ts";
import { nodeChanges, type Sides } from "./node-changes.ts";
import { changeOf, isTarget, pathWords, placeOf, spelled } from "./sentences.ts";

/** Locates a key in the definition of a flow, or the nearest enclosing key if it does not exist. */
export type LocateKey = (path: ValueChange["path"]) => Location;

/**
 * The changes between two versions of a flow, in the terms of a definition. Texts are complete, and nodes have their
 * names from the source. Every difference between the two graphs is covered by at least one change. Empty if the
 * versions do not differ.
 * @param o.locate finds a key in the definition of `after`; without it, changes outside nodes have the location of the
 * flow
 */
export function flowChanges(before: FlowGraph, after: FlowGraph, o: { readonly locate?: LocateKey } = {}): Change[] {
  const diff = diffGraphs(before, after);
  const sides = { before, after, old: writtenParts(before), now: writtenParts(after) };
  const place = placeOf(after.location);
  const placeAt = (path: ValueChange["path"]) => (o.locate ? placeOf(o.locate(path)) : place);
  const isModule = after.module !== undefined;
  const starts = { label: "the flow starts at", ...diff.start };
  return [
    ...frameChanges(diff, sides).map((change) => ({
      ...frameChange(change),
      ...placeAt(keyOf(change, after.type)),
    })),
    ...(diff.start ? [{ ...startChange("the flow", diff.start), values: starts, ...placeAt(["start"]) }] : []),
    ...diff.variables.flatMap((change) =>
      variableChanges(change, { isModule }).map((one, index) => ({
        ...one,
        ...placeAt([...declaredIn(change.variable, { isModule }), ...pathIn(change, index)]),
      })),
    ),
    ...diff.containers.flatMap(containerChanges).map((change) => ({ ...change, ...place })),
    ...(diff.containerOrder
      ? [{ sign: ">" as const, text: printableLine(`new order of tasks and menus: ${diff.containerOrder.join(", ")}`) }]
      : []),
    ...diff.nodes.flatMap((change) => nodeChanges(change, sides)),
  ];
}

/**
 * Mermaid diagram of the difference between two versions, within GitHub's limits and with unchanged branches folded.
 */
export function changeDiagram(before: FlowGraph, after: FlowGraph): string {
  return differenceDiagram(before, after, { folds: "always" });
}

/** The changes as lines of text, each with its sign: `~ greet says: "Welcome." -> "Good morning."` */
export function changeLines(before: FlowGraph, after: FlowGraph): string[] {
  return flowChanges(before, after).map(({ sign, text }) => `${sign} ${text}`);
}

function pathIn(change: VariableChange, index: number): ValueChange["path"] {
  return change.change === "changed" ? declaredPath(change.values[index]?.path ?? []) : [];
}

/** The key of a definition that corresponds to a change outside the nodes. */
function keyOf({ path }: ValueChange, type: string): ValueChange["path"] {
  const [key, inner] = path;
  const [written = ""] = writtenAs(String(key), String(inner ?? ""), type);
  return written === key || written.startsWith("settings.") ? path : [written];
}

/** Keys of a definition that declare variables; changed variables are listed separately. */
const DECLARATIONS = new Set(["variables", "inputs", "outputs"]);

/**
 * Changes outside the nodes, by the keys of a definition. Settings that a definition does not show have Archy's keys.
 */
function frameChanges({ frame, variables }: GraphDiff, { old, now, after: { type } }: Sides): ValueChange[] {
  if (frame.length === 0) return [];
  const hasVariables = variables.length > 0;
  const written = valueChanges(old.frame as never, now.frame as never).filter(
    ({ path }) => !DECLARATIONS.has(String(path[0])),
  );
  const shown = new Set(
    written.flatMap(({ path: [key, inner], from, to }) => {
      if (key !== "settings") return [String(key)];
      // If one version has no settings, all settings are reported as a single change.
      const names = inner === undefined ? Object.keys(to ?? from ?? {}) : [inner];
      return names.map((name) => `settings.${name}`);
    }),
  );
  const isShown = ({ path: [key, inner] }: ValueChange): boolean => {
    // The variables of a module are its inputs and outputs.
    if (key === "module" && (inner === "inputs" || inner === "outputs")) return hasVariables;
    return writtenAs(String(key), String(inner ?? ""), type).some((one) => shown.has(one));
  };
  return [...written, ...frame.filter((change) => !isShown(change))];
}

function writtenAs(key: string, inner: string, type: string): readonly string[] {
  if (key === "name" || (key === "module" && inner === "name")) return [type];
  if (key === "defaultLanguage") return ["language"];
  if (key === "module") return [inner === "outcome" ? "outcomes" : inner];
  return key === "settings" ? [`settings.${inner}`, ...(SHORT_SETTINGS[inner] ?? [])] : [key];
}

/** Keys of a definition that specify one of Archy's settings (`decompile/frame.ts`). */
const SHORT_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  initialGreeting: ["greeting"],
  supportedLanguages: ["voice", "language"],
  worktype: ["worktype"],
  settingsOutboundCall: ["contactList", "wrapupCode"],
};

function frameChange(change: ValueChange): Change {
  const [key = "", ...rest] = change.path;
  const isTextual = [change.from, change.to].every((value) => value === undefined || typeof value === "string");
  const speaker =
    key === "onFault" && rest[0] === "say" ? "on a fault, the flow" : key === "greeting" ? "the greeting" : undefined;
  if (speaker && isTextual) return changeOf({ subject: speaker, verb: "says" }, change, { spoken: true });
  const isName = rest.length === 0 && (key === "name" || Object.hasOwn(flowTypes, String(key)));
  if (isName) return changeOf({ subject: "name" }, change);
  if (key === "onFault") return changeOf({ subject: "on a fault", path: pathWords(rest) }, change);
  return changeOf({ subject: pathWords(change.path) }, change);
}

/**
 * The changes to the interface of a module, and the calls that no longer work; undefined if the interface does not
 * change.
 */
export function interfaceChanges(o: {
  readonly before: ModuleContract;
  readonly after: ModuleContract;
  readonly callers: readonly { readonly key: string; readonly name: string; readonly graph: FlowGraph }[];
}): NonNullable<FlowReport["interface"]> | undefined {
  const changes = contractChanges(o.before, o.after);
  if (changes.length === 0) return undefined;
  const names = new Map(o.callers.map(({ key, name }) => [key, name]));
  const broken = brokenCallers(changes, o.callers);
  return {
    changes: changes.map((change) => {
      const { kind, name, compatible, from, to, reason } = change;
      return { kind, name, compatible, from, to, text: `${wordsOf(change)}. ${reason}` };
    }),
    broken: broken.map(({ flow, node, reason, location }) => ({
      flow: { key: flow, name: names.get(flow) ?? flow },
      node,
      text: reason,
      ...placeOf(location),
    })),
  };
}

/** `input maxAttempts removed`, `output id: string -> integer`. */
function wordsOf({ kind, name, from, to }: ContractChange): string {
  const [part = kind, what = ""] = kind.split("-");
  const subject = `${part} ${name}`;
  if (what === "added" || what === "removed") return `${subject} ${what}`;
  return from !== undefined && to !== undefined ? `${part} ${from} -> ${to}` : `${subject} changed`;
}

/** Summarises a new flow: where it starts, what it calls and transfers to, and what happens on a fault. */
export function newFlowChanges(graph: FlowGraph): Change[] {
  const added = (text: string): Change => ({ sign: "+", text: printableLine(text) });
  const nodes = [...graph.nodes.values()];
  const parts = writtenParts(graph);
  const calls = nodes.filter(({ kind }) => kind === "callModule");
  const called = [...new Set(calls.map(({ properties }) => String(properties["module"])))];
  const targets = [...new Set(nodes.flatMap((node) => targetsOf(node, parts.node(node.id))))];
  const outcomes = Object.keys(graph.module?.outcome?.outcomes ?? {});
  const onFault = parts.frame["onFault"];
  return [
    added(count(nodes.length, "node") + (graph.start === undefined ? "" : `, starts at ${graph.start}`)),
    ...(called.length > 0 ? [added(`calls ${called.map(spelled).join(", ")}`)] : []),
    ...(targets.length > 0 ? [added(`transfers to ${targets.join(", ")}`)] : []),
    ...(outcomes.length > 0 ? [added(`ends with the outcomes ${[...outcomes, "error"].join(", ")}`)] : []),
    ...(onFault === undefined ? [] : [added(`on a fault: ${spelled(onFault)}`)]),
  ];
}

/** `the queue "Sales"` */
function targetsOf({ kind }: FlowNode, written: Readonly<Record<string, unknown>> | undefined): string[] {
  if (!actionOf(kind)?.leaves || written === undefined) return [];
  const body = written[kind];
  if (typeof body === "string") return [spelled(body)];
  return Object.entries(mapIn(body)).flatMap(([key, value]) =>
    isTarget(kind, key) && typeof value === "string" ? [`the ${key} ${spelled(value)}`] : [],
  );
}
