import { z } from "zod";
import type { Shorthand } from "./shorthand.ts";

const flows = z
  .record(z.string().meta({ title: "key of the emergency flow" }), z.array(z.string()))
  .describe("The emergency flow, by key, and the flows whose callers it answers meanwhile.");

/** `flows: {storm-announcement: [sales, support]}` for the vendor's `emergencyCallFlows`. */
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
};
