export type JsonSchema = { [key: string]: unknown };

/** A reference to a part of the schema under `definitions`. */
export function refTo(name: string): { $ref: string } {
  return { $ref: `#/definitions/${name}` };
}

/** Strings that an editor suggests although any string is valid. */
export function suggesting(words: readonly string[]): JsonSchema {
  return { defaultSnippets: words.map((word) => ({ label: word, body: word })) };
}
