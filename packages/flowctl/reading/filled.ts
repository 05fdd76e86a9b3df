import { type ArchyDocument, dialectOf, parseArchy, placeholders, substitute } from "@genesys-flows/architect";
import { plainName } from "./stand-ins.ts";

type Scalars = Readonly<Record<string, string | number | boolean>>;

/** An export whose placeholders are filled in. */
export interface Filled {
  readonly document: ArchyDocument;
  /** Names of placeholders that nobody gave a value, each of which something stands in for. */
  readonly open: readonly string[];
}

/**
 * Parses an export; in the place of a placeholder that `values` does not have stands what `standIn` makes of its name.
 * @throws DiagnosticError with the mistakes of the file
 */
export function parseFilled(
  { file, text }: { readonly file: string; readonly text: string },
  { values = {}, standIn = plainName }: { readonly values?: Scalars; readonly standIn?: (name: string) => string } = {},
): Filled {
  const names = [...new Set(placeholders(text, { file, dialect: dialectOf(file) }).map((found) => found.key))];
  const open = names.filter((name) => !Object.hasOwn(values, name));
  const { text: whole, filled } = substitute(text, values, { file, standIn });
  return { document: parseArchy(whole, { file, filled }), open };
}
