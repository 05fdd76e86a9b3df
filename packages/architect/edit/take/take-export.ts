import { parseArchy } from "../../archy/parse.ts";
import { type FilledStretch, type Scalar, substitute } from "../../archy/placeholders.ts";
import { lineAt, lineStarts } from "../../archy/text.ts";
import type { ArchyDocument, ArchyValue } from "../../archy/types.ts";
import { offsetAsWritten, type TextEdit, withEdits } from "../text-edits.ts";
import { commentsOf, lineEnd, lineStart, placeKey } from "./comments.ts";
import { withHead } from "./head.ts";
import { shownValue, withPlaceholders } from "./placeholders-kept.ts";
import { SamePlaces } from "./same-place.ts";
import { type ScalarPlace, scalarPlaces } from "./scalar-places.ts";

/** A placeholder of the older file that the newer text does not have. */
export interface LostPlaceholder {
  readonly key: string;
  /** As the file writes it: `{{queue}}`. */
  readonly written: string;
  /** Line in the older file, from 1. */
  readonly line: number;
  /** Its value for the stack. */
  readonly value: string;
  /** What is at its place now; undefined where the place does not exist any more. */
  readonly now?: string;
  /** The placeholder was all that was there, so that this could be its value. */
  readonly isWhole?: true;
}

/** A comment of the older file whose line the newer text does not have. */
export interface LostComment {
  readonly line: number;
  readonly text: string;
}

/** The newer export as the project's file. */
export interface TakenExport {
  readonly text: string;
  /** What the newer export says, without its owner: what the text makes with its placeholders filled in. */
  readonly document: ArchyDocument;
  readonly placeholders: readonly LostPlaceholder[];
  readonly comments: readonly LostComment[];
}

/** What a newer export replaces: the file of the project, and the values of its placeholders, as the stack has them. */
export interface OldExport {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, Scalar>>;
}

/**
 * A newer export in place of an older file. Its text is that of the newer export, with the older file's line breaks, and with
 *
 * - each placeholder of the older file whose value is still at the same place,
 * - each comment of the older file whose line still exists.
 *
 * @param newer.name the flow's name now
 * @param newer.description what the newer text has without the line that names its owner; undefined for none
 * @throws DiagnosticError with the mistakes of either text
 */
export function takeExport(
  older: OldExport,
  newer: { readonly text: string; readonly name: string; readonly description: string | undefined },
): TakenExport {
  const filled = substitute(older.text, older.values, { file: older.file });
  const before = parseArchy(filled.text, { file: older.file, filled: filled.filled });
  const described = withHead(likeLines(newer.text, older.text), newer, before);
  const after = parseArchy(described, { file: older.file });
  return new Taken({ older, filled, before, after }).result();
}

/** A text with the line breaks of another, and as many at its end. */
function likeLines(text: string, other: string): string {
  const eol = /^[^\n]*\r\n/.test(other) ? "\r\n" : "\n";
  const ending = /[\r\n]*$/.exec(other)?.[0].replaceAll("\r", "") ?? "";
  const lines = text.replaceAll("\r\n", "\n").replace(/\n*$/, ending);
  return eol === "\n" ? lines : lines.replaceAll("\n", eol);
}

interface Given {
  readonly older: OldExport;
  readonly filled: ReturnType<typeof substitute>;
  readonly before: ArchyDocument;
  readonly after: ArchyDocument;
}

class Taken {
  readonly #given: Given;
  readonly #same: SamePlaces;
  readonly #places: readonly ScalarPlace[];
  readonly #newer: ReadonlyMap<string, ScalarPlace>;
  readonly #starts: readonly number[];
  readonly #edits: TextEdit[] = [];
  readonly #placeholders: LostPlaceholder[] = [];
  readonly #comments: LostComment[] = [];

  constructor(given: Given) {
    this.#given = given;
    this.#same = new SamePlaces(dataOf(given.before), dataOf(given.after));
    this.#places = scalarPlaces(given.before.text);
    this.#newer = new Map(scalarPlaces(given.after.text).map((place) => [placeKey(place.path, place.at), place]));
    this.#starts = lineStarts(given.older.text);
  }

