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
  /** As the file writes it: `{{queue}}`. */
  readonly written: string;
  /** Line in the older file, from 1. */
  readonly line: number;
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
  return orRefused(file.file, () => written(file, filled, { source, data }));
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

/** Edits of a filled text as edits of the written one, and what is lost by them. @throws NotEditable within the value of a placeholder */
function asWritten(text: string, whole: string, { filled, replaced }: Substituted, changed: readonly RewriteEdit[]) {
  const starts = lineStarts(text);
  const offset = (at: number): number => {
    const found = offsetAsWritten(at, replaced);
    if (found !== undefined) return found;
    const around = replaced.find(({ from, to }) => from < at && at < to);
    throw new NotEditable(
      "A placeholder stands for several values, and the change is within them.",
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
