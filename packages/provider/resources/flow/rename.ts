import type { Organisation } from "../../run/organisation.ts";
import { type FlowEntity, typeOfFlow } from "./entities.ts";

/** @throws Error when another flow of the type has the name, also one that this update would delete */
export async function refuseTakenName(organisation: Organisation, flow: FlowEntity, name: string): Promise<void> {
  const holder = await organisation.flows.findByName(typeOfFlow(flow), name);
  if (!holder || holder.id === flow.id) return;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) cannot be renamed to '${name}': that name belongs to the flow ${holder.id}. ` +
      "Rename or delete that one first, in an update of its own.",
  );
}

/**
 * Renames in place, so that the id stays: check out, rename, give the lock back; then the new name must lead to this flow
 * alone, for the publish job finds its flow by name. Each step may be repeated after a crash.
 *
 * @throws Error when the name is taken
 */
export async function renameFlow(organisation: Organisation, flow: FlowEntity, name: string): Promise<void> {
  const { flows } = organisation;
  await refuseTakenName(organisation, flow, name);
  await flows.checkout(flow.id);
  try {
    await flows.rename(flow, name);
  } finally {
    await flows.unlock(flow.id);
  }
  const found = await flows.findByName(typeOfFlow(flow), name);
  if (found?.id !== flow.id) {
    throw new Error(
      `The flow ${flow.id} was renamed to '${name}', but that name leads to ${found ? `the flow ${found.id}` : "no flow"}. Nothing was published; run the update again.`,
    );
  }
}
