import { task } from "./task.ts";

task("../tutorial.md", {
  afterwards: {
    "4. Change the module": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toMatchObject({ Orders: "2.0", Returns: "1.0", "Order number": "1.0" });
    },
    "6. Call it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toMatchObject({ Orders: "3.0", Returns: "2.0", "Order number": "2.0" });
      for (const name of ["Orders", "Returns"])
        expect(await platform.modulesHeld(name)).toMatchObject([{ name: "Order number", version: "2.0" }]);
    },
  },
});
