import {
  type ObjectSpec,
  type PropertySpec,
  type PropertySpecs,
  type ResourceSpec,
  tokenOf,
} from "../../engine/property-specs.ts";

const inventoryFlow: ObjectSpec = {
  name: "InventoryFlow",
  description: "A flow of the stack.",
  properties: {
    id: { type: "string", required: true, description: "Id of the flow." },
    name: { type: "string", required: true, description: "Name of the flow in Architect." },
    type: { type: "string", required: true, description: "Type of the flow as in Archy, for example `inboundCall`." },
  },
};

export const inventoryInputs: PropertySpecs = {
  flows: {
    type: "map",
    required: true,
    items: { type: "object", object: inventoryFlow, description: "One flow." },
    description: "The flows of the stack, by key.",
  },
  ivrs: {
    type: "map",
    items: { type: "string", description: "Id of an IVR." },
    description: "Key of each flow that has numbers -> id of its IVR, which is registered without `dnis`.",
  },
  numbers: {
    type: "map",
    items: { type: "string", description: "Key of a flow." },
    description:
      "Number in E.164 -> key of the flow that it leads to. The inventory alone writes the numbers of these IVRs: a number moves with two adjacent writes.",
  },
  objects: {
    type: "map",
    items: { type: "string", description: "Id." },
    description: "Other objects that the stack creates and documents may name: `queue:Sales` -> id.",
  },
};

export const inventorySpec: ResourceSpec = {
  token: tokenOf("inventory", "Inventory"),
  description:
    "The content of a stack: its flows, and which number leads to which. Register it last, once in a stack. It sees what leaves the stack before anything is deleted, writes the numbers, and finds flows that an interrupted run left behind.",
  inputs: inventoryInputs,
  outputs: {
    numbers: inventoryInputs["numbers"] as PropertySpec,
    ivrVersions: {
      type: "map",
      items: { type: "integer", description: "Version." },
      description:
        "Id of each IVR -> its version when its numbers were written last. When the platform shows an older version, its answer is late.",
    },
    organizationId: { type: "string", required: true, description: "Id of the organisation." },
  },
};
