import { madeKinds } from "@genesys-flows/platform";
import { reference } from "./plain/codec.ts";
import { byName } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A wrap-up code: `/routing/wrapupcodes`. */
export const routingWrapupcode: PlainResourceSpec = {
  ...madeKinds.wrapupCode,
  description: "A code with which agents record how a conversation ended.",
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
