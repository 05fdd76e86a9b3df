import { parseArchy } from "../archy/parse.ts";
import { type Scalar, substitute } from "../archy/placeholders.ts";
import type { ArchyDocument } from "../archy/types.ts";
import type { CallEdit } from "./call-plan.ts";
import { missingBreak, withEditsOfLines } from "./rewrite/rewrite.ts";
import { asWritten } from "./text-edits.ts";

/** The text of a flow file after a change, or why it stays as it is. */
export type EditedText = { readonly kind: "edited"; readonly text: string } | Exclude<CallEdit, { kind: "edited" }>;

/**
 * Changes an export in its text: its placeholders are filled in, so that names are known, and stay in the result.
 * @param values of the placeholders, as the stack has them
 * @throws DiagnosticError with the mistakes of the export
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
  const reason = `A placeholder of ${file} stands for several lines, and the change would be within them.`;
  return { kind: "refused", reasons: [reason] };
}

export function editDefinition(text: string, edit: CallEdit): EditedText {
  return edit.kind === "edited" ? { kind: "edited", text: withEditsOfLines(text, edit.edits) } : edit;
}
