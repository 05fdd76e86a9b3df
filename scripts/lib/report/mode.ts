import { offlineVariable } from "@genesys-flows/project/notes";
import { type CommandLine, isOn, withoutFlags } from "../cli/command-line.ts";

/** Our flag: the engine's own text instead of a report. */
export const RAW = "raw";

/** Flags with which a command prints something else than a report would say. */
const OTHER_OUTPUT = ["help", "json", "diff", "output", "event-log", "preview-only", "interactive", "j"];
/** Flags with which a user binds update and preview. */
const BINDING = ["plan", "save-plan"];

/**
 * Whether the wrapper runs a command without the engine's text, and prints a report: a preview or an update, unless its flags, or
 * Pulumi's variables for them, ask for the engine's text.
 */
export function isReported(
  { command, flags }: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (command !== "preview" && command !== "up") return false;
  const asked = [RAW, ...OTHER_OUTPUT, ...BINDING].some((flag) => {
    const value = flags.get(flag) ?? env[`PULUMI_OPTION_${flag.replaceAll("-", "_").toUpperCase()}`];
    return value !== undefined && value !== "" && value !== "false";
  });
  return !asked;
}

/** Our flag: a preview that compares nothing with the organisation but what it would change. */
const OFFLINE = "offline";

/** The arguments without `--offline`, which sets the provider's variable in `env`. */
export function withoutOffline(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const rest = withoutFlags(args, (flag) => flag === OFFLINE);
  if (rest.length < args.length) env[offlineVariable] = "true";
  return rest;
}

/** Whether an update runs without a preview. */
export function skipsPreview({ flags }: CommandLine, env: Readonly<Record<string, string | undefined>>): boolean {
  return isOn(flags.get("skip-preview") ?? env["PULUMI_OPTION_SKIP_PREVIEW"]);
}

/** Whether an update needs no answer. */
export function isConfirmed({ flags }: CommandLine, env: Readonly<Record<string, string | undefined>>): boolean {
  return isOn(flags.get("yes") ?? env["PULUMI_OPTION_YES"] ?? env["PULUMI_SKIP_CONFIRMATIONS"]);
}
