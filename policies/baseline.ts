import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Violation } from "./violations.ts";

/** Violations in exports that are older than the policy: by flow key, then by node and kind; the file of each. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, string>>>>;

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
  if (!isRecord(data) || !Object.values(data).every((listed) => isRecord(listed))) {
    throw new Error(`${file} must map keys of flows to their violations. Write it again: npm run flowctl -- baseline`);
  }
  return data as Baseline;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The key of a violation in the baseline: node and kind, not the line, so that edits elsewhere do not change it. */
export function baselineLine(violation: Violation): string {
  return violation.node === undefined ? violation.kind : `${violation.node}: ${violation.kind}`;
}

/** Whether the baseline lists a violation. It never lists those in definitions. */
export function isListed(violation: Violation, baseline: Baseline): boolean {
  if (violation.origin !== "export" || !Object.hasOwn(baseline, violation.flow)) return false;
  return Object.hasOwn(baseline[violation.flow] ?? {}, baselineLine(violation));
}

/** The text of a baseline with these violations, without those in definitions. */
export function baselineText(violations: readonly Violation[]): string {
  const listed = violations.filter((violation) => violation.origin === "export");
  const flows = [...Map.groupBy(listed, (violation) => violation.flow)].sort(byName);
  const entries = flows.map(([flow, found]) => {
    const lines = found.map((violation) => [baselineLine(violation), violation.file] as const);
    return [flow, Object.fromEntries(lines.sort(byName))] as const;
  });
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
