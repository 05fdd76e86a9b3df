import type { DiagnosticSink } from "../diagnostic.ts";

const LOOKED_AT = 1000;
/** Of the first characters of a text at most this share is none that a person writes. */
const MOST = 0.1;

/** Reports `not-text` for what is binary or in another encoding than UTF-8, and says whether it is. */
export function reportNotText(text: string, { file, sink }: { file: string; sink: DiagnosticSink }): boolean {
  const start = text.slice(0, LOOKED_AT);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const strange = start.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  if (!start.includes("\u0000") && strange <= start.length * MOST) return false;
  sink.error("not-text", "The file is no text in UTF-8: it is binary, or in another encoding.", {
    location: { file, line: 1, column: 1 },
    hint: "Export the flow from Architect as YAML, or save the file in UTF-8.",
  });
  return true;
}
