import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap, singleEntry } from "../archy/values.ts";
import { cut } from "../diagram/mermaid.ts";
import { summary } from "../diagram/summary.ts";
import type { FlowVariable } from "../graph/types.ts";
import type { ContainerChange, GraphDiff, NodeChange, NodeData, ValueChange, VariableChange } from "./types.ts";

export interface DiffTextOptions {
  /** Maximum number of characters of one value; default: 60. */
  readonly valueLength?: number;
}

export interface DiffLine {
  readonly sign: "+" | "-" | "~" | ">";
  readonly text: string;
}

/**
 * A difference as text, one change per line: `+` added, `-` removed, `~` changed, `>` renamed or moved. Changes of the
 * flow as a whole come first, then changes of its nodes.
 */
export function diffLines(diff: GraphDiff, o: DiffTextOptions = {}): DiffLine[] {
  const length = o.valueLength ?? 60;
  return [
    ...diff.frame.map((change) => line(sign(change), valueLine(change, length))),
    ...(diff.start ? [line("~", `start: ${to(diff.start)}`)] : []),
    ...diff.variables.flatMap((change) => variableLines(change, length)),
    ...diff.containers.flatMap((change) => containerLines(change, length)),
    ...(diff.containerOrder ? [line(">", `order of containers: ${diff.containerOrder.join(", ")}`)] : []),
    ...diff.nodes.flatMap((change) => nodeLines(change, length)),
  ];
}

function line(sign: DiffLine["sign"], text: string): DiffLine {
  return { sign, text };
}

function sign(change: ValueChange): DiffLine["sign"] {
  return !("from" in change) ? "+" : !("to" in change) ? "-" : "~";
}

/** `settings.settingsMenu.repeatCount: 3 → 4`. */
function valueLine(change: ValueChange, length: number): string {
  return `${pathText(change.path)}: ${valuesText(change, length)}`;
}

function valuesText(change: ValueChange, length: number): string {
  const sides = [change.from, change.to].flatMap((value) => (value === undefined ? [] : [valueText(value, length)]));
  if (sides.length < 2 || sides[0] !== sides[1]) return sides.join(" → ");
  // If both values are truncated to the same text, shows the part where they differ.
  const [from, to] = [spelled(change.from as ArchyValue), spelled(change.to as ArchyValue)];
  let common = 0;
  while (from[common] === to[common] && common < from.length) common++;
  const at = Math.max(0, common - 10);
  return [from, to].map((text) => `…${cut(text.slice(at), length)}`).join(" → ");
}

/** A path as text: `evaluate.firstTrue.cases[1].case.value`. */
export function pathText(path: ArchyPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** A value as short text: the content of its wrappers, truncated to a length. */
export function valueText(value: ArchyValue, length: number): string {
  return cut(spelled(value), length);
}

function spelled(value: ArchyValue): string {
  const [key, inner] = singleEntry(value) ?? [];
  if (key === "exp" && typeof inner === "string") return `=${inner.replace(/\s+/g, " ")}`;
  if (key === "var" && typeof inner === "string") return inner;
  if (key === "noValue" || key === "none") return "no value";
  if (key === "tts" || key === "lit" || key === "name") return spelled(inner as ArchyValue);
  if (Array.isArray(value)) return `[${value.map(spelled).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([name, item]) => `${name}: ${spelled(item)}`);
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value);
}

function to({ from, to }: { from?: string; to?: string }): string {
  return `${from ?? "nothing"} → ${to ?? "nothing"}`;
}

function variableLines(change: VariableChange, length: number): DiffLine[] {
  const name = `variable ${change.variable.name}`;
  if (change.change !== "changed") return [line(signOf(change), `${name}: ${declared(change.variable, length)}`)];
  return change.values.map((value) => line("~", `${name}: ${valueLine(value, length)}`));
}

function signOf({ change }: { readonly change: "added" | "removed" }): DiffLine["sign"] {
  return change === "added" ? "+" : "-";
}

function declared({ type, initialValue, isInput, isOutput }: FlowVariable, length: number): string {
  const value = valueText(initialValue, length);
  const role = [isInput ? "input" : "", isOutput ? "output" : ""].filter(Boolean).join(" and ");
  return [type, role, value === "no value" ? "" : `at first ${value}`].filter(Boolean).join(", ");
}

function containerLines(change: ContainerChange, length: number): DiffLine[] {
  const { key } = change;
  if (change.change !== "changed") return [line(signOf(change), key)];
  const inner = [
    ...change.values.map((value) => line(sign(value), valueLine(value, length))),
    ...(change.start ? [line("~", `start: ${to(change.start)}`)] : []),
    ...change.variables.flatMap((variable) => variableLines(variable, length)),
  ];
  return inner.map(({ sign, text }) => line(sign, `${key}: ${text}`));
}

function nodeLines(change: NodeChange, length: number): DiffLine[] {
  if ("node" in change) return [line(signOf(change), `${change.id}: ${described(change.node, length)}`)];
  const { id, was, moved, kind, kindWas, name, nameWas, values, transitions } = change;
  const named = nameWas !== undefined && !(nameWas === was && name === id);
  const inner = [
    ...(was === undefined ? [] : [line(">", `was ${was}`)]),
    ...(moved ? [line(">", "moved")] : []),
    ...(kindWas === undefined ? [] : [line("~", `${kindWas} → ${kind}`)]),
    ...(named ? [line("~", `name: ${valuesText({ path: [], from: nameWas, to: name }, length)}`)] : []),
    ...values.map((value) => line("~", valueLine(value, length))),
    ...transitions.map((one) => line("~", `on ${one.transition}: ${to(one)}`)),
  ];
  return inner.map(({ sign, text }) => line(sign, `${id}: ${text}`));
}

function described(node: NodeData, length: number): string {
  return [node.kind, cut(summary({ ...node, id: "" }), length)].filter(Boolean).join(" ");
}
