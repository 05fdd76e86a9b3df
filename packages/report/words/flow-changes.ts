import {
  diffGraphs,
  type FlowGraph,
  type GraphDiff,
  type NodeId,
  type ValueChange,
  valueChanges,
} from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { writtenParts } from "@genesys-flows/architect/versions";
import type { Change } from "../model/report.ts";
import { containerChanges, variableChanges } from "./declarations.ts";
import { nodeChanges } from "./node-changes.ts";
import { changeOf, pathWords, placeOf } from "./sentences.ts";

/**
 * What changed from one version of a flow to another, in the words of a definition: full texts, the author's names of nodes.
 * Every difference of the two graphs has at least one change. Empty without a difference.
 */
export function flowChanges(before: FlowGraph, after: FlowGraph): Change[] {
  const diff = diffGraphs(before, after);
  const sides = { before, after, old: writtenParts(before), now: writtenParts(after) };
  const place = placeOf(after.location);
  return [
    ...frameChanges(diff, sides).map((change) => ({ ...change, ...place })),
    ...(diff.start ? [startChange(diff.start, place)] : []),
    ...diff.variables.flatMap((change) => variableChanges(change)),
    ...diff.containers.flatMap((change) => containerChanges(change)),
    ...(diff.containerOrder
      ? [{ sign: ">" as const, text: `new order of tasks and menus: ${diff.containerOrder.join(", ")}` }]
      : []),
    ...diff.nodes.flatMap((change) => nodeChanges(change, { ...sides, renamed: renamedIn(diff) })),
  ];
}

/** Old id -> id of the nodes that both versions have. */
function renamedIn(diff: GraphDiff): (id: NodeId) => NodeId {
  const ids = new Map(diff.nodes.flatMap((c) => ("node" in c || c.was === undefined ? [] : [[c.was, c.id] as const])));
  return (id) => ids.get(id) ?? id;
}

function startChange({ from, to }: { from?: NodeId; to?: NodeId }, place: Pick<Change, "place">): Change {
  return {
    sign: "~",
    text: `the flow starts at ${to ?? "nothing"} instead of ${from ?? "nothing"}`,
    values: { label: "the flow starts at", ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    ...place,
  };
}

/** Keys of a definition that declare variables: those have changes of their own. */
const DECLARATIONS = new Set(["variables", "inputs", "outputs"]);

/** Changes outside the nodes: by a definition's keys, and by Archy's where those do not show it. */
function frameChanges(
  { frame }: GraphDiff,
  { old, now }: { readonly old: { readonly frame: object }; readonly now: { readonly frame: object } },
): Change[] {
  const written = valueChanges(plain(old.frame), plain(now.frame)).filter(
    ({ path }) => !DECLARATIONS.has(String(path[0])),
  );
  const shown = written.map((change) => frameChange(change));
  if (frame.length === 0) return [];
  const covered = new Set(written.map(({ path }) => keyOf(String(path[0]), String(path[1] ?? ""))));
  const missing = frame.filter(({ path }) => !covered.has(keyOf(String(path[0]), String(path[1] ?? ""))));
  // The module's own keys and settings are written under several keys: any of them shows the change.
  const isShown = (key: string) => shown.length > 0 && (key === "module" || key === "settings" || key === "name");
  return [...shown, ...missing.filter(({ path }) => !isShown(String(path[0]))).map((change) => frameChange(change))];
}

/** What a key is about: a definition's key and Archy's own for the same thing are one. */
function keyOf(key: string, inner: string): string {
  if (key === "defaultLanguage") return "language";
  return key === "settings" ? `settings.${inner}` : key;
}

function frameChange(change: ValueChange): Change {
  const [key = "", ...rest] = change.path;
  if (key === "onFault" && rest[0] === "say" && isTextual(change)) {
    return changeOf({ subject: "on a fault, the flow", verb: "says" }, change, { spoken: true });
  }
  if (key === "greeting" && isTextual(change)) {
    return changeOf({ subject: "the greeting", verb: "says" }, change, { spoken: true });
  }
  const isName =
    rest.length === 0 &&
    (key === "name" ||
      (typeof change.from === "string" &&
        typeof change.to === "string" &&
        /^[a-z]\w*(Call|Email|Message|Chat|Module|Flow)$/.test(String(key))));
  if (isName) return changeOf({ subject: "name" }, change);
  if (key === "onFault") return changeOf({ subject: "on a fault", path: pathWords(rest) }, change);
  return changeOf({ subject: pathWords(change.path) }, change);
}

function isTextual({ from, to }: ValueChange): boolean {
  return [from, to].every((value) => value === undefined || typeof value === "string");
}

function plain(value: object): never {
  return value as never;
}
