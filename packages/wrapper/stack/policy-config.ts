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
 * The policy pack's configuration, and the secret by which the pack recognises the verdict of this run's program.
 * @throws SetUpError with errors in policies
 */
export async function policyEnvironment(o: PolicedCommand): Promise<Record<string, string>> {
  const folder = path.resolve(o.project, "policies");
  const isJudged = judging.has(o.line.command) && !o.line.flags.has("help") && usesOwnPack(o, folder);
  return isJudged ? { ...(await policyConfig(o, folder)), [RUN_SECRET]: runSecret(o, folder) } : { [RUN_SECRET]: "" };
}

/** Empty in a pipeline, whatever the environment contains: there the pack is the gate for changes of the program. */
function runSecret({ env }: PolicedCommand, folder: string): string {
  if (pipelines.some((name) => env[name])) return "";
  const secret = newRunSecret();
  if (verdicts.size === 0) process.once("exit", removeVerdicts);
  verdicts.add(verdictFile(folder, secret));
  return secret;
}

/** Verdicts that the runs of this process left because the pack did not read them. */
const verdicts = new Set<string>();

function removeVerdicts(): void {
  for (const file of verdicts) rmSync(file, { force: true });
}

/**
 * Writes how a stack enforces the rules to a file for the engine. Writes nothing for a stack without levels: the pack
 * then enforces every rule.
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
 * False with a policy pack other than the project's, and if the command or the environment already has a configuration.
 */
function usesOwnPack({ project, line, env }: PolicedCommand, folder: string): boolean {
  if (line.flags.has("policy-pack") || line.flags.has("policy-pack-config")) return false;
  if (env["PULUMI_OPTION_POLICY_PACK_CONFIG"] !== undefined) return false;
  const pack = env["PULUMI_OPTION_POLICY_PACK"];
  return pack !== undefined && pack !== "" && path.resolve(project, pack) === folder;
}

/** The levels' name in the stack's file; the program reports errors in it. */
async function levelsOf({ project, stack, line }: PolicedCommand): Promise<string | undefined> {
  const text = readableText(path.resolve(project, line.flags.get("config-file") ?? `Pulumi.${stack}.yaml`));
  if (!text.includes("policyLevels")) return undefined;
  const { stackFileEntries } = await import("@genesys-flows/project");
  const { policyLevels } = stackFileEntries(`Pulumi.${stack}.yaml`, text);
  return typeof policyLevels === "string" ? policyLevels : undefined;
}
