import { ApiFailure, type FlowEntity, readMark, typeOfFlow } from "@genesys-flows/platform";
import type { OpenStack } from "../open-stack.ts";
import type { Target } from "./targets.ts";

/**
 * What the next update gives a flow in place of the snapshots that its earlier version held: publishing copies the present versions of its
 * modules. Lines for people; none where they are the same.
 * @param o.keys of the flows that are rolled back
 */
export async function heldLines(
  { version, versions }: Target,
  { stack, keys }: { readonly stack: OpenStack; readonly keys: ReadonlySet<string> },
): Promise<string[]> {
  if (!versions) return [];
  const { flow } = versions;
  try {
    const held = await stack.flows.embedded({ id: flow.id, type: typeOfFlow(flow), version: version.id });
    const lines = held.map(async ({ id, name, version: was }) => {
      const module = await stack.flows.read(id);
      const snapshot = `Version ${version.id} held version ${was} of '${module?.name ?? name ?? id}'`;
      return nowText(snapshot, { was, module, keys });
    });
    return (await Promise.all(lines)).flat();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [`The modules that version ${version.id} held are not known: ${error.message}`];
  }
}

function nowText(
  snapshot: string,
  o: {
    readonly was: string | null | undefined;
    readonly module: FlowEntity | undefined;
    readonly keys: ReadonlySet<string>;
  },
): string[] {
  const live = o.module?.publishedVersion?.id;
  if (live === undefined)
    return [`${snapshot}, which is no longer published. An update is refused while the flow calls it.`];
  const key = readMark(o.module?.description)?.key;
  if (key !== undefined && o.keys.has(key))
    return [`${snapshot}. The flow gets the version that this rollback publishes.`];
  return live === o.was ? [] : [`${snapshot}. Version ${live} is published, and the flow gets that one.`];
}
