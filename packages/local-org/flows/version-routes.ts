import { DiagnosticError, parseArchy } from "@genesys-flows/architect";
import { ApiError } from "../http/api-error.ts";
import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import { page } from "../http/page.ts";
import type { Context, Reply, Route } from "../http/route.ts";
import { deedOf } from "./author.ts";
import { saveDraft } from "./drafts.ts";
import { type FlowRow, requireFlow } from "./flow-table.ts";
import { requireOwnLock } from "./locks.ts";
import { presentVersion } from "./presentation.ts";
import { requireVersion, type VersionRow, versionDocument, versionOf, versionsOf } from "./version-table.ts";

/**
 * Versions of a flow and their configuration, which is the parsed model below its root key (the platform uses a
 * different format).
 */
export const versionRoutes: readonly Route[] = [
  route("getFlowVersions", list, "architect:flow:view"),
  route("postFlowVersions", save, "architect:flow:edit"),
  route("getFlowVersion", read, "architect:flow:view"),
  route("getFlowVersionConfiguration", configuration, "architect:flow:view"),
  route("getFlowLatestconfiguration", latestConfiguration, "architect:flow:view"),
];

function list(context: Context): Reply {
  const flow = flowOf(context);
  const shown = page(versionsOf(context.store, flow.id), context);
  return { body: { ...shown, entities: shown.entities.map((version) => presentVersion(flow, version)) } };
}

function read(context: Context): Reply {
  const flow = flowOf(context);
  return { body: presentVersion(flow, requireVersion(context.store, flow, context.params["versionId"] ?? "")) };
}

function configuration(context: Context): Reply {
  const flow = flowOf(context);
  return { body: model(context, flow, requireVersion(context.store, flow, context.params["versionId"] ?? "")) };
}

function latestConfiguration(context: Context): Reply {
  const flow = flowOf(context);
  const version = versionOf(context.store, flow.id, flow.savedVersion);
  if (version) return { body: model(context, flow, version) };
  throw new ApiError(404, "flow.no.config.available", "Flow has no saved or checked-in configuration.");
}

/** Saves a configuration as the flow's draft. Only the author who checked out the flow may do this. */
function save(context: Context): Reply {
  const { store } = context;
  const flow = flowOf(context);
  const deed = deedOf(context);
  requireOwnLock(flow, deed.author);
  const body = bodyObject(context.body)[flow.type];
  if (typeof body !== "object" || body === null)
    throw new ApiError(400, "architect.flow.data.missing", "Flow version data content is missing.", {
      details: [{ fieldName: flow.type }],
    });
  const document = parseConfiguration(flow, body);
  const version = saveDraft(store, flow, { document, ...deed });
  return { body: presentVersion(flow, versionOf(store, flow.id, version) as VersionRow) };
}

function parseConfiguration(flow: FlowRow, body: object) {
  try {
    return parseArchy(JSON.stringify({ [flow.type]: { ...body, name: flow.name } }), {
      file: "configuration",
      textPlaceholders: true,
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new ApiError(400, "architect.object.validate.failed", "Failed to validate object.", {
      details: error.diagnostics.map(({ code, message }) => ({ errorCode: code, fieldName: message })),
    });
  }
}

function model({ store }: Context, flow: FlowRow, { version }: VersionRow): Record<string, unknown> {
  return { [flow.type]: versionDocument(store, flow, version).body };
}

function flowOf({ store, params, query }: Context): FlowRow {
  return requireFlow(store, params["flowId"], { deletedToo: query.flag("deleted") });
}
