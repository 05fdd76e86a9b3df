import { markerName } from "@genesys-flows/report";
import { code, prose } from "@genesys-flows/report/markdown-text";
import type { DriftItem } from "./drift.ts";

/** GitHub's limit of an issue's text, with room for what it may count otherwise. */
const MOST_CHARACTERS = 60_000;
/** Of more items, those after them are not compared: their marker would fill the text. */
const MOST_COMPARED = 2_000;

/** What an issue about drift says. */
export interface DriftText {
  readonly stack: string;
  readonly items: readonly DriftItem[];
  /** Address of the run that found it. */
  readonly url: string;
  readonly isComplete: boolean;
}

/** What the first line of such an issue says to programs. */
export interface DriftMarker {
  /** As `markerName` gives it. */
  readonly stack: string;
  readonly seen: readonly string[];
}

/** The marker of an issue: the stack, and the drift that it lists. Undefined for any other text. */
export function readDriftMarker(body: string): DriftMarker | undefined {
  const found = /^<!-- genesys-flows:drift stack=(\S*) seen=([0-9a-f,]*) -->/.exec(body);
  return found ? { stack: found[1] as string, seen: (found[2] as string).split(",").filter(Boolean) } : undefined;
}

/** The items that the marker of an issue names. */
export function compared(items: readonly DriftItem[]): readonly DriftItem[] {
  return items.slice(0, MOST_COMPARED);
}

export function driftTitle(stack: string): string {
  return `Drift: ${stack} was changed outside its stack`;
}

/** The text of an open issue. */
export function driftBody({ stack, items, url, isComplete }: DriftText): string {
  const head = [
    markerLine(stack, items),
    `Somebody changed ${items.length === 1 ? "an object" : `${items.length} objects`} of the stack ${code(stack)} outside of it. ` +
      `An update may refuse to publish over that, or undo it. [The run](${url}) found it.`,
    ...(isComplete ? [] : ["The run failed before it saw all objects: there may be more."]),
  ].join("\n\n");
  return within(MOST_CHARACTERS, head, items);
}

/** The text of an issue that lists no drift any more: what comes back is new. */
export function closedBody({ stack, why }: { readonly stack: string; readonly why: string }): string {
  return `${markerLine(stack, [])}\n\n${why}`;
}

/** Why an issue is closed, or lists nothing. */
export function noDrift({ stack, url }: Pick<DriftText, "stack" | "url">): string {
  return `The stack ${code(stack)} has no drift any more, says [the run](${url}).`;
}

/** A comment about what is new. */
export function newDriftComment({ items, url }: Pick<DriftText, "items" | "url">): string {
  return within(MOST_CHARACTERS, `New since the last look, in [this run](${url}):`, items);
}

function markerLine(stack: string, items: readonly DriftItem[]): string {
  const seen = compared(items).map(({ id }) => id);
  return `<!-- genesys-flows:drift stack=${markerName(stack)} seen=${seen.join(",")} -->`;
}

/** As many items as fit; the others are counted. */
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
