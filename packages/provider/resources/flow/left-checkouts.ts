import type { Operation } from "../../engine/resource.ts";
import type { Organisation } from "../../run/organisation.ts";

/**
 * Gives back flows of a stack that an interrupted run had checked out, to rename them: those that this very client holds. No
 * publish would meet that lock where nothing is to be published any more.
 *
 * To be called in an update that comes after an interrupted one, when nothing is renamed any more.
 * @throws ApiFailure
 */
export async function giveBackCheckouts(
  { flows }: Pick<Organisation, "flows">,
  { log }: Operation,
  stack: { readonly project: string; readonly stack: string },
): Promise<void> {
  if (flows.clientId === undefined) return;
  for (const flow of await flows.marked(stack)) {
    if (flow.lockedUser || flow.lockedClient?.id !== flows.clientId) continue;
    await flows.unlock(flow.id);
    log.info(`Gave back the flow '${flow.name}', which an interrupted run had checked out.`);
  }
}
