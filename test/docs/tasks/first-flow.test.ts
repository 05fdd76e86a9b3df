import { task } from "./task.ts";

task("first-flow.md", {
  afterwards: {
    "Publish it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.export("Opening line")).toContain("We are here from eight to six, Monday to Friday.");
      const { id } = await platform.flow("Opening line");
      expect(Object.values(await platform.ivrs())).toContainEqual(
        expect.objectContaining({ numbers: ["+13175550131"], flowId: id }),
      );
    },
    "Undo it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).not.toHaveProperty("Opening line");
      expect(Object.values(await platform.ivrs()).flatMap((ivr) => ivr.numbers)).not.toContain("+13175550131");
    },
  },
});
