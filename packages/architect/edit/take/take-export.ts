import { telling, withoutTracking } from "../../archy/normal.ts";
import { parseArchy } from "../../archy/parse.ts";
import { type FilledStretch, type Scalar, type Substituted, substitute } from "../../archy/placeholders.ts";
import { lineAt, lineStarts } from "../../archy/text.ts";
import type { ArchyDocument, ArchyValue } from "../../archy/types.ts";
import { pathText } from "../../diff/text.ts";
import { missingBreak, type RewriteEdit, rewriteEdits, withEditsOfLines } from "../rewrite/rewrite.ts";
import { NotEditable, orRefused } from "../source-tree.ts";
import { offsetAsWritten, type TextEdit } from "../text-edits.ts";
import { type Comment, commentsOf } from "./comments.ts";
import { mergeExport } from "./merge-export.ts";
import { dataOf, withRefIdsOf } from "./parts.ts";
import { shownValue, withPlaceholders } from "./placeholders-kept.ts";

export interface LostPlaceholder {
  readonly key: string;
  /** The placeholder as written in the file: `{{queue}}`. */
  readonly written: string;
  /** 1-based line in the older file. */
  readonly line: number;
  readonly value: string;
  /** The current value at the placeholder's path. Undefined if the path no longer exists. */
  readonly now?: string;
  /** Whether the placeholder was the whole value, so that `now` could be its new value. */
  readonly isWhole?: true;
}

/** A comment of the older file whose line does not exist in the newer text. */
export interface LostComment {
  readonly line: number;
  readonly text: string;
}

export type TakenExport =
  | {
      readonly kind: "taken";
      /** The file's own text if nothing changed. */
      readonly text: string;
      /** The new text with its placeholders substituted. */
      readonly document: ArchyDocument;
      readonly placeholders: readonly LostPlaceholder[];
      readonly comments: readonly LostComment[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** An export in the project: the file, and the values of its placeholders from the stack. */
export interface ExportFile {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, Scalar>>;
}

/** The change: two versions exported from the platform, with the names and descriptions that the project would use. */
export interface ExportChange {
  /** The version published from this file. If undefined, the file becomes equal to the newer version. */
  readonly base?: ArchyDocument | undefined;
  readonly live: ArchyDocument;
  /** Whether the base was published from this file, so that the file has no changes of its own. */
  readonly isPublished: boolean;
}

/**
 * Applies only the changes between two versions to an export in the project. The rest of the text stays byte for byte,
 * including placeholders and comments. In changed text, a placeholder is kept if the text still contains its value.
 *
 * @throws DiagnosticError with the file's errors
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
      return `${file.file}:${line}: ${pathText(path.slice(1))} has also changed in the source.`;
    });
    return { kind: "refused", reasons };
  }
  return orRefused(file.file, () => written(file, filled, { source, data }));
}

/** A document without the numbers that Architect regenerates in every export. */
function withoutNotes(document: ArchyDocument): ArchyDocument {
  return { ...document, body: telling(withoutTracking(document.body)) };
}

function written(
  { file, text }: ExportFile,
  filled: Substituted,
  { source, data }: { readonly source: ArchyDocument; readonly data: ArchyValue },
): TakenExport {
  const whole = filled.text + missingBreak(filled.text);
  const changed = rewriteEdits(whole, dataOf(source), data);
  const { edits, ...lost } = asWritten(text, whole, filled, changed);
  return {
    kind: "taken",
    text: withEditsOfLines(text, edits),
    document: parseArchy(withEditsOfLines(filled.text, changed), { file }),
    ...lost,
  };
}

/**
 * Converts edits of a filled text to edits of the source text, and lists the placeholders and comments that are lost.
 * @throws NotEditable if an edit begins or ends within the value of a placeholder
 */
function asWritten(text: string, whole: string, { filled, replaced }: Substituted, changed: readonly RewriteEdit[]) {
  const starts = lineStarts(text);
  const offset = (at: number): number => {
    const found = offsetAsWritten(at, replaced);
    if (found !== undefined) return found;
    const around = replaced.find(({ from, to }) => from < at && at < to);
    throw new NotEditable(
      "A placeholder stands for several values, and the change falls inside them.",
      lineAt(starts, around?.written.from ?? 0),
    );
  };
  const writtenAt = (stretch: FilledStretch): string => {
    const found = replaced.find(({ from, to }) => from === stretch.from && to === stretch.to);
    return found ? text.slice(found.written.from, found.written.to) : "";
  };
  const all = changed.length === 0 ? [] : commentsOf(whole);
  const placeholders: LostPlaceholder[] = [];
  const edits = changed.map((edit): TextEdit => {
    const [from, to] = [offset(edit.from), offset(edit.to)];
    const within = filled.filter((one) => one.from >= edit.from && one.to <= edit.to && edit.to > edit.from);
    if (within.length === 0) return { from, to, text: edit.text };
    const { change } = edit;
    const now = change && shownValue(change.to);
    const lose = (one: FilledStretch, isWhole: boolean) => {
      if (all.some((comment) => comment.from <= one.from && one.to <= comment.to)) return;
      placeholders.push({
        key: one.key,
        written: writtenAt(one),
        line: lineAt(starts, offset(one.from)),
        value: whole.slice(one.from, one.to),
        ...(now !== undefined && { now }),
        ...(isWhole && { isWhole }),
      });
    };
    const [only] = within as [FilledStretch];
    if (change && within.length === 1 && String(change.from) === whole.slice(only.from, only.to)) {
      lose(only, true);
      return { from, to, text: edit.text };
    }
    const stretches = within.map((one) => ({ from: one.from - edit.from, to: one.to - edit.from }));
    const written = (index: number) => writtenAt(within[index] as FilledStretch);
    const kept = withPlaceholders({ filled: whole.slice(edit.from, edit.to), stretches, written }, edit.text);
    for (const index of kept.lost) lose(within[index] as FilledStretch, false);
    return { from, to, text: kept.text };
  });
  const isGone = ({ from, to }: Comment, edit: RewriteEdit) =>
    edit.from <= from && to <= edit.to && !edit.text.includes(whole.slice(from, to));
  const comments = all
    .filter((comment) => changed.some((edit) => isGone(comment, edit)))
    .map(({ from, to }) => ({ line: lineAt(starts, offset(from)), text: text.slice(offset(from), offset(to)) }));
  return { edits, placeholders: placeholders.toSorted((a, b) => a.line - b.line), comments };
}
