import { ApiFailure, type Dependency, describeUser, pause, readKnown, type User } from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import { refuseOtherStack, usersText } from "../reading/ownership.ts";
import type { FlowState } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

/**
 * Deletes a flow. The platform refuses the deletion while other objects use the flow. If this run also deletes these
 * objects, or if their published versions no longer use the flow, retries for a limited time.
 * @throws Error that lists the objects that use the flow
 */
export async function deleteFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  flow: { id: string; state: FlowState },
): Promise<void> {
  const { deletions } = organisation;
  const live = await readKnown(organisation, { id: flow.id }, operation);
  const { publishNotes } = organisation;
  if (!live) return publishNotes.forget(operation.urn, flow.id, operation.log.debug);
  refuseOtherStack(live, operation.urn);
  deletions.begin(flow.id);
  try {
    await deleteWhenFree(organisation, operation, flow);
  } finally {
    deletions.end(flow.id);
  }
  await publishNotes.forget(operation.urn, flow.id, operation.log.debug);
}

async function deleteWhenFree(
  organisation: FlowOrganisation,
  operation: Operation,
  { id, state }: { id: string; state: FlowState },
): Promise<void> {
  const { flows, deletions, pace } = organisation;
  const startedAt = performance.now();
  for (;;) {
    try {
      return await flows.delete(id);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.kind !== "conflict") throw error;
      const users = await usersOf(organisation, { id, state, refusal: error });
      const staying = users.filter((user) => user.uses && !deletions.isRunning(user.id));
      const elapsed = performance.now() - startedAt;
      // The deletion of other objects that use the flow may start slightly later.
      const giveUpAfter = staying.length > 0 ? pace.deleteGraceMs : pace.deleteLimitMs;
      if (elapsed >= giveUpAfter) throw inUse(state.name, id, staying.length > 0 ? staying : users, error);
      operation.log.progress(`waiting for ${users.map((user) => `'${user.name}'`).join(", ")}`);
      await deletions.block(id, new Set(users.filter((user) => user.uses).map((user) => user.id)));
      await pause(pace.deletePollMs, operation.signal);
    }
  }
}

async function usersOf(
  organisation: FlowOrganisation,
  flow: { id: string; state: FlowState; refusal: ApiFailure },
): Promise<User[]> {
  const consumers = await organisation.flows.consumers({ id: flow.id, type: flow.state.type });
  const named = flow.refusal.details
    .filter((detail) => detail.entityId && detail.entityId !== flow.id)
    .map((detail): Dependency => ({ id: detail.entityId ?? "", name: detail.entityName, type: detail.fieldName }));
  const unique = new Map([...consumers, ...named].map((user) => [user.id, user]));
  return Promise.all([...unique.values()].map((user) => describeUser(organisation.flows, user, flow.id)));
}

function inUse(name: string, id: string, users: readonly User[], refusal: ApiFailure): Error {
  const list = usersText(users);
  return new Error(
    list
      ? `The flow '${name}' (${id}) is in use and was not deleted. It is used by:\n${list}\nRemove the flow from these objects first.`
      : `The flow '${name}' (${id}) was not deleted: ${refusal.message}`,
  );
}
