import type { Workspace } from "../test/e2e/harness/workspace.ts";
import { largestOf } from "./deploy/processes.ts";

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, n) => Math.max(title.length, ...rows.map((row) => (row[n] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, n) => (cells[n] ?? "").padEnd(width)).join(" | ")} |`;
  console.log([line(head), `|${widths.map((w) => "-".repeat(w + 2)).join("|")}|`, ...rows.map(line), ""].join("\n"));
}

const failures: string[] = [];

/** Prints a measurement that exceeds its bound at the end of the process, which then exits non-zero. */
export function beyond(text: string): void {
  if (failures.length === 0) process.once("exit", () => console.error(failures.join("\n")));
  failures.push(`beyond its bound: ${text}`);
  process.exitCode = 1;
}

export function fastest<R extends { readonly s: number }>(runs: readonly R[]): R {
  return runs.reduce((best, run) => (run.s < best.s ? run : best));
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Runs a flowctl command. @throws Error with its output when it fails */
export async function measuredFlowctl(
  workspace: Workspace,
  args: readonly string[],
): Promise<{ readonly s: number; readonly peakMb: number; readonly stdout: string }> {
  const peak = largestOf(() => workspace.processes());
  const { code, ms, output, stdout } = await workspace.script("flowctl", [...args]);
  const peakMb = peak();
  if (code !== 0) throw new Error(`flowctl ${args.join(" ")} ended with ${code}:\n${output.slice(0, 2000)}`);
  return { s: ms / 1000, peakMb, stdout };
}
