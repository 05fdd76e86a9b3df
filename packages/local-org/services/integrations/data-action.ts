import { badRequest, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, patchPlain, presentPlain, requested } from "../../resources/plain-actions.ts";
import { type PlainResource, unknownId } from "../../resources/plain-resource.ts";
import { listResources, type Resource } from "../../resources/resource-table.ts";

const FIELDS = new Set(["name", "category", "integrationId", "secure", "config", "contract"]);
const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Checks that each given schema of a contract is an object. */
function check(document: JsonObject): void {
  const contract = (document["contract"] ?? {}) as { input?: JsonObject | null; output?: JsonObject | null };
  const schemas = { inputSchema: contract.input?.["inputSchema"], successSchema: contract.output?.["successSchema"] };
  for (const [fieldName, schema] of Object.entries(schemas)) {
    if (schema === undefined || schema === null || typeof schema === "object") continue;
    throw badRequest(`'${fieldName}' must be a JSON schema.`, "bad.request", [
      { errorCode: "invalid.value", fieldName },
    ]);
  }
}

/** A data action. A flow uses it to call an external system. The action's templates are served separately, as text. */
export const dataAction: PlainResource = {
  kind: "dataAction",
  type: "DATAACTION",
  path: "/api/v2/integrations/actions",
  operations: ["list", "get", "remove"],
  permission: "integrations:action",
  versioned: true,
  required: ["name", "category", "integrationId"],
  missing: unknownId,
  inUse: {
    status: 409,
    code: "architect.dependency.object.in.use",
    message: "The data action is in use and cannot be deleted: {users}.",
  },
  nameSearch: "part",
  filters: {
    category: ({ document }, values) => values.some((value) => sameText(value, String(document["category"]))),
    ids: ({ id }, values) => values.includes(id),
    secure: ({ document }, [wanted]) => (wanted === "true") === (document["secure"] === true),
  },
  complete: (document) => ({
    secure: false,
    ...Object.fromEntries(Object.entries(document).filter(([key]) => FIELDS.has(key))),
  }),
  check,
  references: { integrationId: "integration" },
  shown: (_, action, context, by) =>
    asAsked(context, action, { contract: by === "list" || context.query.all("expand").includes("contract") }),
};

/**
 * Templates of an action's configuration. Each row has the part that contains the template, the template's file and
 * default, and the part's other required fields, because the vendor's provider fails on a request without a URL (its
 * `FlattenActionConfigRequest`). The vendor's test shows that a default exists (`reference/export-shapes.md`); it is
 * assumed that the default passes on all values, as in the vendor's examples.
 */
const TEMPLATES = [
  {
    ...{ part: "request", field: "requestTemplate", file: "requesttemplate.vm", usual: "${input.rawRequest}" },
    rest: { requestUrlTemplate: "", requestType: "GET", headers: {} },
  },
  {
    ...{ part: "response", field: "successTemplate", file: "successtemplate.vm", usual: "${rawResult}" },
    rest: { translationMap: {}, translationMapDefaults: {} },
  },
] as const;

/** The whole action, always with a configuration that has the URL of each template instead of its text. */
export function present(context: Context, action: Resource): JsonObject {
  const body = presentPlain(dataAction, context, action);
  const draft = context.path.includes("/draft") && !context.path.endsWith("/publish") ? "/draft" : "";
  const config = { ...(body["config"] as JsonObject | null | undefined) };
  for (const { part, field, file, rest: usual } of TEMPLATES) {
    const { [field]: _, ...rest } = (config[part] ?? {}) as JsonObject;
    config[part] = { ...usual, ...rest, [`${field}Uri`]: `${dataAction.path}/${action.id}${draft}/templates/${file}` };
  }
  return { ...body, config };
}

/**
 * The action in a response: with its configuration for `includeConfig=true` and, for a single action, with its contract
 * for `expand=contract`.
 */
function asAsked(context: Context, action: Resource, o: { contract: boolean }): JsonObject {
  const { contract, config, ...body } = present(context, action);
  return {
    ...body,
    ...(o.contract && contract !== undefined ? { contract } : {}),
    ...(context.query.flag("includeConfig") && config !== undefined ? { config } : {}),
  };
}

function create(context: Context): Reply {
  return { body: present(context, createPlain(dataAction, context, bodyObject(context.body))) };
}

/** `PATCH`: requires the current version and does not change the integration or the contract. */
function change(context: Context): Reply {
  const action = requested(dataAction, context);
  const { integrationId: _, contract: __, ...body } = bodyObject(context.body);
  return { body: present(context, patchPlain(dataAction, context, action, body)) };
}

/** Text of the requested template of an action or a draft. @throws ApiError 404 for a file that is not a template */
export function template({ params }: Context, { document }: Resource): Reply {
  const entry = TEMPLATES.find(({ file }) => file === params["fileName"]);
  if (!entry) throw notFound();
  const config = document["config"] as Record<string, JsonObject | undefined> | null | undefined;
  const text = config?.[entry.part]?.[entry.field];
  return {
    body: typeof text === "string" && text !== "" ? text : entry.usual,
    headers: { "Content-Type": "text/plain" },
  };
}

/** The categories of all actions, without duplicates. */
function categories(context: Context): Reply {
  const names = listResources(context.store, dataAction.kind).map(({ document }) => String(document["category"]));
  const { entities, pageSize, pageNumber, total, pageCount } = page([...new Set(names)].sort(), context);
  return { body: { entities: entities.map((name) => ({ name })), pageSize, pageNumber, total, pageCount } };
}

/** The routes of actions in addition to the routes of plain resources. */
export const actionRoutes: readonly Route[] = [
  route("postIntegrationsActions", create, "integrations:action:add"),
  route("getIntegrationsActionsCategories", categories, "integrations:action:view"),
  route("patchIntegrationsAction", change, "integrations:action:edit"),
  route("getIntegrationsActionTemplate", (c) => template(c, requested(dataAction, c)), "integrations:action:view"),
];
