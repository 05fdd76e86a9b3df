import {
  integer,
  mapOf,
  type ObjectSpec,
  objectOf,
  type PropertySpec,
  type PropertySpecs,
  type TokenSpec,
  text,
  tokenOf,
} from "../../engine/property-specs.ts";

const inventoryFlow: ObjectSpec = {
  name: "InventoryFlow",
  description: "A flow of the stack.",
  properties: {
    id: text("Id of the flow.", { required: true }),
    name: text("Name of the flow in Architect.", { required: true }),
    type: text("Type of the flow as in Archy, for example `inboundCall`.", { required: true }),
  },
};

export const inventoryInputs: PropertySpecs = {
  flows: mapOf(objectOf(inventoryFlow, { description: "One flow." }), {
    required: true,
    description: "The flows of the stack, by key.",
  }),
  ivrs: mapOf(text("Id of an IVR."), {
    description: "Key of each flow that has numbers -> id of its IVR, which is registered without `dnis`.",
  }),
  numbers: mapOf(text("Key of a flow."), {
    description:
      "Number in E.164 -> key of the flow that it leads to. The inventory alone writes the numbers of these IVRs: a number moves with two adjacent writes.",
  }),
  objects: mapOf(text("Id."), {
    description: "Other objects that the stack creates and documents may name: `queue:Sales` -> id.",
  }),
};

export const inventorySpec: TokenSpec = {
  token: tokenOf("inventory", "Inventory"),
  description:
    "The content of a stack: its flows, and which number leads to which. Register it last, once in a stack. It sees what leaves the stack before anything is deleted, writes the numbers, and finds flows that an interrupted run left behind.",
  inputs: inventoryInputs,
  outputs: {
    numbers: inventoryInputs["numbers"] as PropertySpec,
    ivrVersions: mapOf(integer("Version."), {
      description:
        "Id of each IVR -> its version when its numbers were written last. When the platform shows an older version, its answer is late.",
    }),
    organizationId: text("Id of the organisation.", { required: true }),
  },
};
