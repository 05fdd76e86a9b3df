import {
  integer,
  mapOf,
  type ObjectSpec,
  objectOf,
  type PropertySpecs,
  type TokenSpec,
  text,
  tokenOf,
} from "../../engine/property-specs.ts";
import { equalValues, type Properties, type PropertyValue, textIn, unknown } from "../../engine/values.ts";

const inventoryFlow: ObjectSpec = {
  name: "InventoryFlow",
  description: "A flow of the stack.",
  properties: {
    id: text("Id of the flow.", { required: true }),
    name: text("Name of the flow in Architect.", { required: true }),
    type: text("Type of the flow as in Archy, for example `inboundCall`.", { required: true }),
  },
};

const inventoryRoute: ObjectSpec = {
  name: "InventoryEmailRoute",
  description: "The route of an e-mail address.",
  properties: {
    routeId: text("The platform's id of the route.", { required: true }),
    flow: text("Key of the flow that receives the e-mails.", { required: true }),
  },
};

export const inventoryInputs = {
  flows: mapOf(objectOf(inventoryFlow, { description: "One flow." }), {
    required: true,
    description: "The flows of the stack, by key.",
  }),
  ivrs: mapOf(text("Id of an IVR."), {
    description: "Key of each flow that has numbers -> id of its IVR, which is registered without `dnis`.",
  }),
  numbers: mapOf(text("Key of a flow."), {
    description:
      "Number in E.164 format -> key of the flow that it routes to. Only the inventory writes the numbers of these IVRs, so that a number moves between IVRs in two consecutive writes.",
  }),
  emailRoutes: mapOf(objectOf(inventoryRoute, { description: "One route." }), {
    description: "E-mail address that routes to a flow of the stack -> its route, which is a separate resource.",
  }),
  objects: mapOf(text("Id."), {
    description: "Other objects that the stack creates and that definitions may refer to: `queue:Sales` -> id.",
  }),
} satisfies PropertySpecs;

export const inventorySpec: TokenSpec = {
  token: tokenOf("inventory", "Inventory"),
  description:
    "The content of a stack: its flows, and the numbers that route to them. Register it last, and only once in a stack. It checks the objects that leave the stack before anything is deleted, writes the numbers, and finds flows that an interrupted run left behind.",
  inputs: inventoryInputs,
  outputs: {
    numbers: inventoryInputs.numbers,
    ivrVersions: mapOf(integer("Version."), {
      description:
        "Id of each IVR -> its version when its numbers were last written. If the platform returns an older version, its response is out of date.",
    }),
    organizationId: text("Id of the organisation.", { required: true }),
  },
};

export interface Inventory {
  /** Flows by key; an id is undefined if a preview does not know it. */
  readonly flows: ReadonlyMap<
    string,
    { readonly id: string | undefined; readonly name: string; readonly type: string }
  >;
  /** Key of a flow -> id of its IVR; undefined if a preview does not know it. */
  readonly ivrs: ReadonlyMap<string, string | undefined>;
  readonly numbers: ReadonlyMap<string, string>;
  /** Routes by e-mail address; an id is undefined if a preview does not know it. */
  readonly emailRoutes: ReadonlyMap<string, { readonly routeId: string | undefined; readonly flow: string }>;
  /** `queue:Sales` -> id; undefined if a preview does not know it. */
  readonly objects: ReadonlyMap<string, string | undefined>;
}

/** The inventory in the state and in the desired state. */
export interface InventoryChange {
  readonly before: Inventory;
  readonly after: Inventory;
}

export function inventoryOf(properties: Properties): Inventory {
  return {
    flows: new Map(
      entriesOf(properties["flows"]).map(([key, value]) => {
        const flow = value as Properties;
        return [key, { id: textIn(flow["id"]), name: textIn(flow["name"]) ?? key, type: textIn(flow["type"]) ?? "" }];
      }),
    ),
    ivrs: new Map(entriesOf(properties["ivrs"]).map(([key, id]) => [key, textIn(id)])),
    numbers: new Map(entriesOf(properties["numbers"]).map(([number, key]) => [number, String(key)])),
    emailRoutes: new Map(
      entriesOf(properties["emailRoutes"]).map(([address, value]) => {
        const route = value as Properties;
        return [address, { routeId: textIn(route["routeId"]), flow: String(route["flow"]) }];
      }),
    ),
    objects: new Map(entriesOf(properties["objects"]).map(([reference, id]) => [reference, textIn(id)])),
  };
}