  result(): TakenExport {
    this.#keepPlaceholders();
    this.#keepComments();
    const byLine = (a: { readonly line: number }, b: { readonly line: number }) => a.line - b.line;
    return {
      text: withEdits(this.#given.after.text, this.#edits),
      document: this.#given.after,
      placeholders: this.#placeholders.toSorted(byLine),
      comments: this.#comments.toSorted(byLine),
    };
  }

  #keepPlaceholders(): void {
    const { before, filled } = this.#given;
    const comments = commentsOf(before.text, this.#places);
    let at = 0;
    for (const place of this.#places) {
      const stretches: FilledStretch[] = [];
      // Both are in the order of the text; an empty value is between two others.
      for (let one = filled.filled[at]; one && one.from <= place.to; one = filled.filled[++at]) {
        if (one.from >= place.from && one.to <= place.to) stretches.push(one);
        else if (!comments.some(({ from, to }) => from <= one.from && one.to <= to)) this.#lose(one);
      }
      if (stretches.length > 0) this.#keepIn(place, stretches);
    }
    for (const one of filled.filled.slice(at))
      if (!comments.some(({ from, to }) => from <= one.from && one.to <= to)) this.#lose(one);
  }

  #keepIn(place: ScalarPlace, stretches: readonly FilledStretch[]): void {
    const { before, after, filled } = this.#given;
    const now = this.#placeNow(place);
    const [from, to] = [place.from, place.to].map((offset) => offsetAsWritten(offset, filled.replaced));
    const raw = before.text.slice(place.from, place.to);
    const rawNow = now && after.text.slice(now.from, now.to);
    if (!now || rawNow === undefined || from === undefined || to === undefined) {
      for (const stretch of stretches) this.#lose(stretch, now);
      return;
    }
    const isSame = now.value === place.value;
    if (isSame && (raw === rawNow || !`${raw}${rawNow}`.includes("\n"))) {
      this.#edits.push({ from: now.from, to: now.to, text: this.#given.older.text.slice(from, to) });
      return;
    }
    const isWhole = stretches.length === 1 && String(place.value) === this.#valueOf(stretches[0] as FilledStretch);
    if (isWhole && !isSame) {
      this.#lose(stretches[0] as FilledStretch, now, { isWhole: true });
      return;
    }
    const own = stretches.map((one) => ({ ...one, from: one.from - place.from, to: one.to - place.from }));
    const kept = withPlaceholders(
      { filled: raw, stretches: own, written: (index) => this.#writtenAt(stretches[index]) },
      rawNow,
    );
    if (kept.text !== rawNow) this.#edits.push({ from: now.from, to: now.to, text: kept.text });
    for (const index of kept.lost) this.#lose(stretches[index] as FilledStretch, now);
  }

  #placeNow({ path, at }: ScalarPlace): ScalarPlace | undefined {
    const now = this.#same.of(path);
    return now && this.#newer.get(placeKey(now, at));
  }

  #valueOf({ from, to }: FilledStretch): string {
    return this.#given.before.text.slice(from, to);
  }

  #writtenAt(stretch: FilledStretch | undefined): string {
    const { filled, older } = this.#given;
    const replaced = filled.replaced.find(({ from, to }) => from === stretch?.from && to === stretch.to);
    return replaced ? older.text.slice(replaced.written.from, replaced.written.to) : "";
  }

  #lose(stretch: FilledStretch, now?: ScalarPlace, more: Pick<LostPlaceholder, "isWhole"> = {}): void {
    const { filled } = this.#given;
    const replaced = filled.replaced.find(({ from, to }) => from === stretch.from && to === stretch.to);
    this.#placeholders.push({
      key: stretch.key,
      written: this.#writtenAt(stretch),
      line: lineAt(this.#starts, replaced?.written.from ?? 0),
      value: this.#valueOf(stretch),
      ...(now && { now: shownValue(now.value) }),
      ...more,
    });
  }

  #keepComments(): void {
    const { before, after, filled, older } = this.#given;
    const written = (offset: number) => offsetAsWritten(offset, filled.replaced) ?? offset;
    for (const comment of commentsOf(before.text, this.#places)) {
      const text = older.text.slice(written(comment.from), written(comment.to));
      const lose = () => this.#comments.push({ line: lineAt(this.#starts, written(comment.from)), text });
      const now = comment.owner && this.#placeNow(comment.owner);
      if (comment.isAbove) {
        const start = lineStart(before.text, comment.from);
        const next = comment.owner ? lineStart(before.text, comment.owner.from) : before.text.length;
        const lines = older.text.slice(written(start), written(next));
        if (comment.owner && !now) lose();
        else this.#insertLines(now ? lineStart(after.text, now.from) : after.text.length, lines);
      } else if (now) {
        const end = lineEnd(after.text, now.from);
        const start = lineStart(before.text, comment.from);
        const space = /\s*$/.exec(before.text.slice(start, comment.from))?.[0] ?? " ";
        const line = after.text.slice(now.from, end);
        if (this.#isOpenAt(end)) lose();
        else if (!line.endsWith(text)) this.#edits.push({ from: end, to: end, text: `${space}${text}` });
      } else lose();
    }
  }

  /** Inserts whole lines, unless they are there. */
  #insertLines(at: number, lines: string): void {
    const { text } = this.#given.after;
    if (text.slice(0, at).endsWith(lines)) return;
    const isOpen = at === text.length && at > 0 && !text.endsWith("\n");
    const eol = text.includes("\r\n") ? "\r\n" : "\n";
    this.#edits.push({ from: at, to: at, text: isOpen ? `${eol}${lines.replace(/\r?\n$/, "")}` : lines });
  }

  /** Whether a value that began before the end of a line goes on after it, so that a comment there would be a part of it. */
  #isOpenAt(end: number): boolean {
    const { text } = this.#given.after;
    for (const { from, to } of this.#newer.values())
      if (from < end && to > end + 2 && !/^[|>]/.test(text.slice(from, from + 1))) return true;
    return false;
  }
}

function dataOf({ flowType, body }: ArchyDocument): ArchyValue {
  return { [flowType]: body };
}
