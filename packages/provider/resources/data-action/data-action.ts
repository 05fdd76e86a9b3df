import { madeKinds } from "@genesys-flows/platform";
import { flag, integer, mapOf, objectOf, oneOf, text } from "../../engine/property-specs.ts";
import type { CheckFailure } from "../../engine/resource.ts";
import { equalValues, type PropertyValue } from "../../engine/values.ts";
import { bodyOnto } from "../plain/body.ts";
import { entity, pathOf, readLive } from "../plain/live.ts";
import { fields, objectType, textOf } from "../plain/properties.ts";
import type { Codec, Json, Lookup, PlainProperty, PlainResourceSpec, Sides } from "../plain/spec.ts";
import { changeable, hasContractOf, publishDraft } from "./draft.ts";
import { withTemplates } from "./templates.ts";

/** The platform's limit for names and categories (reference/cx-as-code-schema.json). */
const LONGEST_NAME = 256;

const request = objectType("IntegrationActionConfigRequest", "The request that a data action sends.", {
  requestUrlTemplate: text("Template for the URL of the request, for example `/customers/${input.pin}`.", {
    computed: true,
  }),
  requestType: oneOf(
    "HTTP method of the request.",
    {
      name: "RequestType",
      values: { GET: "GET.", PUT: "PUT.", POST: "POST.", PATCH: "PATCH.", DELETE: "DELETE." },
    },
    { required: true },
  ),
  requestTemplate: text("Velocity template for the body of the request. Default: the unchanged input.", {
    computed: true,
  }),
  headers: mapOf(text("Template for the value of the header."), { description: "Headers of the request, by name." }),
});

const response = objectType(
  "IntegrationActionConfigResponse",
  "How a data action builds its output from the response.",
  {
    translationMap: mapOf(text("A JSON path."), {
      description: "JSON paths that extract values from the response, by the name that the template uses.",
    }),
    translationMapDefaults: mapOf(text("A value."), {
      description: "Default values for paths that match nothing, by name.",
    }),
    successTemplate: text("Velocity template for the output. Default: the unchanged response.", { computed: true }),
  },
);

/** Converts between a string and the JSON that it contains. */
const json: Codec = {
  encode: (value) => JSON.parse(String(value)),
  decode: (raw) => JSON.stringify(raw),
};

function schemaText(api: string, description: string): PlainProperty {
  return text(`${description} A JSON schema, as a string.`, { api, codec: json, required: true });
}

function isSameJson({ after, before }: Sides): boolean {
  if (problemOf(after) !== undefined || problemOf(before) !== undefined) return after === before;
  return equalValues(JSON.parse(String(after)), JSON.parse(String(before)));
}

function problemOf(value: PropertyValue | undefined): string | undefined {
  try {
    const schema: unknown = JSON.parse(String(value));
    const isObject = schema !== null && typeof schema === "object" && !Array.isArray(schema);
    return isObject ? undefined : "must be a JSON schema (an object)";
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
}

const lookup: Lookup = {
  description: "Looks up a data action by name and category.",
  inputs: {
    name: text("Exact name of the data action.", { required: true }),
    category: text(
      "Category, which is the name of the integration. Required if several integrations have an action with this name.",
    ),
  },
  outputs: {
    id: text("Id of the data action.", { required: true }),
    name: text("Exact name of the data action.", { required: true }),
    category: text("Category of the data action."),
    integrationId: text("Id of the integration that the data action belongs to."),
  },
  same: (candidate, given) =>
    candidate["name"] === given["name"] &&
    (given["category"] === undefined || candidate["category"] === given["category"]),
  show: (found) => ({
    name: found["name"],
    category: textOf(found["category"]),
    integrationId: textOf(found["integrationId"]),
  }),
};

const sameText = (a: unknown, b: unknown): boolean => String(a).toLowerCase() === String(b).toLowerCase();

/**
 * A data action: `/integrations/actions` (reference/terraform-traces, genesyscloud_integration_action). A draft changes
 * the contract (draft.ts). The vendor's provider replaces the action instead, which breaks every flow that calls it.
 */
export const integrationAction: PlainResourceSpec = {
  ...madeKinds.dataAction,
  description:
    "A data action, which flows use to call an external system. A change to its contract does not change its id. The integration has the credentials.",
  undated: true,
  // The platform accepts several data actions with the same name; flows refer to them by category and name.
  identity: {
    by: ["category", "name"],
    query: ({ name, category }) => ({ name: String(name), category: String(category) }),
    same: (candidate, { name, category }) =>
      sameText(candidate["name"], name) && sameText(candidate["category"], category),
  },
  lookup,
  readQuery: { expand: "contract", includeConfig: "true" },
  complete: withTemplates,
  rereads: "all",
  versioned: true,
  properties: fields({
    name: text("Name of the data action.", { required: true }),
    category: text("Category of the data action. Flows refer to the data action by category and name.", {
      required: true,
    }),
    integrationId: text("Id of the integration that the data action belongs to. A change replaces the data action.", {
      required: true,
      replaceOnChanges: true,
      of: "integration",
    }),
    secure: flag("Whether the data action accepts sensitive data, such as a PIN.", { default: false }),
    configTimeoutSeconds: integer("Timeout of the data action in seconds (1 to 60).", {
      api: "config.timeoutSeconds",
      minimum: 1,
      maximum: 60,
    }),
    contractInput: schemaText("contract.input.inputSchema", "Input that a flow passes to the data action."),
    contractOutput: schemaText("contract.output.successSchema", "Output that the data action returns to a flow."),
    configRequest: objectOf(request, { api: "config.request", computed: true }),
    configResponse: objectOf(response, { api: "config.response", computed: true }),
  }),
  equal: { contractInput: isSameJson, contractOutput: isSameJson },
  // A POST requires every part of a configuration (`PostActionInput`).
  amend: ({ config, ...body }) => ({ ...body, config: { request: {}, response: {}, ...(config as Json | undefined) } }),
  async change(context, { id, live, ...change }) {
    const wanted = changeable(bodyOnto(integrationAction, live, change));
    const path = pathOf(integrationAction, id);
    if (hasContractOf(live, wanted)) {
      const { name, category, config } = wanted;
      const body = { name, category, config, version: live["version"] };
      await context.client.call({ method: "PATCH", path, body }, entity);
      return;
    }
    const read = () => readLive(integrationAction, context, id);
    await publishDraft(context, { name: String(live["name"]), path, live, wanted, read });
  },
  check: (inputs) => {
    const failures: CheckFailure[] = [];
    for (const property of ["name", "category"]) {
      const value = inputs[property];
      if (typeof value === "string" && value.length > LONGEST_NAME)
        failures.push({ property, reason: `has ${value.length} characters; at most ${LONGEST_NAME} are allowed` });
    }
    for (const property of ["contractInput", "contractOutput"]) {
      const reason = typeof inputs[property] === "string" ? problemOf(inputs[property]) : undefined;
      if (reason !== undefined) failures.push({ property, reason });
    }
    return { failures };
  },
};
