import { freePort } from "../../harness/free-port.ts";
import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

const here: Record<string, string> = {};
const production = (checkout: Checkout) => checkout.organisation("prod", ".genesys/orgs/region.sqlite");

task("connect-production.md", {
  here,
  before: async () => {
    here["8443"] = String(await freePort());
  },
  elsewhere: {
    // Each organisation has an id of its own.
    "Name the organisation": async (checkout) => {
      here["317dfbc6-13f3-48cd-a9bf-78e182dd19a6"] = (await production(checkout)).organisationId;
    },
  },
  afterwards: {
    "Ask doctor": async (checkout) => {
      expect(await (await production(checkout)).versions()).not.toHaveProperty("Sales");
    },
    Deploy: async (checkout) => {
      expect(await (await production(checkout)).versions()).toMatchObject({
        Sales: "1.0",
        "PIN authentication": "1.0",
      });
    },
  },
});
