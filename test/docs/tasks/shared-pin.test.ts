import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

/** The version of the module, and the versions that the lines have and hold. */
async function versionsOf(checkout: Checkout) {
  const platform = await checkout.organisation();
  const versions = await platform.versions();
  const line = async (name: string) => {
    const held = (await platform.modulesHeld(name)).map((module) => `${module.name} ${module.version}`);
    return `${versions[name]}, holds ${held.join(", ")}`;
  };
  return {
    module: versions["PIN check"],
    contracts: await line("Contracts line"),
    payments: await line("Payments line"),
  };
}

task("shared-pin.md", {
  afterwards: {
    "Call it from two lines": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).not.toHaveProperty("PIN check");
    },
    "Publish it": async (checkout) => {
      expect(await versionsOf(checkout)).toEqual({
        module: "1.0",
        contracts: "1.0, holds PIN check 1.0",
        payments: "1.0, holds PIN check 1.0",
      });
    },
    "Change the module": async (checkout) => {
      expect(await versionsOf(checkout)).toEqual({
        module: "2.0",
        contracts: "2.0, holds PIN check 2.0",
        payments: "2.0, holds PIN check 2.0",
      });
      expect(await (await checkout.organisation()).versions()).toHaveProperty("Sales", "1.0");
    },
    "Undo it": async (checkout) => {
      const platform = await checkout.organisation();
      const names = Object.keys(await platform.versions());
      expect(names).toEqual(expect.not.arrayContaining(["PIN check", "Contracts line", "Payments line"]));
      expect(names).toContain("PIN authentication");
    },
  },
});
