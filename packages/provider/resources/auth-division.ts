import { tokenOf } from "../engine/property-specs.ts";
import type { Properties } from "../engine/values.ts";
import { entity } from "./plain/live.ts";
import { byName } from "./plain/properties.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./plain/spec.ts";

const path = "/api/v2/authorization/divisions";

/** A division: `/authorization/divisions` (reference/platform-api.md §2.6). The home division is taken as it is, and stays. */
export const authDivision: PlainResourceSpec = {
  token: tokenOf("authDivision", "AuthDivision"),
  description: "A division, which says who may see and change what it holds. Imported by its id.",
  noun: "division",
  path,
  permission: "authorization:division",
  readQuery: { objectCount: "false" },
  undated: true,
  identity: byName,
  // Also while it still holds what is on its way out.
  inUse: [400, 409],
  properties: {
    name: { type: "string", api: "name", required: true, description: "Division name." },
    description: { type: "string", api: "description", description: "Division description." },
    home: {
      type: "boolean",
      api: { get: (live) => live["homeDivision"] === true, set: () => {} },
      default: false,
      replaceOnChanges: true,
      description:
        "True for the organisation's home division, which is there already: its name and description are managed, and deleting the resource leaves it.",
    },
  },
  existing: (context, inputs) => (inputs["home"] === true ? adoptHome(context, inputs) : undefined),
  staysOnDelete: (state) => state["home"] === true,
};

async function adoptHome({ client }: LifeContext, inputs: Properties): Promise<Json> {
  const home = await client.call({ method: "GET", path: `${path}/home` }, entity);
  const body = { name: inputs["name"], description: inputs["description"] ?? home["description"] };
  return client.call({ method: "PUT", path: `${path}/${String(home["id"])}`, body, repeatable: true }, entity);
}
