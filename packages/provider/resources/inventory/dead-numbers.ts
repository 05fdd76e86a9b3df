import type { FlowAccess } from "../flow/life/flow-organisation.ts";
import { readMark } from "../flow/reading/mark.ts";
import type { DeletedObject, DeletionGuard } from "../plain/spec.ts";
import { outsideUsersOfFlow } from "./leaving.ts";

/**
 * Before `destroy` deletes an IVR whose numbers an inventory writes: its flow is deleted next, and when that is refused, the
 * numbers would lead nowhere. With a program, the inventory has already checked it. An IVR with its own `dnis` is left to its program.
 *
 * @throws Error that lists the other users of the flow
 */
export function deadNumbersGuard(access: FlowAccess): DeletionGuard {
  return async (ivr) => {
    const flowId = ivr.state["openHoursFlowId"];
    if (ivr.declared || ivr.inputs["dnis"] !== undefined || typeof flowId !== "string") return;
    const { organizationId } = ivr.state;
    const { flows } = await access.open(typeof organizationId === "string" ? organizationId : undefined);
    const flow = await flows.read(flowId);
    if (!flow || !isOurs(flow.description, ivr)) return;
    const users = await outsideUsersOfFlow(flows, flow, new Set([ivr.id]));
    const staying = [];
    for (const user of users) {
      const other = /FLOW$/.test(user.type) ? await flows.read(user.id) : undefined;
      if (!other || !isOurs(other.description, ivr)) staying.push(`- ${user.type} '${user.name}' (${user.id})`);
    }
    if (staying.length === 0) return;
    throw new Error(
      `The numbers of '${String(ivr.state["name"])}' stay: its flow '${flow.name}' (${flowId}) cannot be deleted, because objects outside this stack use it:\n` +
        `${staying.join("\n")}\nRemove it from these first. Nothing of this flow was deleted.`,
    );
  };
}

function isOurs(description: string | null | undefined, { urn }: DeletedObject): boolean {
  const mark = readMark(description);
  return mark?.project === urn.project && mark.stack === urn.stack;
}
