import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Violation } from "./violations.ts";

/** Violations in exports that were there when the policy came: by flow key, one line each. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

const FILE = join(import.meta.dirname, "baseline.json");

/**
 * The violations that only warn.
 * @throws Error when the file is not what `npm run flowctl -- baseline` writes
 */
export function readBaseline(file = FILE): Baseline {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Error(`${file} is not JSON. Write it again: npm run flowctl -- baseline`, { cause: error });
  }
  const entries = typeof data === "object" && data !== null && !Array.isArray(data) ? Object.values(data) : [undefined];
  if (!entries.every((lines) => Array.isArray(lines) && lines.every((line) => typeof line === "string"))) {
    throw new Error(
      `${file} must map keys of flows to lists of violations. Write it again: npm run flowctl -- baseline`,
    );
  }
  return data as Baseline;
}

/** How a violation stands in the baseline: by node and kind, not by line, so that it survives edits elsewhere. */
export function baselineLine(violation: Violation): string {
  return violation.node === undefined ? violation.kind : `${violation.node}: ${violation.kind}`;
}

/** Whether a violation was there when the baseline was written. Definitions have none. */
export function isListed(violation: Violation, baseline: Baseline): boolean {
  if (violation.origin !== "export" || !Object.hasOwn(baseline, violation.flow)) return false;
  return baseline[violation.flow]?.includes(baselineLine(violation)) ?? false;
}

/** The text of a baseline that lists these violations; those in definitions are left out. */
export function baselineText(violations: readonly Violation[]): string {
  const listed = violations.filter((violation) => violation.origin === "export");
  const flows = [...Map.groupBy(listed, (violation) => violation.flow)].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = flows.map(([flow, found]) => [flow, [...new Set(found.map(baselineLine))].sort()]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}
