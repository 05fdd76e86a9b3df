import { ApiFailure, type FlowEntity, readMark, typeOfFlow } from "@genesys-flows/provider";
import type { OpenStack } from "../open-stack.ts";
import type { Target } from "./targets.ts";

/**
 * What the next update gives a flow in place of the snapshots that its earlier version held: publishing copies the present versions of its
 * modules. Lines for people; none where they are the same.
 */
export async function heldLines(
  { version }: Pick<Target, "version">,
  flow: FlowEntity,
  { stack, keys }: { readonly stack: OpenStack; readonly keys: ReadonlySet<string> },
): Promise<string[]> {
  try {
    const held = await stack.flows.embedded({ id: flow.id, type: typeOfFlow(flow), version: version.id });
    const lines = await Promise.all(
      held.map(async (copy) => {
        const module = await stack.flows.read(copy.id);
        const name = module?.name ?? copy.name ?? copy.id;
        const was = `Version ${version.id} held version ${copy.version} of '${name}'`;
        const live = module?.publishedVersion?.id;
        if (live === undefined)
          return [`${was}, which is no longer published. An update is refused while the flow calls it.`];
        const key = readMark(module?.description)?.key;
        if (key !== undefined && keys.has(key))
          return [`${was}. The flow gets the version that this rollback publishes.`];
        return live === copy.version ? [] : [`${was}. Version ${live} is published, and the flow gets that one.`];
      }),
    );
    return lines.flat();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [`The modules that version ${version.id} held are not known: ${error.message}`];
  }
}
