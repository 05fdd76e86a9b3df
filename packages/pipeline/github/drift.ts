import { createHash } from "node:crypto";
import { markerName, type Report } from "@genesys-flows/report";
import { code, prose } from "@genesys-flows/report/markdown-text";

export interface DriftItem {
  /**
   * Identifies the change. A change to a different version, at a different time or by somebody else has a different
   * value.
   */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export interface Drift {
  readonly items: readonly DriftItem[];
  /** Whether the run read everything. If not, there may be drift that the run does not report. */
  readonly isComplete: boolean;
}

/** Reasons for an update that lie in a flow's source, not in the organisation. */
const FROM_SOURCE = new Set([
  "new",
  "own-change",
  "renamed",
  "key",
  "settings",
  "removed",
  "numbers",
  "addresses",
  "unfinished",
]);

/**
 * The changes outside the stack that a preview with `--refresh` found: flows, with the author that the report names,
 * and other objects that the update would change back. Ignores objects while the source has undeployed changes to
 * flows, because it is then unknown whether the source or the organisation changed.
 */
export function driftOf(report: Report): Drift {
  const flows = report.outside
    .filter(({ kind }) => kind !== "lock" && kind !== "draft")
    .map(({ flow, object, text }): DriftItem => {
      const id = flow ? idOf("flow", flow.key, firstLine(text)) : idOf("outside", object?.noun ?? "", firstLine(text));
      return { id, name: flow?.name ?? object?.name ?? "", text };
    });
  const isDeployed = !report.flows.some(({ reasons }) => reasons.some(({ kind }) => FROM_SOURCE.has(kind)));
  const isReported = ({ noun, name }: Report["objects"][number]) =>
    report.outside.some(({ object }) => object?.noun === noun && object.name === name);
  const objects = isDeployed ? report.objects.filter((object) => !isReported(object)).map(objectItem) : [];
  const isJudged = report.run.ended === "failed" && report.run.cause === undefined && report.verdict.blocking > 0;
  return {
    items: [...flows, ...objects].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1)),
    isComplete: report.run.ended === "succeeded" || isJudged,
  };
}

function objectItem({ type, name, action, changes }: Report["objects"][number]): DriftItem {
  const listed = changes.map(({ property, from, to }) => `${property}: ${from ?? "nothing"} -> ${to ?? "nothing"}`);
  const head = `The ${type} differs from the source; an update would ${action} it.`;
  const text = [head, ...listed].join("\n");
  return { id: idOf("object", type, name, text), name, text };
}

/** The line that says who changed an object and when. Later lines say what an update would do. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}

function idOf(...facts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
}

/** GitHub's limit for the body of an issue, minus a margin for characters that GitHub counts differently. */
const MOST_CHARACTERS = 60_000;
/** Maximum number of items that are compared. The marker of more items would fill the issue. */
const MOST_COMPARED = 2_000;

interface DriftText {
  readonly stack: string;
  readonly items: readonly DriftItem[];
  readonly url: string;
  readonly isComplete: boolean;
}

/** The data in the first line of a drift issue, for programs. */
interface DriftMarker {
  /** The stack's name as `markerName` returns it. */
  readonly stack: string;
  readonly seen: readonly string[];
}

/** The marker of an issue, with the stack and the listed drift; undefined if the body has no marker. */
export function readDriftMarker(body: string): DriftMarker | undefined {
  const found = /^<!-- genesys-flows:drift stack=(\S*) seen=([0-9a-f,]*) -->/.exec(body);
  return found ? { stack: found[1] as string, seen: (found[2] as string).split(",").filter(Boolean) } : undefined;
}

/** The items that the marker of an issue includes. */
export function compared(items: readonly DriftItem[]): readonly DriftItem[] {
  return items.slice(0, MOST_COMPARED);
}

export function driftTitle(stack: string): string {
  return `Drift: ${stack} was changed outside its stack`;
}

export function driftBody({ stack, items, url, isComplete }: DriftText): string {
  const head = [
    markerLine(stack, items),
    `Somebody changed ${items.length === 1 ? "an object" : `${items.length} objects`} of the stack ${code(stack)} outside the stack. ` +
      `An update may refuse to overwrite this drift, or may undo it. [This run](${url}) found it.`,
    ...(isComplete ? [] : ["The run failed before it read all objects, so there may be more drift."]),
  ].join("\n\n");
  return within(MOST_CHARACTERS, head, items);
}

/** The body of an issue that no longer lists drift. It ensures that drift that returns counts as new. */
export function closedBody(stack: string, why: string): string {
  return `${markerLine(stack, [])}\n\n${why}`;
}

/** Why an issue is closed or lists no drift. */
export function noDrift({ stack, url }: Pick<DriftText, "stack" | "url">): string {
  return `The stack ${code(stack)} no longer has drift, according to [this run](${url}).`;
}

export function newDriftComment({ items, url }: Pick<DriftText, "items" | "url">): string {
  return within(MOST_CHARACTERS, `New since the last run, in [this run](${url}):`, items);
}

function markerLine(stack: string, items: readonly DriftItem[]): string {
  const seen = compared(items).map(({ id }) => id);
  return `<!-- genesys-flows:drift stack=${markerName(stack)} seen=${seen.join(",")} -->`;
}

/** As many items as fit, followed by the number of omitted items. */
function within(room: number, head: string, items: readonly DriftItem[]): string {
  let text = `${head}\n`;
  for (const [index, item] of items.entries()) {
    const next = `\n- ${code(item.name)}: ${prose(item.text).replaceAll("\n", "\n  ")}`;
    if (text.length + next.length > room)
      return `${text}\n\nand ${items.length - index} more: see the report of the run.`;
    text += next;
  }
  return text;
}
