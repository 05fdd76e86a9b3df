import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { installOtherProduct } from "../../harness/other-product.ts";
import type { Checkout } from "../../journeys/checkout.ts";
import { task } from "./task.ts";

/** What the other version does differently: the name of an outcome in documents. */
const COMPILER = "packages/architect/compile/actions.ts";
const [PRESENT, OTHER] = [": outcome`", ": its outcome`"];
const isOther = async (checkout: Checkout) =>
  (await (await checkout.organisation()).export("Sales")).includes(": its outcome");

task("upgrade.md", {
  before: async (checkout) => {
    const folder = checkout.path("..", "new-version");
    mkdirSync(folder);
    installOtherProduct(folder);
    const file = `${folder}/${COMPILER}`;
    writeFileSync(file, readFileSync(file, "utf8").replace(PRESENT, OTHER));
  },
  elsewhere: {
    // What `npm install` brings: here, the packages of the product are in the clone.
    "Install it": async (checkout) => checkout.edit(COMPILER, PRESENT, OTHER),
    "Undo it": async (checkout) => checkout.edit(COMPILER, OTHER, PRESENT),
  },
  afterwards: {
    "See what the version changes": async (checkout) => {
      expect(await checkout.status()).toBe("");
      expect(await isOther(checkout)).toBe(false);
    },
    "Publish what it changes": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toMatchObject({ Sales: "2.0", Support: "2.0", Claims: "1.0" });
      expect(await isOther(checkout)).toBe(true);
    },
    "Undo it": async (checkout) => {
      expect(await isOther(checkout)).toBe(false);
    },
  },
});
