import { spawnSync } from "node:child_process";
import { inCheckout } from "./checkout.ts";

/** The real Mermaid's error for each diagram; null for an accepted one. */
export function mermaidSays(diagrams: readonly string[]): (string | null)[] {
  return answers("test/architect/diagram/mermaid-parser.mjs", diagrams) as (string | null)[];
}

/** What a program of this repository, made of ES modules that jest does not load, answers to a list of texts. */
export function answers(program: string, texts: readonly string[]): unknown[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [inCheckout(program)], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
