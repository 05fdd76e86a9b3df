import { freePort } from "../../harness/free-port.ts";
import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

const here: Record<string, string> = {};
const versions = async (checkout: Checkout) => (await checkout.organisation()).versions();

task("failed-publish.md", {
  here,
  before: async () => {
    here["8090"] = String(await freePort());
  },
  elsewhere: {
    "The platform fails for a moment": async (checkout) => {
      expect(await versions(checkout)).toMatchObject({ "Common error handler": "1.0", Claims: "1.0" });
    },
  },
  afterwards: {
    "The platform refuses the flow": async (checkout) => {
      expect(await versions(checkout)).toMatchObject({ "Billing line": "1.0" });
      expect(await (await checkout.organisation()).export("Billing line")).toContain("Substring(Call.Ani, 2, 3)");
    },
    // Each is published once: the failed update published none.
    "The platform fails for a moment": async (checkout) => {
      const callers = { Claims: "2.0", Sales: "2.0", Support: "2.0", "Billing line": "1.0" };
      expect(await versions(checkout)).toMatchObject({ "Common error handler": "2.0", ...callers });
      const [fault, ...others] = await (await checkout.organisation()).client.faults();
      expect([fault?.happened, others]).toEqual([1, []]);
    },
    "Undo it": async (checkout) => {
      expect(await versions(checkout)).not.toHaveProperty("Billing line");
    },
  },
});
