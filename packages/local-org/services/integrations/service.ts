import { missingField, otherVersion } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
import { createPlain, presentPlain, requested } from "../../resources/plain-actions.ts";
import { type PlainResource, type ResourceScope, unknownId } from "../../resources/plain-resource.ts";
import { plainService } from "../../resources/plain-service.ts";
import {
  listResources,
  type Resource,
  removeResource,
  resourcesNamed,
  saveResource,
} from "../../resources/resource-table.ts";
import type { DataActionSeed } from "../../seed/schema.ts";
import { actionRoutes, dataAction } from "./data-action.ts";
import { draftRoutes } from "./drafts.ts";

/**
 * A new integration has the name of its type and is not enabled. Clients, such as the vendor's provider, change both
 * later.
 */
function complete({ config: _, reportedState: __, attributes: ___, ...posted }: JsonObject): JsonObject {
  const { id } = (posted["integrationType"] ?? {}) as JsonObject;
  return {
    ...posted,
    name: posted["name"] || String(id ?? ""),
    intendedState: posted["intendedState"] || "DISABLED",
  };
}

/** @throws ApiError 400 for an integration without a type */
function check(document: JsonObject): void {
  const { id } = (document["integrationType"] ?? {}) as JsonObject;
  if (typeof id !== "string" || id === "") throw missingField("integrationType");
}

const integration: PlainResource = {
  kind: "integration",
  type: "INTEGRATION",
  path: "/api/v2/integrations",
  operations: ["list", "create", "get", "patch"],
  permission: "integrations:integration",
  required: [],
  nameOf: (document, id) => String(document["name"] ?? id),
  complete,
  check,
  missing: unknownId,
  present: ({ id, document: { intendedState = "ENABLED" } }) => ({
    intendedState,
    reportedState: { code: intendedState === "ENABLED" ? "ACTIVE" : "INACTIVE" },
    config: { current: { id, selfUri: `/api/v2/integrations/${id}/config/current` } },
  }),
};

/** Contains all fields, because the vendor's client reads all of them before it changes one. */
const EMPTY = { version: 1, notes: "", properties: {}, advanced: {}, credentials: {} };

const address = ({ id }: Resource) => ({ kind: integration.kind, id, part: "config" });

function configOf({ store }: Context, found: Resource): JsonObject & { version: number } {
  const { id, name } = found;
  const stored = readPart<JsonObject>(store, address(found));
  return { ...EMPTY, ...stored, id, name, selfUri: `${integration.path}/${id}/config/current` };
}

function readConfig(context: Context): Reply {
  return { body: configOf(context, requested(integration, context)) };
}

/** `PUT …/config/current`: its name is the integration's own name. @throws ApiError 409 for a different version */
function changeConfig(context: Context): Reply {
  const { store, clock } = context;
  const found = requested(integration, context);
  const present = configOf(context, found);
  const { id: _, selfUri: __, name, version, ...body } = bodyObject(context.body);
  if (typeof version === "number" && version !== present.version)
    throw otherVersion(version, { name: found.name, version: present.version });
  savePart(store, address(found), { ...EMPTY, ...body, version: present.version + 1 });
  const named = typeof name === "string" && name !== "" ? name : found.name;
  const renamed = { ...found, name: named, modified: clock.now(), document: { ...found.document, name: named } };
  saveResource(store, integration.kind, renamed);
  return { body: configOf(context, renamed) };
}

/** `DELETE`: also deletes its data actions (assumed). The response is the deleted integration (vendor's SDK). */
function remove(context: Context): Reply {
  const { store } = context;
  const found = requested(integration, context);
  const body = presentPlain(integration, context, found);
  for (const kind of [dataAction.kind, "actionDraft"]) {
    for (const action of listResources(store, kind)) {
      if (action.document["integrationId"] === found.id) removeResource(store, kind, action.id);
    }
  }
  removeResource(store, integration.kind, found.id);
  return { body };
}

/** Contract of a data action in the platform's format: JSON schemas of its input and output. */
function contractOf({ name, inputs, outputs }: DataActionSeed): JsonObject {
  const schema = (title: string, fields: Readonly<Record<string, string>>, required: string[]): JsonObject => ({
    $schema: "http://json-schema.org/draft-04/schema#",
    title,
    type: "object",
    required,
    properties: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }])),
    additionalProperties: true,
  });
  return {
    input: { inputSchema: schema(`${name} input`, inputs, Object.keys(inputs)) },
    output: { successSchema: schema(`${name} output`, outputs, []) },
  };
}

function seedAction(scope: ResourceScope, parent: { id: string; name: string }, action: DataActionSeed): boolean {
  const there = resourcesNamed(scope.store, dataAction.kind, action.name);
  if (there.some(({ document }) => document["integrationId"] === parent.id)) return false;
  createPlain(dataAction, scope, {
    name: action.name,
    category: parent.name,
    integrationId: parent.id,
    contract: contractOf(action),
    config: {
      request: { requestUrlTemplate: action.url, requestType: action.method, headers: {} },
      response: { translationMap: {}, translationMapDefaults: {} },
    },
    secure: false,
  });
  return true;
}

/** Integrations and their data actions, which flows call by category (the integration's name) and name. */
export const integrations = plainService("integrations", [integration, dataAction], {
  routes: [
    route("deleteIntegration", remove, "integrations:integration:delete"),
    route("getIntegrationConfigCurrent", readConfig, "integrations:integration:view"),
    route("putIntegrationConfigCurrent", changeConfig, "integrations:integration:edit"),
    ...actionRoutes,
    ...draftRoutes,
  ],
  seed(context) {
    const { store, seed, added } = context;
    for (const { name, type, dataActions } of seed.integrations) {
      let parent = resourcesNamed(store, integration.kind, name)[0];
      if (!parent) {
        const integrationType = { id: type, name: type };
        parent = createPlain(integration, context, { name, integrationType, intendedState: "ENABLED" });
        added("integration", name);
      }
      for (const action of dataActions)
        if (seedAction(context, parent, action)) added("dataAction", `${name}/${action.name}`);
    }
  },
});
