import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProjectStack } from "../stack/stack.ts";
import { capture } from "../system/capture.ts";
import { SetUpError } from "../system/say.ts";

interface Operation {
  readonly type: string;
  readonly resource: { readonly urn: string };
}

/** The part of a deployment, as `pulumi stack export` writes it, that is used here. */
interface Exported {
  readonly deployment?: { pending_operations?: Operation[] };
}

/** How to run the CLI on a stack. */
export interface StackCommand extends ProjectStack {
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * URNs of the resources that a run was creating when it was killed, from the state file of a file backend. The engine
 * keeps them until `refresh --clear-pending-creates`, and warns at each update.
 */
export function pendingCreates(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const state: { checkpoint?: { latest?: Exported["deployment"] } } = JSON.parse(text);
  return (state.checkpoint?.latest?.pending_operations ?? []).filter(isCreate).map(({ resource }) => resource.urn);
}

/**
 * Removes the pending creates from a stack's state. Calls `unlock` after reading the state, just before writing it: writing
 * takes the CLI's own lock, so it never overwrites a run that starts in between.
 *
 * @throws SetUpError when the CLI refuses
 */
export async function clearPendingCreates(command: StackCommand, unlock: () => void): Promise<void> {
  const exported: Exported = JSON.parse(await pulumi(command, ["stack", "export"]));
  if (exported.deployment) {
    const { pending_operations: operations = [] } = exported.deployment;
    exported.deployment.pending_operations = operations.filter((operation) => !isCreate(operation));
  }
  const own = path.join(command.project, ".genesys");
  mkdirSync(own, { recursive: true });
  const folder = mkdtempSync(path.join(own, "state-"));
  const file = path.join(folder, "stack.json");
  try {
    writeFileSync(file, JSON.stringify(exported), { mode: 0o600 });
    unlock();
    await pulumi(command, ["stack", "import", "--file", file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pulumi({ project, cli, env, stack }: StackCommand, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture(cli, [...args, "--stack", stack], { cwd: project, env });
  if (code === 0) return stdout;
  throw new SetUpError(
    `The state of ${stack} lists objects that an interrupted run was creating, and they could not be removed from it (pulumi ${args.slice(0, 2).join(" ")}):\n${stderr.trim()}\n` +
      `Try: npm run pulumi -- refresh --clear-pending-creates --stack ${stack}`,
  );
}

function isCreate({ type }: Operation): boolean {
  return type === "creating";
}
