import { parseArchy } from "../archy/parse.ts";
import { type Scalar, substitute } from "../archy/placeholders.ts";
import type { ArchyDocument } from "../archy/types.ts";
import type { CallEdit } from "./call-plan.ts";
import { missingBreak, withEditsOfLines } from "./rewrite/rewrite.ts";
import { asWritten } from "./text-edits.ts";

/** The text of a flow file after a change, or the reason why it stays unchanged. */
export type EditedText = { readonly kind: "edited"; readonly text: string } | Exclude<CallEdit, { kind: "edited" }>;

/**
 * Edits the text of an export. Fills in the placeholders to resolve names, and restores them in the result.
 * @param values of the placeholders, from the stack
 * @throws DiagnosticError with the export's errors
 */
export function editExport(
  { file, text }: { readonly file: string; readonly text: string },
  values: Readonly<Record<string, Scalar>>,
  change: (document: ArchyDocument) => CallEdit,
): EditedText {
  const { text: whole, filled, replaced } = substitute(text + missingBreak(text), values, { file });
  const edit = change(parseArchy(whole, { file, filled }));
  if (edit.kind !== "edited") return edit;
  const edits = asWritten(edit.edits, replaced);
  if (edits) return editDefinition(text, { kind: "edited", edits });
  const reason = `A placeholder in ${file} stands for several lines, and the change falls inside them.`;
  return { kind: "refused", reasons: [reason] };
}

export function editDefinition(text: string, edit: CallEdit): EditedText {
  return edit.kind === "edited" ? { kind: "edited", text: withEditsOfLines(text, edit.edits) } : edit;
}
