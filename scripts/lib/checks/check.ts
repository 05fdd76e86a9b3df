import type { SetUp } from "../set-up.ts";
import { duration, SetUpError, say } from "../system/say.ts";

/** The result of a check. The details are lines for people: what is wrong where, or why it was skipped. */
export interface Verdict {
  outcome: "ok" | "failed" | "skipped";
  details: string;
  /** What to print also when it is ok. */
  notes?: string;
}

export interface Check {
  name: string;
  title: string;
  run(set: SetUp): Promise<Verdict>;
}

export async function runCheck(check: Check, set: SetUp): Promise<Verdict["outcome"]> {
  const begun = Date.now();
  const { outcome, details, notes = "" } = await check.run(set).catch(refused);
  say(`${outcome.padEnd(8)}${check.name.padEnd(10)}${check.title} (${duration(Date.now() - begun)})`);
  const lines = [...(outcome === "ok" ? [] : details.trimEnd().split("\n")), ...notes.split("\n")];
  for (const line of lines.filter((text) => text !== "")) say(`        ${line}`);
  return outcome;
}

/** A SetUpError fails the check; the other checks continue. */
function refused(error: unknown): Verdict {
  if (error instanceof SetUpError) return { outcome: "failed", details: error.message };
  throw error;
}

/** The result of a command that prints what is wrong and then exits with a code other than 0. */
export function verdictOf(ended: { code: number; stdout: string; stderr: string }): Verdict {
  return { outcome: ended.code === 0 ? "ok" : "failed", details: [ended.stdout, ended.stderr].join("\n").trim() };
}
