import type { SetUp } from "@genesys-flows/wrapper/set-up";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { duration, SetUpError, say } from "@genesys-flows/wrapper/system/say";

/** The result of a check. The details are lines for people: what is wrong and where, or why the check was skipped. */
export interface Verdict {
  outcome: "ok" | "failed" | "skipped";
  details: string;
  /** Lines to print even if the check passes. */
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
  if (error instanceof SetUpError) return failures([error.message]);
  throw error;
}

/** The result of a check that found the given errors. */
export function failures(found: readonly string[]): Verdict {
  return { outcome: found.length > 0 ? "failed" : "ok", details: found.join("\n") };
}

/** The files that Git tracks; undefined outside a checkout. */
export async function trackedFiles(env: NodeJS.ProcessEnv): Promise<string[] | undefined> {
  const { code, stdout } = await capture("git", ["ls-files", "-z"], { cwd: installation, env });
  return code === 0 ? stdout.split("\0").filter((file) => file !== "") : undefined;
}

/**
 * The result of a check that runs a command. If it has findings, the command prints them and exits with a code other
 * than 0.
 */
export function verdictOf(ended: { code: number; stdout: string; stderr: string }): Verdict {
  return { outcome: ended.code === 0 ? "ok" : "failed", details: [ended.stdout, ended.stderr].join("\n").trim() };
}
