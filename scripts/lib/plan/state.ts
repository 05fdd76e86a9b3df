import { createHash } from "node:crypto";
import type { OpenedStack } from "../runs/opened-stack.ts";
import { capture } from "../system/capture.ts";
import { SetUpError } from "../system/say.ts";

/** URN -> digest of the resource in the state. */
export type StateDigests = Readonly<Record<string, string>>;

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string }[];
    readonly pending_operations?: readonly { readonly resource: { readonly urn: string }; readonly type: string }[];
  };
}

/**
 * The state of a stack, as any backend has it, with one digest for each resource. Not part of it: when it was written, and by which
 * version of the engine.
 * @throws SetUpError when the CLI cannot read it
 */
export async function stateDigests({ project, stack, cli, env }: OpenedStack): Promise<StateDigests> {
  const { code, stdout, stderr } = await capture(cli, ["stack", "export", "--stack", stack], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The state of ${stack} could not be read:\n${stderr.trim()}`);
  const { deployment } = JSON.parse(stdout) as Exported;
  const resources = (deployment?.resources ?? []).map((one): [string, unknown] => [one.urn, timeless(one)]);
  const pending = (deployment?.pending_operations ?? []).map((one): [string, unknown] => [
    `${one.resource.urn} (${one.type})`,
    one,
  ]);
  // A resource that a replacement still has to delete has the URN of the new one.
  const groups = Map.groupBy([...resources, ...pending], ([urn]) => urn);
  return Object.fromEntries([...groups].map(([urn, group]) => [urn, digestOf(group.map(([, content]) => content))]));
}

/** When the engine wrote a resource is not what it is. */
function timeless<T extends object>(resource: T): object {
  const { created, modified, ...rest } = resource as Record<string, unknown>;
  return rest;
}

function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
}
