import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { newRunSecret, RUN_SECRET, verdictFile } from "@genesys-flows/policies/run-verdict";
import type { CommandLine } from "../cli/command-line.ts";
import { KEPT, readableText } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import { pipelines } from "./environment.ts";
import { fileNameOf, type ProjectStack } from "./stack.ts";

export const judging = new Set(["up", "preview", "watch"]);

export interface PolicedCommand extends ProjectStack {
  readonly line: CommandLine;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The variables for the policy pack: its configuration and a secret. By this secret, the pack recognises the verdict
 * that the program wrote in the same run.
 * @throws SetUpError if the policies have errors
 */
export async function policyEnvironment(o: PolicedCommand): Promise<Record<string, string>> {
  const folder = path.resolve(o.project, "policies");
  const isJudged = judging.has(o.line.command) && !o.line.flags.has("help") && usesOwnPack(o, folder);
  return isJudged ? { ...(await policyConfig(o, folder)), [RUN_SECRET]: runSecret(o, folder) } : { [RUN_SECRET]: "" };
}

/** The secret of a run. Always empty in a pipeline, where the pack must also check changes to the program. */
function runSecret({ env }: PolicedCommand, folder: string): string {
  if (pipelines.some((name) => env[name])) return "";
  const secret = newRunSecret();
  if (verdicts.size === 0) process.once("exit", removeVerdicts);
  verdicts.add(verdictFile(folder, secret));
  return secret;
}

/** Verdict files of the runs in this process. A file remains on disk if the pack did not read it. */
const verdicts = new Set<string>();

function removeVerdicts(): void {
  for (const file of verdicts) rmSync(file, { force: true });
}

/**
 * Writes the enforcement levels of a stack's rules to a file for the engine. Writes nothing if the stack has no levels,
 * because the pack then enforces every rule.
 */
async function policyConfig(o: PolicedCommand, folder: string): Promise<Record<string, string>> {
  const { project, stack } = o;
  const levels = await levelsOf(o);
  if (levels === undefined) return {};
  const { DiagnosticError } = await import("@genesys-flows/architect/diagnostic");
  const { policyConfigOf, readGate } = await import("@genesys-flows/policies/gate");
  const gate = await readGate({ folder, levels }).catch((error: unknown) => {
    throw error instanceof DiagnosticError ? new SetUpError(`The policies have errors.\n\n${error.message}`) : error;
  });
  const file = path.join(KEPT, "policies", `${fileNameOf(stack)}.json`);
  mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(project, file), `${JSON.stringify(policyConfigOf(gate), undefined, 2)}\n`);
  return { PULUMI_OPTION_POLICY_PACK_CONFIG: path.resolve(project, file) };
}

/**
 * Whether the run uses the project's own policy pack without a configuration from the command or the environment.
 */
function usesOwnPack({ project, line, env }: PolicedCommand, folder: string): boolean {
  if (line.flags.has("policy-pack") || line.flags.has("policy-pack-config")) return false;
  if (env["PULUMI_OPTION_POLICY_PACK_CONFIG"] !== undefined) return false;
  const pack = env["PULUMI_OPTION_POLICY_PACK"];
  return pack !== undefined && pack !== "" && path.resolve(project, pack) === folder;
}

/** Name of the levels in the stack's file. The program reports any errors in the name. */
async function levelsOf({ project, stack, line }: PolicedCommand): Promise<string | undefined> {
  const text = readableText(path.resolve(project, line.flags.get("config-file") ?? `Pulumi.${stack}.yaml`));
  if (!text.includes("policyLevels")) return undefined;
  const { stackFileEntries } = await import("@genesys-flows/project");
  const { policyLevels } = stackFileEntries(`Pulumi.${stack}.yaml`, text);
  return typeof policyLevels === "string" ? policyLevels : undefined;
}
