/** A JSON Schema, or a part of one. */
export type JsonSchema = { [key: string]: unknown };

/** A part of the schema that stands under `definitions`. */
export function refTo(name: string): { $ref: string } {
  return { $ref: `#/definitions/${name}` };
}

/** Words that an editor offers where any text may stand. */
export function suggesting(words: readonly string[]): JsonSchema {
  return { defaultSnippets: words.map((word) => ({ label: word, body: word })) };
}
