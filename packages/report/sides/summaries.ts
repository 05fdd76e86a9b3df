import type { Change } from "../model/report.ts";
import { mapIn } from "../model/values.ts";

/** Properties of a component that are not part of the flow. */
const NOT_THE_FLOW = new Set(["digest", "numbers", "outcomes"]);

/**
 * The differences between two summaries of a flow. A summary is the component's inputs in the state
 * (`components/summary.ts`): nested maps of strings. Strings over 300 characters are truncated in the summaries.
 */
export function summaryChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  const [{ nodes: oldNodes, ...oldFlow }, { nodes: newNodes, ...newFlow }] = [before, after];
  const nodeChanges = names(oldNodes, newNodes).flatMap((node) =>
    partChanges({ label: node, node }, mapIn(oldNodes)[node], mapIn(newNodes)[node]),
  );
  const own = names(oldFlow, newFlow).filter((name) => !NOT_THE_FLOW.has(name));
  return [...own.flatMap((name) => partChanges({ label: name }, oldFlow[name], newFlow[name])), ...nodeChanges];
}

interface Part {
  readonly label: string;
  readonly node?: string;
}

function partChanges(part: Part, before: unknown, after: unknown): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const { label, node } = part;
  if (before === undefined || after === undefined) {
    const isNew = before === undefined;
    const [shown, value] = [said(before ?? after), plain(before ?? after)];
    const values = { label, ...(isNew ? { to: value } : { from: value }) };
    return [{ sign: isNew ? "+" : "-", text: `${label}: ${shown}`, node, values }];
  }
  if (isMap(before) && isMap(after)) {
    return names(before, after).flatMap((name) =>
      partChanges({ ...part, label: `${part.label}: ${name}` }, before[name], after[name]),
    );
  }
  const values = { label, from: plain(before), to: plain(after) };
  return [{ sign: "~", text: `${label} ${said(before)} -> ${said(after)}`, node, values }];
}

/** A value shown separately: a string without quotes, as in the comparison of documents. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : said(value);
}

function said(value: unknown): string {
  if (!isMap(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, one]) => `${name} ${said(one)}`);
  return entries.join(", ");
}

export function changedNodes(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): { node: string; change: "added" | "removed" | "changed" }[] {
  const added = [...after.keys()]
    .filter((node) => !before.has(node))
    .map((node) => ({ node, change: "added" as const }));
  const known = [...before].flatMap(([node, hash]) => {
    const now = after.get(node);
    if (now === hash) return [];
    return [{ node, change: now === undefined ? ("removed" as const) : ("changed" as const) }];
  });
  return [...known, ...added];
}

function names(...maps: readonly unknown[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(mapIn(map))))];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
