import { badRequest } from "../http/apiError.ts";
import type { JsonObject } from "../http/types.ts";
import { createPlain } from "../resources/plainActions.ts";
import type { PlainResource, ResourceScope } from "../resources/plainResource.ts";
import { plainService } from "../resources/plainRoutes.ts";
import { resourcesNamed } from "../resources/resourceStore.ts";
import type { DataActionSeed } from "../seed/schema.ts";
import type { Service } from "../service.ts";

const missing = { status: 404, code: "not.found", message: "The requested resource was not found." } as const;

export const integration: PlainResource = {
  kind: "integration",
  type: "INTEGRATION",
  path: "/api/v2/integrations",
  idParam: "integrationId",
  operations: { list: "getIntegrations", get: "getIntegration" },
  divisioned: false,
  versioned: false,
  stateful: false,
  dated: false,
  required: ["name"],
  missing,
  present: ({ id }) => ({
    intendedState: "ENABLED",
    reportedState: { code: "ACTIVE" },
    config: { current: { id, selfUri: `/api/v2/integrations/${id}/config/current` } },
  }),
};

export const dataAction: PlainResource = {
  kind: "dataAction",
  type: "DATAACTION",
  path: "/api/v2/integrations/actions",
  idParam: "actionId",
  operations: {
    list: "getIntegrationsActions",
    create: "postIntegrationsActions",
    get: "getIntegrationsAction",
    patch: "patchIntegrationsAction",
    remove: "deleteIntegrationsAction",
  },
  permission: "integrations:action",
  divisioned: false,
  versioned: true,
  stateful: false,
  dated: false,
  required: ["name", "category", "integrationId"],
  missing,
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
  complete: (document) => ({ secure: false, ...document }),
  check: (document, { directory }) => {
    if (directory.get("integration", String(document["integrationId"]))) return;
    throw badRequest(`There is no integration with the id '${String(document["integrationId"])}'.`);
  },
  references: (document) => [{ kind: "integration", id: String(document["integrationId"]) }],
};

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Contract of a data action in the platform's form: JSON schemas of what goes in and what comes out. */
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
    secure: false,
  });
  return true;
}

/** Integrations and their data actions, which flows call by category (the integration's name) and name. */
export const integrations: Service = {
  name: "integrations",
  migrations: [],
  ...plainService([integration, dataAction]),
  seed({ store, seed, scope, added }) {
    for (const { name, type, dataActions } of seed.integrations) {
      let parent = resourcesNamed(store, integration.kind, name)[0];
      if (!parent) {
        parent = createPlain(integration, scope, { name, integrationType: { id: type, name: type } });
        added("integration", name);
      }
      for (const action of dataActions)
        if (seedAction(scope, parent, action)) added("dataAction", `${name}/${action.name}`);
    }
  },
};
