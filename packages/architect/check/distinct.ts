import type { Diagnostic } from "../diagnostic.ts";

/** Each finding once: the first with its code, message and place. */
export function distinct(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ code, message, location }) => {
    const key = [code, message, location?.file, location?.line, location?.column].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}
