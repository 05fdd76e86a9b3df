import { task } from "./task.ts";

/** Ids before the renames, by the name that the flow gets. */
const ids: Record<string, string> = {};

task("rename.md", {
  afterwards: {
    "(introduction)": async (checkout) => {
      const platform = await checkout.organisation();
      for (const [to, from] of [
        ["Sales desk", "Sales"],
        ["PIN check", "PIN authentication"],
        ["Support", "Support"],
        ["Claims by mail", "Claim mail"],
      ] as const)
        ids[to] = (await platform.flow(from)).id;
    },
    "If you forget `formerly`": async (checkout) => {
      const platform = await checkout.organisation();
      for (const [name, id] of Object.entries(ids)) expect(await platform.flow(name)).toMatchObject({ id });
      expect(await platform.versions()).toMatchObject({
        "Sales desk": "3.0",
        "PIN check": "2.0",
        Support: "2.0",
        "Claims by mail": "2.0",
      });
      const byFlow = Object.values(await platform.ivrs());
      expect(byFlow.find(({ flowId }) => flowId === ids["Sales desk"])?.numbers.sort()).toEqual([
        "+13175550100",
        "+13175550101",
      ]);
      expect(byFlow.find(({ flowId }) => flowId === ids["Support"])?.numbers).toEqual(["+13175550110"]);
    },
  },
});
