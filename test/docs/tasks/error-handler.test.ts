import { task } from "./task.ts";

const CALLERS = ["Claims", "Desk north", "Desk south", "Sales", "Support"];

task("error-handler.md", {
  afterwards: {
    "Publish it": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.consumersOf("Common error handler")).toEqual(CALLERS);
      expect(await platform.export("Desk south")).toContain("No adviser could take the call");
      expect(await platform.versions()).toMatchObject({ "Desk north": "1.0", "Desk south": "1.0", Sales: "1.0" });
    },
    "Undo it": async (checkout) => {
      const { output } = await checkout.says("npm run -s flowctl -- show common-error-handler --offline");
      expect(output).not.toContain("Desk");
      expect(checkout.read("flows/inbound/desk-north.yaml")).toContain("on: {failure: hang-up}");
    },
  },
});
