import { telling, withoutTracking } from "../../archy/normal.ts";
import { parseArchy } from "../../archy/parse.ts";
import { type FilledStretch, type Scalar, type Substituted, substitute } from "../../archy/placeholders.ts";
import { lineAt, lineStarts } from "../../archy/text.ts";
import type { ArchyDocument, ArchyValue } from "../../archy/types.ts";
import { pathText } from "../../diff/text.ts";
import { type RewriteEdit, rewriteEdits, withLastBreak } from "../rewrite/rewrite.ts";
import { NotEditable } from "../source-tree.ts";
import { offsetAsWritten, type TextEdit, withEdits } from "../text-edits.ts";
import { type Comment, commentsOf } from "./comments.ts";
import { mergeExport } from "./merge-export.ts";
import { dataOf, withRefIdsOf } from "./parts.ts";
import { shownValue, withPlaceholders } from "./placeholders-kept.ts";

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

/** An export of the project with what changed in Architect. */
export type TakenExport =
  | {
      readonly kind: "taken";
      /** The file's own text where nothing changed. */
      readonly text: string;
      /** What the text makes with its placeholders filled in. */
      readonly document: ArchyDocument;
      readonly placeholders: readonly LostPlaceholder[];
      readonly comments: readonly LostComment[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** An export of the project: its file, and the values of its placeholders, as the stack has them. */
export interface ExportFile {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, Scalar>>;
}

/** What changed: two versions as the platform exports them, named and described as the project would. */
export interface ExportChange {
  /** The version that the file was published as; undefined to make the file say all that the newer one says. */
  readonly base?: ArchyDocument | undefined;
  readonly live: ArchyDocument;
  /** The file is what the base was made of, so it has no changes of its own. */
  readonly isPublished: boolean;
}

/**
 * An export of the project with what changed from one version to the other, and nothing else: the rest of its text stays byte for byte,
 * with its placeholders and comments. A placeholder stays in a text that changed where its value is still in it.
 *
 * @throws DiagnosticError with the mistakes of the file
 */
export function takeExport(file: ExportFile, { base, live, isPublished }: ExportChange): TakenExport {
  const filled = substitute(file.text, file.values, { file: file.file });
  const source = parseArchy(filled.text, { file: file.file, filled: filled.filled });
  const before = withRefIdsOf(source, withoutNotes(base ?? source));
  const after = withRefIdsOf(before, withoutNotes(live));
  const { data, conflicts } = mergeExport(
    { source: dataOf(source), base: dataOf(before), live: dataOf(after) },
    { isPublished: base === undefined || isPublished },
  );
  if (conflicts.length > 0) {
    const reasons = conflicts.map((path) => {
      const { line } = source.locate(path);
      return `${file.file}:${line}: ${pathText(path.slice(1))} differs in the source, too.`;
    });
    return { kind: "refused", reasons };
  }
  try {
    return written(file, filled, { source, data });
  } catch (error) {
    if (error instanceof NotEditable)
      return { kind: "refused", reasons: [`${file.file}:${error.line}: ${error.message}`] };
    throw error;
  }
}

/** A document without what Architect numbers anew in every export. */
function withoutNotes(document: ArchyDocument): ArchyDocument {
  return { ...document, body: telling(withoutTracking(document.body)) };
}

function written(
  { file, text }: ExportFile,
  filled: Substituted,
  { source, data }: { readonly source: ArchyDocument; readonly data: ArchyValue },
): TakenExport {
  const kept: { lost?: Lost } = {};
  const made = withLastBreak(filled.text, (whole) => {
    const edits = rewriteEdits(whole, dataOf(source), data);
    kept.lost = new Lost(text, whole, filled, edits);
    return withEdits(whole, edits);
  });
  const { edits = [], placeholders = [], comments = [] } = kept.lost ?? {};
  return {
    kind: "taken",
    text: withLastBreak(text, (whole) => withEdits(whole, edits)),
    document: parseArchy(made, { file }),
    placeholders,
    comments,
  };
}

/** Edits of a filled text as edits of the text with its placeholders, and what is lost by them. */
class Lost {
  readonly edits: readonly TextEdit[];
  readonly placeholders: readonly LostPlaceholder[];
  readonly comments: readonly LostComment[];
  readonly #text: string;
  readonly #whole: string;
  readonly #filled: Substituted;
  readonly #starts: readonly number[];
  readonly #placeholders: LostPlaceholder[] = [];

  /** @param whole the filled text */
  constructor(text: string, whole: string, filled: Substituted, edits: readonly RewriteEdit[]) {
    this.#text = text;
    this.#whole = whole;
    this.#filled = filled;
    this.#starts = lineStarts(text);
    const comments = edits.length === 0 ? [] : commentsOf(whole);
    this.edits = edits.map((edit) => this.#asWritten(edit, comments));
    this.comments = comments
      .filter((comment) => edits.some((edit) => this.#isGone(comment, edit)))
      .map(({ from, to }) => ({
        line: this.#lineOf(from),
        text: text.slice(this.#offset(from), this.#offset(to)),
      }));
    this.placeholders = this.#placeholders.toSorted((a, b) => a.line - b.line);
  }

  #isGone({ from, to }: Comment, edit: RewriteEdit): boolean {
    return edit.from <= from && to <= edit.to && !edit.text.includes(this.#whole.slice(from, to));
  }

  #asWritten(edit: RewriteEdit, comments: readonly Comment[]): TextEdit {
    const [from, to] = [this.#offset(edit.from), this.#offset(edit.to)];
    const within = this.#filled.filled.filter(
      (one) => one.from >= edit.from && one.to <= edit.to && edit.to > edit.from,
    );
    if (within.length === 0) return { from, to, text: edit.text };
    const { change } = edit;
    const now = change && shownValue(change.to);
    const lose = (one: FilledStretch, isWhole: boolean) => {
      if (comments.some((comment) => comment.from <= one.from && one.to <= comment.to)) return;
      this.#placeholders.push({
        key: one.key,
        written: this.#writtenAt(one),
        line: this.#lineOf(one.from),
        value: this.#whole.slice(one.from, one.to),
        ...(now !== undefined && { now }),
        ...(isWhole && { isWhole }),
      });
    };
    const [only] = within as [FilledStretch];
    if (change && within.length === 1 && String(change.from) === this.#whole.slice(only.from, only.to)) {
      lose(only, true);
      return { from, to, text: edit.text };
    }
    const kept = withPlaceholders(
      {
        filled: this.#whole.slice(edit.from, edit.to),
        stretches: within.map((one) => ({ from: one.from - edit.from, to: one.to - edit.from })),
        written: (index) => this.#writtenAt(within[index] as FilledStretch),
      },
      edit.text,
    );
    for (const index of kept.lost) lose(within[index] as FilledStretch, false);
    return { from, to, text: kept.text };
  }

  #writtenAt(stretch: FilledStretch): string {
    const found = this.#filled.replaced.find(({ from, to }) => from === stretch.from && to === stretch.to);
    return found ? this.#text.slice(found.written.from, found.written.to) : "";
  }

  /** @throws NotEditable within the value of a placeholder */
  #offset(offset: number): number {
    const found = offsetAsWritten(offset, this.#filled.replaced);
    if (found !== undefined) return found;
    const around = this.#filled.replaced.find(({ from, to }) => from < offset && offset < to);
    throw new NotEditable(
      "A placeholder stands for several values, and the change is within them.",
      lineAt(this.#starts, around?.written.from ?? 0),
    );
  }

  #lineOf(offset: number): number {
    return lineAt(this.#starts, this.#offset(offset));
  }
}
