import { messageTexts } from "../voice/messages.ts";
import { slips } from "../voice/phrases.ts";
import { documents, messageSources, type SourceFile } from "../voice/sources.ts";
import type { Check } from "./check.ts";

export const voice: Check = {
  name: "voice",
  title: "messages and documentation use the terms of the glossary",
  async run() {
    const found = [...messageSources().flatMap(inMessages), ...documents().flatMap(inDocument)];
    return { outcome: found.length > 0 ? "failed" : "ok", details: found.join("\n") };
  },
};

/** Wrong terms in the messages of a source file: `file:line: "found" in "text"; say ...`. */
export function inMessages({ path, text }: SourceFile): string[] {
  return messageTexts(text, path).flatMap((message) =>
    slips(message.text).map(
      ({ found, say }) => `${path}:${message.line}: "${found}" in "${message.text}"; say: ${say}`,
    ),
  );
}

/** Wrong terms in a page of documentation, outside code: `file:line: "found"; say ...`. */
export function inDocument({ path, text }: SourceFile): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, (code) => code.replaceAll(/[^\n]/g, " "));
  return slips(prose).map(
    ({ offset, found, say }) => `${path}:${prose.slice(0, offset).split("\n").length}: "${found}"; say: ${say}`,
  );
}
