import { printableLine } from "@genesys-flows/architect/printable";
import type { z } from "zod";

/** The format of a kind of file that one run writes and another reads, perhaps of another version of the product. */
export interface KeptFormat {
  /** `genesys-flows/plan/1`; its number changes when a reader of an older one would be wrong. */
  readonly format: string;
  /** Formats of earlier versions that this one reads too; `undefined` for files that name none, as 0.1.0 wrote them. */
  readonly earlier?: readonly (string | undefined)[];
  /** What to do about a file of another format: a full sentence. */
  readonly remedy: string;
}

/** A file of a format that this version does not read: its format, and what to do, as sentences without the file's name. */
export class OtherFormatError extends Error {
  override readonly name = "OtherFormatError";
}

/**
 * The content of a file that the product keeps.
 * @throws OtherFormatError before anything else of the content is looked at; SyntaxError for a text that is not JSON; z.ZodError
 */
export function readKept<T>(text: string, kind: KeptFormat, schema: z.ZodType<T>): T {
  const data: unknown = JSON.parse(text);
  assertFormat(data, kind);
  return schema.parse(data);
}

/** @throws OtherFormatError */
export function assertFormat(data: unknown, { format, earlier = [], remedy }: KeptFormat): void {
  const found = (data as { readonly format?: unknown } | null)?.format;
  if (found === format || earlier.some((one) => one === found)) return;
  if (typeof found !== "string")
    throw new OtherFormatError(`It has no format, and this version of genesys-flows reads "${format}". ${remedy}`);
  throw new OtherFormatError(
    `It has the format "${printableLine(found.slice(0, 80))}", and this version of genesys-flows reads "${format}": ` +
      `another version wrote it. ${remedy}`,
  );
}
