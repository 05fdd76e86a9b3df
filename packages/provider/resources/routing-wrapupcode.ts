import { tokenOf } from "../engine/property-specs.ts";
import { reference } from "./plain/codec.ts";
import { byName } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A wrap-up code: `/routing/wrapupcodes`. */
export const routingWrapupcode: PlainResourceSpec = {
  token: tokenOf("routingWrapupcode", "RoutingWrapupcode"),
  description: "A code with which agents record how a conversation ended.",
  noun: "wrap-up code",
  path: "/api/v2/routing/wrapupcodes",
  named: { kind: "wrapupCode", objectType: "ACDWRAPUPCODE" },
  permission: "routing:wrapupCode",
  identity: byName,
  properties: {
    name: { type: "string", api: "name", required: true, description: "Wrap-up code name." },
    description: { type: "string", api: "description", description: "The wrap-up code description." },
    divisionId: {
      type: "string",
      api: "division",
      codec: reference,
      computed: true,
      description:
        "The division to which this wrap-up code belongs; `*` for all divisions. The platform decides when not set.",
    },
  },
};
