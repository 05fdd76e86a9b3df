import { printableLine } from "@genesys-flows/architect/printable";
import type { z } from "zod";

/**
 * The format of a kind of file that one run writes and a later run, possibly of a different version of the product,
 * reads.
 */
export interface KeptFormat {
  /** `genesys-flows/plan/1`; the number changes when older readers would misread the file. */
  readonly format: string;
  /**
   * Formats of earlier versions that this version can also read; `undefined` for files without a format, as written by
   * 0.1.0.
   */
  readonly earlier?: readonly (string | undefined)[];
  /** What to do about a file of a different format, as a full sentence. */
  readonly remedy: string;
}

/**
 * Error for a file with a format that this version cannot read. The message names the format and says what to do,
 * without the file name.
 */
export class OtherFormatError extends Error {
  override readonly name = "OtherFormatError";
}

/**
 * Reads the content of a file that the product keeps.
 * @throws OtherFormatError before anything else in the content is checked; SyntaxError if the text is not JSON;
 * z.ZodError
 */
export function readKept<T>(text: string, kind: KeptFormat, schema: z.ZodType<T>): T {
  const data: unknown = JSON.parse(text);
  assertFormat(data, kind);
  return schema.parse(data);
}

/** @throws OtherFormatError for data with a different format */
export function assertFormat(data: unknown, { format, earlier = [], remedy }: KeptFormat): void {
  const found = (data as { readonly format?: unknown } | null)?.format;
  if (found === format || earlier.some((one) => one === found)) return;
  if (typeof found !== "string")
    throw new OtherFormatError(`It has no format, and this version of genesys-flows reads "${format}". ${remedy}`);
  throw new OtherFormatError(
    `It has the format "${printableLine(found.slice(0, 80))}", but this version of genesys-flows reads "${format}": ` +
      `it was written by another version. ${remedy}`,
  );
}
