import type { JsonObject } from "../../http/route.ts";
import { createPlain } from "../../resources/plain-actions.ts";
import type { ResourceScope } from "../../resources/plain-resource.ts";
import { plainService } from "../../resources/plain-service.ts";
import { resourcesNamed } from "../../resources/resource-table.ts";
import type { DataActionSeed } from "../../seed/schema.ts";
import { actionRoutes, dataAction } from "./data-action.ts";
import { draftRoutes } from "./drafts.ts";
import { integration, integrationRoutes } from "./integration.ts";

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
  routes: [...integrationRoutes, ...actionRoutes, ...draftRoutes],
  seed(context) {
    const { store, seed, added } = context;
    for (const { name, type, dataActions } of seed.integrations) {
      let parent = resourcesNamed(store, integration.kind, name)[0];
      if (!parent) {
        parent = createPlain(integration, context, {
          ...{ name, integrationType: { id: type, name: type }, intendedState: "ENABLED" },
        });
        added("integration", name);
      }
      for (const action of dataActions)
        if (seedAction(context, parent, action)) added("dataAction", `${name}/${action.name}`);
    }
  },
});
