import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const folder = path.join(import.meta.dirname, "..", "..", "page");

/** The style and scripts of a page, including the player's if the page has conversations to play. */
export function ownAssets({ hasPlayback }: { readonly hasPlayback: boolean }): {
  readonly style: string;
  readonly scripts: readonly string[];
} {
  const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
  const playback = (name: string) => (hasPlayback ? [read(name)] : []);
  return {
    style: [read("style.css"), ...playback("playback.css")].join(""),
    scripts: [read("script.js"), ...playback("playback.js")].map(inScript),
  };
}

let bundled: string | undefined;

/** Mermaid as one script, which sets `globalThis.mermaid`. */
export function mermaidScript(): string {
  if (bundled === undefined) {
    bundled = inScript(readFileSync(createRequire(import.meta.url).resolve("@mermaid-js/tiny"), "utf8"));
  }
  return bundled;
}

/** The source of a Content-Security-Policy for one inline script or style. */
export function hashSource(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/**
 * Escapes a script so that its text cannot end the script element. In JavaScript, the escaped text has the same
 * meaning.
 */
function inScript(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, "\\x3c");
}
