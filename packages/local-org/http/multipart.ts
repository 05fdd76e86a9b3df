const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * The content of the part with that name of a `multipart/form-data` body; undefined when the body is none, or has no such
 * part.
 */
export function filePart(body: Buffer, contentType: string | undefined, name: string): Buffer | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "");
  if (!/^multipart\/form-data/i.test(contentType ?? "") || !boundary) return undefined;
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  for (let start = body.indexOf(delimiter); start >= 0; ) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next < 0) return undefined;
    const part = body.subarray(start + delimiter.length, next);
    const split = part.indexOf(HEADER_END);
    const header = part.toString("utf8", 0, Math.max(split, 0));
    if (split >= 0 && isNamed(header, name)) {
      return part.subarray(split + HEADER_END.length, part.length - 2); // before the line break of the delimiter
    }
    start = next;
  }
  return undefined;
}

/** The part's own name, not that of its file. */
function isNamed(header: string, name: string): boolean {
  return header.split(/[;\r\n]/).some((field) => field.trim() === `name="${name}"`);
}
