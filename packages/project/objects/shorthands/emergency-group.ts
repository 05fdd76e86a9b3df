import { z } from "zod";
import type { Shorthand } from "./shorthand.ts";

const flows = z
  .record(z.string().meta({ title: "key of the emergency flow" }), z.array(z.string()))
  .describe("The key of each emergency flow, and the flows whose callers it answers during the emergency.");

/** Shorthand `flows: {storm-announcement: [sales, support]}` for the vendor's `emergencyCallFlows`. */
export const emergencyGroupShorthand: Shorthand = {
  shape: { flows: flows.optional() },
  replaces: ["emergencyCallFlows"],
  expand({ flows: given = {} }) {
    const entries = Object.entries(given as z.infer<typeof flows>);
    return {
      properties:
        entries.length === 0
          ? {}
          : { emergencyCallFlows: entries.map(([, answered]) => ({ ivrIds: answered.map(() => "") })) },
      references: entries.flatMap(([emergency, answered], index) => [
        {
          path: ["emergencyCallFlows", index, "emergencyFlowId"],
          kind: "flow",
          name: emergency,
          at: ["flows", emergency],
        },
        ...answered.map((name, position) => ({
          path: ["emergencyCallFlows", index, "ivrIds", position],
          kind: "ivr",
          name,
          at: ["flows", emergency, position],
        })),
      ]),
      findings: [],
    };
  },
  contract({ references, properties }) {
    const groups = (properties["emergencyCallFlows"] ?? []) as readonly { readonly ivrIds?: readonly string[] }[];
    const nameAt = (...path: readonly (string | number)[]) =>
      references.find((one) => one.path.join("\n") === ["emergencyCallFlows", ...path].join("\n"))?.name;
    const entries = groups.map(({ ivrIds = [] }, index) => [
      nameAt(index, "emergencyFlowId"),
      ivrIds.map((_, position) => nameAt(index, "ivrIds", position)),
    ]);
    const isNamed = entries.flat(2).every((name) => name !== undefined);
    const isOnce = new Set(entries.map(([flow]) => flow)).size === entries.length;
    if (!isNamed || !isOnce) return undefined;
    const says = ["emergencyCallFlows"];
    return { says, entry: entries.length === 0 ? {} : { flows: Object.fromEntries(entries) } };
  },
};
