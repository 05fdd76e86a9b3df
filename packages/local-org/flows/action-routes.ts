import { ApiError, missingParameter } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import type { Context, JsonObject, Route } from "../http/route.ts";
import { type Deed, deedOf } from "./author.ts";
import { refuseInUse } from "./deletion.ts";
import { checkInDraft, dropDraft, hasDraft } from "./drafts.ts";
import { type FlowRow, requireFlow, updateFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { lockFlow, requireOwnLock } from "./locks.ts";
import { operation, presentFlow } from "./presentation.ts";
import { presentDocument } from "./publishing/present-document.ts";
import { publishDocument } from "./publishing/publish.ts";
import { refuseSystemFlow } from "./system-flows.ts";
import type { Finding } from "./validation/findings.ts";
import { requireVersion, versionOf } from "./version-table.ts";

/** The actions of Architect's buttons: `POST /flows/actions/<action>?flow=<id>` (reference/platform-api.md §6). */
export const actionRoutes: readonly Route[] = [
  route("postFlowsActionsCheckout", answering(checkout), "architect:flow:edit"),
  route("postFlowsActionsCheckin", answering(checkin), "architect:flow:edit"),
  route("postFlowsActionsUnlock", answering(unlock), "architect:flow:unlock"),
  route("postFlowsActionsPublish", answering(publish), "architect:flow:publish"),
  route("postFlowsActionsRevert", answering(revert), "architect:flow:edit"),
  route("postFlowsActionsDeactivate", answering(deactivate), "architect:flow:edit"),
];

function answering(act: (context: Context, flow: FlowRow, deed: Deed) => Answer): Route["handler"] {
  return (context) => {
    const { store, query } = context;
    const id = query.get("flow");
    if (!id) throw missingParameter("flow");
    const body = act(context, requireFlow(store, id), deedOf(context)) ?? presentFlow(context, requireFlow(store, id));
    return { body };
  };
}

/** The body of the response; if undefined, the response contains the flow after the action. */
type Answer = JsonObject | undefined;

function checkout({ store }: Context, flow: FlowRow, deed: Deed): Answer {
  lockFlow(store, flow, deed);
  record(store, flow.id, "CHECKOUT", { ...deed, version: flow.savedVersion });
  return undefined;
}

function checkin(context: Context, flow: FlowRow, deed: Deed): Answer {
  requireOwnLock(flow, deed.author);
  if (flow.checkedInVersion === null && !hasDraft(context.store, flow)) {
    const message = "Flow cannot be checked in because there is no saved configuration.";
    throw new ApiError(409, "architect.flow.cannot.checkin.missing.config", message);
  }
  unlock(context, flow, deed);
  return operation(context.store, { action: "CHECKIN", author: deed.author });
}

/** Releases the lock, no matter who holds it, and checks in saved work as a new version (reference/archy.md §c). */
function unlock(context: Context, flow: FlowRow, deed: Deed): Answer {
  const { store } = context;
  if (hasDraft(store, flow)) checkInDraft(context, flow, { document: savedDocument(context, flow), ...deed });
  else updateFlow(store, flow.id, { lock: "free" }, deed.now);
  return undefined;
}

/** Publishes a version (by default, the latest one) as a new version. Checks it again, with the current modules. */
function publish(context: Context, flow: FlowRow, deed: Deed): Answer {
  const { store, query } = context;
  requireOwnLock(flow, deed.author);
  const named = query.get("version");
  const document = named
    ? presentDocument(context, flow, requireVersion(store, flow, named).version)
    : savedDocument(context, flow);
  const { flowId, findings } = publishDocument(context, { document, ...deed, flowId: flow.id });
  const errors = findings.filter((finding) => finding.type === "Error");
  const failure = flowId === undefined ? { code: publishRefusal(errors), findings: errors } : undefined;
  return operation(store, { action: "PUBLISH", author: deed.author, failure });
}

/** The operation's documented error code: one for missing variables, another for all other missing dependencies. */
function publishRefusal(errors: readonly Finding[]): string {
  return errors.every(({ code }) => code === "unknown-variable")
    ? "architect.flow.variable.missing"
    : "architect.flow.cannot.publish.missing.dependencies";
}

function revert({ store }: Context, flow: FlowRow, deed: Deed): Answer {
  requireOwnLock(flow, deed.author);
  dropDraft(store, flow);
  updateFlow(store, flow.id, { lock: "free" }, deed.now);
  record(store, flow.id, "REVERT", deed);
  return undefined;
}

function deactivate(context: Context, flow: FlowRow, deed: Deed): Answer {
  const { store } = context;
  refuseSystemFlow(store, flow, "deactivate");
  refuseInUse(context, flow, { verb: "deactivate" });
  updateFlow(store, flow.id, { active: 0 }, deed.now);
  record(store, flow.id, "DEACTIVATE", { ...deed, version: flow.publishedVersion });
  return undefined;
}

function savedDocument(context: Context, flow: FlowRow) {
  const version = versionOf(context.store, flow.id, flow.savedVersion);
  if (version) return presentDocument(context, flow, version.version);
  throw new ApiError(404, "architect.flow.data.missing", "Flow version data content is missing.");
}
