import { createHash } from "node:crypto";
import { markerName, type Report } from "@genesys-flows/report";
import { code, prose } from "@genesys-flows/report/markdown-text";

export interface DriftItem {
  /** Equal for the same change; a change of another version, at another time or by another person has another id. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export interface Drift {
  readonly items: readonly DriftItem[];
  /** Whether the run read everything; otherwise drift that it does not report may still exist. */
  readonly isComplete: boolean;
}

/** Reasons that come from a flow's source, not from the organisation. */
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
 * What a preview with `--refresh` found changed outside the stack: flows, with who changed them according to the
 * report, and other objects that the update would change back. Objects do not count while the source has undeployed
 * changes of flows: then it is unknown whose change it is.
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

/** The line with who changed it and when; later lines say what an update would do. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}

function idOf(...facts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
}

/** GitHub's limit for an issue's text, with room for characters that it counts differently. */
const MOST_CHARACTERS = 60_000;
/** Items after this many are not compared: their marker would fill the text. */
const MOST_COMPARED = 2_000;

interface DriftText {
  readonly stack: string;
  readonly items: readonly DriftItem[];
  readonly url: string;
  readonly isComplete: boolean;
}

/** The data in the first line of a drift issue, for programs. */
interface DriftMarker {
  /** As `markerName` returns it. */
  readonly stack: string;
  readonly seen: readonly string[];
}

/** The marker of an issue: the stack, and the listed drift. Undefined for any other text. */
export function readDriftMarker(body: string): DriftMarker | undefined {
  const found = /^<!-- genesys-flows:drift stack=(\S*) seen=([0-9a-f,]*) -->/.exec(body);
  return found ? { stack: found[1] as string, seen: (found[2] as string).split(",").filter(Boolean) } : undefined;
}

/** The items in the marker of an issue. */
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
      `An update may refuse to overwrite that, or undo it. [The run](${url}) found it.`,
    ...(isComplete ? [] : ["The run failed before it saw all objects: there may be more."]),
  ].join("\n\n");
  return within(MOST_CHARACTERS, head, items);
}

/** The text of an issue that no longer lists drift: drift that returns is new. */
export function closedBody(stack: string, why: string): string {
  return `${markerLine(stack, [])}\n\n${why}`;
}

/** Why an issue is closed, or lists nothing. */
export function noDrift({ stack, url }: Pick<DriftText, "stack" | "url">): string {
  return `The stack ${code(stack)} has no more drift, according to [the run](${url}).`;
}

export function newDriftComment({ items, url }: Pick<DriftText, "items" | "url">): string {
  return within(MOST_CHARACTERS, `New since the last run, in [this run](${url}):`, items);
}

function markerLine(stack: string, items: readonly DriftItem[]): string {
  const seen = compared(items).map(({ id }) => id);
  return `<!-- genesys-flows:drift stack=${markerName(stack)} seen=${seen.join(",")} -->`;
}

/** As many items as fit, and the number of the rest. */
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
