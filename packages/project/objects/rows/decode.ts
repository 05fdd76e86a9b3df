import type { Diagnostic } from "@genesys-flows/architect";
import { type Location, printableLine } from "@genesys-flows/architect";
import { finding, type ProjectCode, startOf } from "../../codes.ts";
import { isLfsPointer, LFS_HINT } from "../lfs-pointer.ts";

/** The content of a CSV as UTF-8 without a byte order mark; `bytes` is undefined for a file that is not text. */
export interface DecodedCsv {
  readonly bytes?: Buffer;
  readonly findings: readonly Diagnostic[];
}

/**
 * Reads the text of a CSV in any encoding, so that its content can be checked. Reports `rows-file` for a file that is
 * not text, and `rows-encoding` for text that is not UTF-8.
 */
export function decodedCsv(file: string, content: Uint8Array | string): DecodedCsv {
  if (typeof content === "string") return { bytes: Buffer.from(content.replace(/^\uFEFF/, "")), findings: [] };
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const notText = whyNotText(bytes);
  if (notText) return { findings: [whole("rows-file", file, `${file} ${notText.problem}`, notText.hint)] };
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    const text = new TextDecoder(wide).decode(bytes);
    const message = `${file} is in UTF-16, so Git and reviews cannot show changes to it.`;
    const finding = whole("rows-encoding", file, message, conversion("UTF-16", file));
    return { bytes: Buffer.from(text), findings: [finding] };
  }
  if (isUtf8(bytes)) return { bytes: withoutMark(bytes), findings: [] };
  return { bytes: Buffer.from(narrow(bytes)), findings: [notUtf8(file, bytes)] };
}

/** The signatures of ZIP archives, such as `.xlsx` and `.ods`, and of the older `.xls`. */
const WORKBOOKS = [Buffer.from("PK\u0003\u0004"), Buffer.from("d0cf11e0", "hex")];

function whyNotText(bytes: Buffer): { problem: string; hint: string } | undefined {
  if (isLfsPointer(bytes))
    return { problem: "is a Git LFS pointer: its content is not on this machine.", hint: LFS_HINT };
  if (WORKBOOKS.some((signature) => bytes.subarray(0, signature.length).equals(signature))) {
    return {
      problem: "is a spreadsheet workbook, not CSV.",
      hint: "In the spreadsheet, save the sheet as `CSV UTF-8`.",
    };
  }
  if (wideEncoding(bytes) === undefined && bytes.includes(0)) {
    return { problem: "is not text.", hint: "Save the rows as CSV in UTF-8." };
  }
  return undefined;
}

function wideEncoding(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes) !== undefined;
  } catch {
    return false;
  }
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Decodes Windows-1252, in which each byte is one character. */
function narrow(bytes: Uint8Array): string {
  return new TextDecoder("windows-1252").decode(bytes);
}

const LINE_FEED = 0x0a;

function notUtf8(file: string, bytes: Buffer): Diagnostic {
  let first: Location | undefined;
  let lines = 0;
  for (let [line, start] = [1, 0]; start < bytes.length; line++) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    const text = bytes.subarray(start, end);
    start = end + 1;
    if (isUtf8(text)) continue;
    lines++;
    const column = new TextDecoder().decode(text).indexOf("\uFFFD") + 1;
    first ??= { file, line, column, sourceLine: narrow(text).replace(/\r$/, "") };
  }
  const more = lines > 1 ? `, nor are ${lines - 1} lines after it` : "";
  const message = `The line is not UTF-8${more}. The file is probably in Windows-1252, and is shown and checked as such.`;
  return finding("rows-encoding", message, {
    hint: conversion("WINDOWS-1252", file),
    ...(first && { location: first }),
  });
}

function conversion(from: string, file: string): string {
  const command = `iconv -f ${from} -t UTF-8 '${printableLine(file)}' > utf-8.csv`;
  return `In Excel, save it as \`CSV UTF-8\`. Or run \`${command}\` and replace the file with the new one.`;
}

function whole(code: ProjectCode, file: string, message: string, hint: string): Diagnostic {
  return finding(code, message, { hint, location: startOf(file) });
}
