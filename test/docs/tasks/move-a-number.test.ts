import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

/** Numbers by the name of the flow that they lead to. */
async function numbersOf(checkout: Checkout): Promise<Record<string, readonly string[]>> {
  const platform = await checkout.organisation();
  const ivrs = Object.values(await platform.ivrs());
  const names = ["Sales", "Support", "Claims"];
  const entries = names.map(async (name): Promise<[string, readonly string[]]> => {
    const { id } = await platform.flow(name);
    return [name, ivrs.flatMap((ivr) => (ivr.flowId === id ? ivr.numbers : [])).sort()];
  });
  return Object.fromEntries(await Promise.all(entries));
}

const BEFORE = { Sales: ["+13175550100", "+13175550101"], Support: ["+13175550110"], Claims: ["+13175550120"] };

task("move-a-number.md", {
  afterwards: {
    "See who will reach what": async (checkout) => expect(await numbersOf(checkout)).toEqual(BEFORE),
    Update: async (checkout) => {
      expect(await numbersOf(checkout)).toEqual({
        Sales: ["+13175550100"],
        Support: ["+13175550101", "+13175550110", "+13175550160"],
        Claims: [],
      });
      const versions = await (await checkout.organisation()).versions();
      expect(versions).toMatchObject({ Sales: "1.0", Support: "1.0", Claims: "1.0" });
    },
    "Undo it": async (checkout) => expect(await numbersOf(checkout)).toEqual(BEFORE),
  },
});
