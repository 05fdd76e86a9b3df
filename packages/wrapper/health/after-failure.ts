import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { commandLine } from "../cli/command-line.ts";
import { pulumiHome } from "../cli/installed-cli.ts";
import { devStack } from "../stack/environment.ts";
import { opens, saltOf } from "../stack/passphrase.ts";
import type { FileStack, ProjectStack } from "../stack/stack.ts";
import { damagedState, newState } from "../state/restore-state.ts";
import { readStateFile, stateFile } from "../state/state-file.ts";
import { KEPT, readableText } from "../system/files.ts";
import type { Ending } from "../system/pass-through.mjs";
import { say } from "../system/say.ts";
import { fullPlaces } from "../system/system-failure.ts";
import type { OrganisationOf } from "./before-run.ts";

/** Commands that the CLI refuses for a stack that does not exist. */
const needsStack = /^(up|preview|refresh|destroy|watch|import|stack (output|export|history|graph)|state .*)$/;

type Run = OrganisationOf & { readonly args: readonly string[] };

/**
 * Prints a hint after a CLI command has failed, if files on this machine show the cause.
 * @returns the ending, unchanged
 */
export function explainFailure(ending: Ending, run: Run): Ending {
  const text = failureHint(ending, run);
  if (text !== undefined) say(`\n${text}`);
  return ending;
}

/** A hint about the cause of a failed CLI command. Undefined if files on this machine do not show the cause. */
export function failureHint(ending: Ending, run: Run): string | undefined {
  if (ending.code === 0 || ending.signal !== null) return undefined;
  return noState(run) ?? damagedState(run) ?? noSpace(run) ?? otherPassphrase(run);
}

function noState(run: Run): string | undefined {
  const { command, flags } = commandLine(run.args);
  return needsStack.test(command) && !flags.has("help") ? missingState(run) : undefined;
}

/** A message that explains how to create the state of a stack. Undefined if the stack already has a state. */
export function missingState(of: FileStack): string | undefined {
  if (readStateFile(stateFile(of)).kind !== "missing") return undefined;
  const { stack } = of;
  const create =
    stack === devStack
      ? "npm start"
      : `npm run pulumi -- stack init ${stack} --no-select, then npm run pulumi -- up --stack ${stack}`;
  return `The stack ${stack} has no state in ${of.state}. Create it: ${create}. If the state was lost, create a new state, which adopts the declared objects that exist in the organisation:\n${newState(stack).join("\n")}`;
}

function noSpace({ project, state, env }: Run): string | undefined {
  const full = fullPlaces([state, path.join(project, KEPT), os.tmpdir(), pulumiHome(env)]);
  if (full.length === 0) return undefined;
  return `No space is left on the disk of ${full.join(", ")}. Free some space there, then run the command again. The command first reads the live state.`;
}

/**
 * A message if the passphrase in the environment is wrong for the stack. Undefined if it is correct or cannot be
 * checked.
 */
export function otherPassphrase(run: ProjectStack & Pick<Run, "env">): string | undefined {
  const passphrase = passphraseIn(run.env);
  if (passphrase === undefined) return undefined;
  const { project, stack } = run;
  const salt = saltOf(project, stack);
  // This file stores the salt that last matched the empty passphrase. Failed updates of `dev` are common, and without
  // this file, each check would take most of a second.
  const note = path.join(project, KEPT, "cache", "empty-passphrase");
  if (salt === undefined || (passphrase === "" && readableText(note) === salt)) return undefined;
  if (opens(salt, passphrase) !== false) {
    if (passphrase === "") remember(note, salt);
    return undefined;
  }
  const source = run.env["PULUMI_CONFIG_PASSPHRASE"] === undefined ? "_FILE" : "";
  const file = `Pulumi.${stack}.yaml`;
  if (stack === devStack && passphrase === "")
    return (
      `The stack ${devStack} was encrypted with a passphrase: the empty passphrase does not match the encryptionsalt of ${file}. ` +
      `Set PULUMI_CONFIG_PASSPHRASE to that passphrase. If you have lost the passphrase and ${devStack} has no secrets, run: git checkout ${file}, then npm start.`
    );
  return (
    `The passphrase in PULUMI_CONFIG_PASSPHRASE${source} is not the passphrase of the stack ${stack}: it does not match the encryptionsalt of ${file}. ` +
    `Set the passphrase that ${stack} was created with. Without it, the secrets of ${stack} cannot be read.`
  );
}

/** The passphrase that the CLI reads from the environment. Undefined if the CLI would ask for it. */
export function passphraseIn(env: Run["env"]): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  if (text !== undefined || !file) return text;
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined; // the CLI reports the error
  }
}

function remember(note: string, salt: string): void {
  try {
    mkdirSync(path.dirname(note), { recursive: true });
    writeFileSync(note, salt);
  } catch {
    // The file is only a cache: the next failure tries to write it again.
  }
}
