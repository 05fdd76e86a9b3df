import { ApiError, missingParameter } from "../http/api-error.ts";
import type { Context, Reply, Route } from "../http/route.ts";
import { authorOf } from "./author.ts";
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

/** What Architect's buttons do: `POST /flows/actions/<action>?flow=<id>` (reference/platform-api.md §6). */
export const actionRoutes: readonly Route[] = Object.entries({
  checkout: { operation: "postFlowsActionsCheckout", permission: "architect:flow:edit", act: checkout },
  checkin: { operation: "postFlowsActionsCheckin", permission: "architect:flow:edit", act: checkin },
  unlock: { operation: "postFlowsActionsUnlock", permission: "architect:flow:unlock", act: unlock },
  publish: { operation: "postFlowsActionsPublish", permission: "architect:flow:publish", act: publish },
  revert: { operation: "postFlowsActionsRevert", permission: "architect:flow:edit", act: revert },
  deactivate: { operation: "postFlowsActionsDeactivate", permission: "architect:flow:edit", act: deactivate },
}).map(([action, { operation, permission, act }]) => ({
  method: "POST",
  path: `/api/v2/flows/actions/${action}`,
  operation,
  permission,
  handler: (context) => act(context, requireFlow(context.store, requiredFlowId(context))),
}));

function checkout(context: Context, flow: FlowRow): Reply {
  const { store, caller, clock } = context;
  const deed = { author: authorOf(caller), now: clock.now() };
  lockFlow(store, flow, deed);
  record(store, { flowId: flow.id, action: "CHECKOUT", version: flow.savedVersion, ...deed });
  return flowNow(context, flow);
}

function checkin(context: Context, flow: FlowRow): Reply {
  const { store, clock } = context;
  const author = authorOf(context.caller);
  requireOwnLock(flow, author);
  if (hasDraft(store, flow))
    checkInDraft(context, flow, { document: savedDocument(context, flow), author, now: clock.now() });
  else if (flow.checkedInVersion === null)
    throw new ApiError(
      409,
      "architect.flow.cannot.checkin.missing.config",
      "Flow cannot be checked in because there is no saved configuration.",
    );
  else updateFlow(store, flow.id, { lock: "free" }, clock.now());
  return { body: operation(store, { action: "CHECKIN", author }) };
}

/** Takes the lock from its holder; checks saved work in as a new version (reference/archy.md §c). */
function unlock(context: Context, flow: FlowRow): Reply {
  const { store, clock } = context;
  const author = authorOf(context.caller);
  if (hasDraft(store, flow))
    checkInDraft(context, flow, { document: savedDocument(context, flow), author, now: clock.now() });
  else updateFlow(store, flow.id, { lock: "free" }, clock.now());
  return flowNow(context, flow);
}

/** Publishes a version, the latest unless one is named, as a new one: checked again, with the modules as they are now. */
function publish(context: Context, flow: FlowRow): Reply {
  const { store, directory, clock, query } = context;
  const author = authorOf(context.caller);
  requireOwnLock(flow, author);
  const named = query.get("version");
  const document = named
    ? presentDocument(context, flow, requireVersion(store, flow, named).version)
    : savedDocument(context, flow);
  const { flowId, findings } = publishDocument(store, directory, {
    document,
    author,
    now: clock.now(),
    flowId: flow.id,
  });
  const errors = findings.filter((finding) => finding.type === "Error");
  const failure = flowId === undefined ? { code: publishRefusal(errors), findings: errors } : undefined;
  return { body: operation(store, { action: "PUBLISH", author, failure }) };
}

/** The documented codes of the operation: for missing variables, or for anything else that is missing. */
function publishRefusal(errors: readonly Finding[]): string {
  return errors.every(({ code }) => code === "unknown-variable")
    ? "architect.flow.variable.missing"
    : "architect.flow.cannot.publish.missing.dependencies";
}

function revert(context: Context, flow: FlowRow): Reply {
  const { store, clock } = context;
  const author = authorOf(context.caller);
  requireOwnLock(flow, author);
  dropDraft(store, flow);
  updateFlow(store, flow.id, { lock: "free" }, clock.now());
  record(store, { flowId: flow.id, action: "REVERT", author, now: clock.now() });
  return flowNow(context, flow);
}

function deactivate(context: Context, flow: FlowRow): Reply {
  const { store, caller, clock } = context;
  const author = authorOf(caller);
  refuseSystemFlow(store, flow, "deactivate");
  refuseInUse(context, flow, { verb: "deactivate" });
  updateFlow(store, flow.id, { active: 0 }, clock.now());
  record(store, { flowId: flow.id, action: "DEACTIVATE", author, now: clock.now(), version: flow.publishedVersion });
  return flowNow(context, flow);
}

function flowNow(context: Context, flow: FlowRow): Reply {
  return { body: presentFlow(context, requireFlow(context.store, flow.id)) };
}

function savedDocument(context: Context, flow: FlowRow) {
  const version = versionOf(context.store, flow.id, flow.savedVersion);
  if (version) return presentDocument(context, flow, version.version);
  throw new ApiError(404, "architect.flow.data.missing", "Flow version data content is missing.");
}

function requiredFlowId({ query }: Context): string {
  const id = query.get("flow");
  if (id) return id;
  throw missingParameter("flow");
}
