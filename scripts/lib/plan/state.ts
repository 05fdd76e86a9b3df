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
  const resources = (deployment?.resources ?? []).map((one): [string, unknown] => [one.urn, withoutBookkeeping(one)]);
  const pending = (deployment?.pending_operations ?? []).map((one): [string, unknown] => [
    `${one.resource.urn} (${one.type})`,
    one,
  ]);
  // A resource that a replacement still has to delete has the URN of the new one.
  const groups = Map.groupBy([...resources, ...pending], ([urn]) => urn);
  return Object.fromEntries([...groups].map(([urn, group]) => [urn, digestOf(group.map(([, content]) => content))]));
}

/** What the engine keeps of a resource for itself: when it wrote it, where the program declares it, and what it depends on. */
const BOOKKEEPING = new Set([
  "created",
  "modified",
  "sourcePosition",
  "stackTrace",
  "dependencies",
  "propertyDependencies",
  "sequenceNumber",
]);

/** The bookkeeping of the engine is not what a resource is. */
export function withoutBookkeeping(resource: object): object {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !BOOKKEEPING.has(name)));
}

function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
}
