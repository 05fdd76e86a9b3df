import type { Location } from "../diagnostic.ts";
import { parseArchy } from "./parse.ts";
import { placeholders, type Scalar, substitute } from "./placeholders.ts";
import type { ArchyDocument } from "./types.ts";

/** An export from Architect before its placeholders are filled in. */
export interface WrittenExport {
  /** The place of each placeholder, by its name, in order of first use. */
  readonly placeholders: ReadonlyMap<string, readonly Location[]>;
  /**
   * The document with values instead of placeholders.
   * @param o.standIn the text that replaces a missing value; the name, as far as it is one word, when absent
   * @throws DiagnosticError with the mistakes of the document
   */
  fill(values: Readonly<Record<string, Scalar>>, o?: { standIn?: (name: string) => string }): ArchyDocument;
}

/** Reads an export from its text. */
export function writtenExport({ file, text }: { readonly file: string; readonly text: string }): WrittenExport {
  const found = Map.groupBy(placeholders(text, { file }), ({ key }) => key);
  return {
    placeholders: new Map([...found].map(([name, uses]) => [name, uses.map(({ location }) => location)])),
    fill(values, { standIn = oneWord } = {}) {
      const { text: whole, filled } = substitute(text, values, { file, standIn });
      return parseArchy(whole, { file, filled });
    },
  };
}

function oneWord(name: string): string {
  return name.replaceAll(/\W+/g, "_");
}