export function flowIdsOf(inventories: readonly Inventory[]): string[] {
  return inventories.flatMap(({ flows }) => [...flows.values()].flatMap(({ id }) => id ?? []));
}

export function ivrIdsOf(inventories: readonly Pick<Inventory, "ivrs">[]): string[] {
  return inventories.flatMap(({ ivrs }) => [...ivrs.values()].flatMap((id) => id ?? []));
}

export function routeIdsOf(inventories: readonly Inventory[]): string[] {
  return inventories.flatMap(({ emailRoutes }) => [...emailRoutes.values()].flatMap(({ routeId }) => routeId ?? []));
}

/** Known ids of an inventory's objects other than flows and IVRs. */
export function idsOfObjects({ objects }: Inventory): string[] {
  return [...objects.values()].flatMap((id) => id ?? []);
}

/** Version of each IVR of the inventory when the stack last wrote its numbers; undefined if unknown. */
export function knownIvrs(state: Properties, ...inventories: readonly Inventory[]): Map<string, number | undefined> {
  const versions = new Map(entriesOf(state["ivrVersions"]));
  return new Map(
    ivrIdsOf(inventories).map((id) => {
      const version = versions.get(id);
      return [id, typeof version === "number" ? version : undefined];
    }),
  );
}

/**
 * The outputs of an inventory with no unknown values. The inputs in the same state contain its flows, IVRs and objects:
 * any change to them is an update, and only the changes to numbers can fail.
 * @param known.versions versions of IVRs
 */
export function outputsOf(
  { ivrs, numbers }: Pick<Inventory, "ivrs" | "numbers">,
  known: { readonly organizationId: string; readonly versions: ReadonlyMap<string, number | undefined> },
): Properties {
  return {
    numbers: Object.fromEntries(numbers),
    ivrVersions: Object.fromEntries(
      ivrIdsOf([{ ivrs }]).flatMap((id) => {
        const version = known.versions.get(id);
        return version === undefined ? [] : [[id, version]];
      }),
    ),
    organizationId: known.organizationId,
  };
}

/** Everything that the state records about an inventory. The outputs of an earlier release repeat the inputs. */
export function stateOf(outputs: Properties, inputs: Properties): Properties {
  const { flows, ivrs, emailRoutes, objects } = inputs;
  return { flows, ivrs, emailRoutes, objects, ...outputs };
}

/** Entries of the maps that differ, `numbers["+13175550100"]` -> kind of change. */
export function changedEntries(inputs: Properties, state: Properties): Map<string, "add" | "delete" | "update"> {
  const changes = new Map<string, "add" | "delete" | "update">();
  for (const map of ["flows", "ivrs", "numbers", "emailRoutes", "objects"]) {
    const after = new Map(entriesOf(inputs[map]));
    const before = new Map(entriesOf(state[map]));
    for (const [key, value] of after) {
      const path = `${map}[${JSON.stringify(key)}]`;
      if (!before.has(key)) changes.set(path, "add");
      else if (!equalValues(value, before.get(key))) changes.set(path, "update");
    }
    for (const key of before.keys()) if (!after.has(key)) changes.set(`${map}[${JSON.stringify(key)}]`, "delete");
  }
  return changes;
}

/** The addresses that no longer route to the same flow -> key of the previous flow. */
export function movedAddresses({ before, after }: InventoryChange): Map<string, string> {
  const isSame = (was: string, is: string | undefined): boolean => {
    if (is === undefined || was === is) return was === is;
    // A flow keeps its addresses if its key changes.
    const id = before.flows.get(was)?.id;
    return id !== undefined && id === after.flows.get(is)?.id;
  };
  const moved = [...before.emailRoutes].filter(
    ([address, { flow }]) => !isSame(flow, after.emailRoutes.get(address)?.flow),
  );
  return new Map(moved.map(([address, { flow }]) => [address, flow]));
}

/** Whether the flow or IVR of any number changes. */
export function numbersChanged({ before, after }: InventoryChange): boolean {
  const target = ({ numbers, ivrs }: Inventory): string =>
    JSON.stringify([...numbers].map(([number, key]) => [number, ivrs.get(key) ?? `new ${key}`]).sort());
  return target(before) !== target(after);
}

function entriesOf(value: PropertyValue | undefined): [string, PropertyValue][] {
  if (value === undefined || value === null || value === unknown || typeof value !== "object") return [];
  return Object.entries(value as Properties).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, entry]]));
}
