import { printableLine } from "@genesys-flows/architect/printable";
import type { z } from "zod";

/**
 * The format of a kind of file that one run writes and another run, possibly of another version of the product, reads.
 */
export interface KeptFormat {
  /** `genesys-flows/plan/1`; the number changes when older readers would misread the file. */
  readonly format: string;
  /**
   * Formats of earlier versions that this version also reads; `undefined` for files without a format, as 0.1.0 wrote
   * them.
   */
  readonly earlier?: readonly (string | undefined)[];
  /** What to do about a file of another format, as a full sentence. */
  readonly remedy: string;
}

/**
 * The file has a format that this version does not read. The message names the format and what to do, without the
 * file's name.
 */
export class OtherFormatError extends Error {
  override readonly name = "OtherFormatError";
}

/**
 * The content of a file that the product keeps.
 * @throws OtherFormatError before anything else in the content is checked; SyntaxError if the text is not JSON;
 * z.ZodError
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
