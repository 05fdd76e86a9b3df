import type { SetUp } from "../set-up.ts";
import { duration, SetUpError, say } from "../system/say.ts";

/** What a check found. The details are lines for a person: what is wrong where, or why it was skipped. */
export interface Verdict {
  outcome: "ok" | "failed" | "skipped";
  details: string;
  /** What a person should know also when it is ok. */
  notes?: string;
}

/** One thing that must hold of the whole project. */
export interface Check {
  /** Its name on the command line. */
  name: string;
  /** What holds when it is ok. */
  title: string;
  run(set: SetUp): Promise<Verdict>;
}

/** Runs a check and says how it went. */
export async function runCheck(check: Check, set: SetUp): Promise<Verdict["outcome"]> {
  const begun = Date.now();
  const { outcome, details, notes = "" } = await check.run(set).catch(refused);
  say(`${outcome.padEnd(8)}${check.name.padEnd(10)}${check.title} (${duration(Date.now() - begun)})`);
  const lines = [...(outcome === "ok" ? [] : details.trimEnd().split("\n")), ...notes.split("\n")];
  for (const line of lines.filter((text) => text !== "")) say(`        ${line}`);
  return outcome;
}

/** What a person has to put right before the check can be made is a failure of it; the others run on. */
function refused(error: unknown): Verdict {
  if (error instanceof SetUpError) return { outcome: "failed", details: error.message };
  throw error;
}

/** The verdict on a command that prints what is wrong and then exits other than with 0. */
export function verdictOf(ended: { code: number; stdout: string; stderr: string }): Verdict {
  return { outcome: ended.code === 0 ? "ok" : "failed", details: [ended.stdout, ended.stderr].join("\n").trim() };
}
