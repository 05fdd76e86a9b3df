import { division } from "@genesys-flows/platform";
import { flag, text, tokenOf } from "../engine/property-specs.ts";
import type { Properties } from "../engine/values.ts";
import { entity } from "./plain/live.ts";
import { byName, fields, readBy } from "./plain/properties.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./plain/spec.ts";

/**
 * A division: `/authorization/divisions` (reference/platform-api.md §2.6). The home division always exists and is never
 * deleted.
 */
export const authDivision: PlainResourceSpec = {
  ...division,
  token: tokenOf("authDivision", "AuthDivision"),
  description: "A division, which controls who can view and change the objects in it.",
  declared: { kind: "division", key: "divisions", omits: ["home"] },
  readQuery: { objectCount: "false" },
  undated: true,
  identity: byName,
  // The platform also responds with 400 while it is still deleting objects in the division.
  inUse: [400, 409],
  properties: fields({
    name: text("Division name.", { required: true }),
    description: text("Division description."),
    home: flag(
      "True for the home division, which exists in every organisation. The stack then manages its name and description; deleting the resource does not delete the division.",
      { api: readBy((live) => live["homeDivision"] === true), default: false, replaceOnChanges: true },
    ),
  }),
  existing: (context, inputs) => (inputs["home"] === true ? adoptHome(context, inputs) : undefined),
  staysOnDelete: (state) => state["home"] === true,
};

async function adoptHome({ client }: LifeContext, inputs: Properties): Promise<Json> {
  const home = await client.call({ method: "GET", path: `${division.path}/home` }, entity);
  const body = { name: inputs["name"], description: inputs["description"] ?? home["description"] };
  return client.call({ method: "PUT", path: `${division.path}/${String(home["id"])}`, body, repeatable: true }, entity);
}
