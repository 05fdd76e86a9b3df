import { type FlowEntity, lookAgain, nameKey, typeOfFlow, waitsOf } from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

/**
 * @throws Error when another flow of the type has the name, also one that this update would delete. The search may be late:
 *   the flow itself is read to check its name
 */
export async function refuseTakenName(organisation: FlowOrganisation, flow: FlowEntity, name: string): Promise<void> {
  const { flows } = organisation;
  const found = await flows.findByName(typeOfFlow(flow), name);
  if (!found || found.id === flow.id) return;
  const holder = await flows.readAlone(found.id);
  if (!holder || nameKey(holder.name) !== nameKey(name)) return;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) cannot be renamed to '${name}': the flow ${holder.id} has that name. ` +
      "Rename or delete that flow first, in a separate update.",
  );
}

/**
 * Renames in place, so that the id stays: check out, rename, unlock. Then a search for the new name must find only this flow,
 * because the publish job finds its flow by name. The search may be late, and is repeated for a minute. Each step may be
 * repeated after a crash.
 *
 * @throws Error when the name is taken
 */
export async function renameFlow(
  organisation: FlowOrganisation,
  operation: Pick<Operation, "signal" | "log">,
  o: { readonly flow: FlowEntity; readonly name: string },
): Promise<void> {
  const { flows, pace } = organisation;
  const { flow, name } = o;
  await refuseTakenName(organisation, flow, name);
  await flows.checkout(flow.id);
  try {
    await flows.rename(flow, name);
  } finally {
    await flows.unlock(flow.id);
  }
  const look = () => flows.findByName(typeOfFlow(flow), name);
  const found = await lookAgain(await look(), look, {
    waits: waitsOf(pace.late),
    signal: operation.signal,
    isSettled: (holder) => holder?.id === flow.id,
    onWait: () => operation.log.progress(`waiting: the search does not find the name '${name}' yet`),
  });
  if (found?.id !== flow.id) {
    throw new Error(
      `The flow ${flow.id} was renamed to '${name}', but the search for that name finds ${found ? `the flow ${found.id}` : "no flow"}. Nothing was published. Run the update again.`,
    );
  }
}
