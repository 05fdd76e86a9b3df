import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "@genesys-flows/cli";
import type { IsChanged } from "./annotations.ts";

const run = promisify(execFile);

/**
 * The lines that this checkout changes since a commit: `git diff BASE...HEAD`.
 * @throws UsageError when Git does not know the commit
 */
export async function changedLines({
  root,
  base,
}: {
  readonly root: string;
  readonly base: string;
}): Promise<IsChanged> {
  const options = ["--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "--no-prefix", "--relative"];
  const args = ["-c", "core.quotePath=false", "diff", ...options, "--end-of-options", `${base}...HEAD`];
  const { stdout } = await run("git", args, { cwd: root, maxBuffer: 256 * 1024 * 1024 }).catch((error: Error) => {
    throw new UsageError(
      `Git cannot compare this checkout with "${base}": ${error.message.split("\n").slice(1).join(" ").trim()} ` +
        "Fetch the commit (actions/checkout with `fetch-depth: 0`).",
    );
  });
  const ranges = rangesIn(stdout);
  return (file, line) => (ranges.get(file) ?? []).some(([first, last]) => line >= first && line <= last);
}

/** File -> first and last lines that are new or changed, from a diff without context. */
export function rangesIn(diff: string): Map<string, (readonly [number, number])[]> {
  const found = new Map<string, (readonly [number, number])[]>();
  let ranges: (readonly [number, number])[] = [];
  let inHeader = false;
  for (const line of diff.split("\n")) {
    if (line.startsWith("diff --git ")) inHeader = true;
    if (inHeader && line.startsWith("+++ ")) {
      ranges = [];
      found.set(line.slice("+++ ".length).replace(/\t$/, ""), ranges);
    }
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    inHeader = false;
    const first = Number(hunk[1]);
    const count = Number(hunk[2] ?? 1);
    if (count > 0) ranges.push([first, first + count - 1]);
  }
  return found;
}
