import { createHash } from "node:crypto";
import path from "node:path";
import { type CommandLine, commandLine } from "../cli/command-line.ts";
import { pulumiHome } from "../cli/installed-cli.ts";
import { readableText } from "../system/files.ts";
import { devStack, localBackend } from "./environment.ts";
import { projectName } from "./stack.ts";

/**
 * The stack that a Pulumi command works on: the stack in its arguments, otherwise PULUMI_STACK, otherwise the stack
 * selected in this project. Undefined if none of these is set. Returns only the last part of
 * `organisation/project/stack`.
 *
 * Some commands name stacks outside `--stack` (`stack new NAME`, `config copy --dest`, `state move`). For these
 * commands, returns the first stack that is not `dev`, or a placeholder if the CLI will ask for the name. As a result,
 * the empty passphrase of `dev` is never used for a different stack by mistake.
 */
export function stackOf(
  args: readonly string[],
  selection: { env: Readonly<Record<string, string | undefined>>; selected: string | undefined },
): string | undefined {
  const line = commandLine(args);
  const named = namedElsewhere(line) ?? line.flags.get("stack") ?? selection.env.PULUMI_STACK ?? selection.selected;
  return named === undefined || named === "" ? undefined : lastPart(named);
}

const takesNames = new Set(["stack new", "stack select", "stack remove", "stack rename", "cancel"]);

function namedElsewhere({ command, names, flags }: CommandLine): string | undefined {
  const stacks = takesNames.has(command) ? names : [flags.get("source"), flags.get("dest")];
  const given = stacks.filter((name) => name !== undefined);
  if (command === "stack new" && given.length === 0 && !flags.has("stack")) return "not known yet";
  return given.find((name) => lastPart(name) !== devStack) ?? given[0];
}

function lastPart(stack: string): string {
  return stack.split("/").at(-1) ?? stack;
}

/**
 * The selected stack. The CLI records it for each backend in its home folder, in
 * `workspaces/<project>-<sha1 of Pulumi.yaml's path>-workspace.json`.
 */
export function selectedStack(o: {
  home: string;
  project: string;
  projectName: string;
  backend: string;
}): string | undefined {
  const hash = createHash("sha1").update(path.join(o.project, "Pulumi.yaml")).digest("hex");
  const file = path.join(o.home, "workspaces", `${o.projectName}-${hash}-workspace.json`);
  const text = readableText(file);
  if (text === "") return undefined; // no stack has been selected here
  const note: { stack?: string; stacks?: Record<string, string> } = JSON.parse(text);
  return note.stacks?.[o.backend] ?? note.stack;
}

/** The stack that `pulumi <args>` works on in a project, with this process's environment. */
export function chosenStack(args: readonly string[], project: string): string | undefined {
  const selected = selectedStack({
    home: pulumiHome(),
    project,
    projectName: projectName(project),
    backend: process.env.PULUMI_BACKEND_URL ?? localBackend(project),
  });
  return stackOf(args, { env: process.env, selected });
}
