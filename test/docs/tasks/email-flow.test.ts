import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

/** Each address of example.com with the name of the flow that its route leads to. */
async function routesOf(checkout: Checkout) {
  const platform = await checkout.organisation();
  const names = new Map((await platform.flows()).map(({ id, name }) => [id, name]));
  const { entities = [] } = await platform.routing.getRoutingEmailDomainRoutes("example.com", { pageSize: 100 });
  return Object.fromEntries(entities.map(({ pattern, flow }) => [pattern, names.get(String(flow?.id))]));
}

task("email-flow.md", {
  afterwards: {
    "Publish it": async (checkout) => {
      expect(await routesOf(checkout)).toEqual({ claims: "Claim mail", billing: "Billing mail" });
      const platform = await checkout.organisation();
      expect(await platform.queuesUsedBy("Billing mail")).toEqual(["Billing"]);
    },
    "Add an address": async (checkout) => {
      const flow = "Billing mail";
      expect(await routesOf(checkout)).toEqual({ claims: "Claim mail", billing: flow, invoices: flow });
      const platform = await checkout.organisation();
      expect(await platform.versions()).toHaveProperty([flow], "1.0");
    },
    "Undo it": async (checkout) => {
      expect(await routesOf(checkout)).toEqual({ claims: "Claim mail" });
      const platform = await checkout.organisation();
      expect(await platform.queues()).not.toContain("Billing");
    },
  },
});
