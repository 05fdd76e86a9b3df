import type { Usage } from "../directory.ts";
import { ApiError } from "../http/api-error.ts";
import { own } from "../own.ts";
import { dependedOn } from "../resources/plain-resource.ts";
import type { Scope } from "../service.ts";
import { type Author, type Deed, sameAuthor } from "./author.ts";
import { type FlowRow, lockHolder, updateFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { refuseSystemFlow } from "./system-flows.ts";

/**
 * Codes of the refusal, by the type of the object that uses the flow (reference/platform-api.md §3.2). The code for any
 * other type is `dependency.object.in.use`.
 */
const REFUSALS: Readonly<Record<string, { readonly suffix: string; readonly users: string }>> = {
  IVRCONFIGURATION: { suffix: "used.in.ivr.configs", users: "IVR configurations" },
  EMAILROUTE: { suffix: "used.in.email.routes", users: "email routes" },
  QUEUE: { suffix: "used.in.queues", users: "queues" },
  EMERGENCYGROUP: { suffix: "used.in.emergency.groups", users: "emergency groups" },
  MESSAGERECIPIENT: { suffix: "used.by.message.addresses", users: "message addresses" },
  COMPOSERSCRIPT: { suffix: "used.in.composer.scripts", users: "composer scripts" },
};

/**
 * Deletes all of the flows or none. Flows that use each other can be deleted together.
 * @throws ApiError 405 for a system flow, or if another user has a flow checked out; 409 if a flow is in use, with each
 * user in `details` (type in `fieldName`)
 */
export function deleteFlows(scope: Scope, flows: readonly FlowRow[], deed: Deed): void {
  const { store } = scope;
  const going = new Set(flows.map((flow) => flow.id));
  for (const flow of flows) {
    refuseSystemFlow(store, flow, "delete");
    const holder = lockHolder(flow);
    if (holder && !sameAuthor(holder, deed.author)) throw lockedByAnother(flow, holder);
    refuseInUse(scope, flow, { verb: "delete", leavingOut: going });
  }
  for (const flow of flows) {
    updateFlow(store, flow.id, { deleted: 1, active: 0, lock: "free" }, deed.now);
    record(store, flow.id, "DELETE", deed);
  }
}

function lockedByAnother(flow: FlowRow, { user, client }: Author): ApiError {
  const { id, name } = user ?? client;
  const message = "Flow cannot be deleted because it is locked by another user.";
  return new ApiError(405, "architect.flow.cannot.delete.user.does.not.have.lock", message, {
    details: [{ errorCode: flow.id, fieldName: "lockedUser", entityId: id, entityName: name }],
  });
}

type Verb = "delete" | "deactivate";

/** @throws ApiError 409 if anything except `leavingOut` uses the flow */
export function refuseInUse(
  { directory }: Pick<Scope, "directory">,
  flow: FlowRow,
  { verb, leavingOut }: { readonly verb: Verb; readonly leavingOut?: ReadonlySet<string> },
): void {
  const users = directory
    .usages("flow", flow.id)
    .filter((user) => !leavingOut?.has(user.id) && (verb === "delete" || own(REFUSALS, user.type)));
  if (users.length === 0) return;
  const { code, message } = refusal(users, verb);
  throw new ApiError(409, code, message, {
    details: users.map(({ id, name, type }) => ({ errorCode: code, fieldName: type, entityId: id, entityName: name })),
  });
}

function refusal(users: readonly Usage[], verb: Verb): { code: string; message: string } {
  const known = users.map((user) => own(REFUSALS, user.type));
  const first = known[0];
  if (!first || known.some((entry) => entry !== first)) return dependedOn;
  const code = `architect.flow.cannot.${verb}.${first.suffix}`;
  return verb === "delete"
    ? { code, message: `Flow cannot be deleted due to being used by one or more ${first.users}.` }
    : { code, message: `The flow cannot be deactivated because it's being used by one or more ${first.users}.` };
}
