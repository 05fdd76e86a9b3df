import { editInArchitect } from "../../e2e/drift/architect.ts";
import { task } from "./task.ts";

task("adopt-a-change.md", {
  elsewhere: {
    "Somebody publishes in Architect": async (checkout) =>
      editInArchitect(await checkout.organisation(), {
        flow: "Support",
        change: "publish",
        replace: { "Welcome to customer support.": "Good morning. You have reached support." },
      }),
    "Or overwrite the change with the source": async (checkout) =>
      editInArchitect(await checkout.organisation(), {
        flow: "Sales",
        change: "publish",
        replace: { "Thank you for calling. Goodbye.": "Bye." },
      }),
  },
  afterwards: {
    "See the change": async (checkout) => {
      expect(await checkout.status()).toBe("");
      expect(await (await checkout.organisation()).versions()).toMatchObject({ Support: "2.0", Sales: "1.0" });
    },
    "Take it into the source": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toMatchObject({ Support: "2.0", Sales: "1.0" });
      expect(await platform.export("Support", "published")).toContain("Good morning. You have reached support.");
      expect(checkout.read("Pulumi.dev.yaml")).toMatch(/^ {6}taken: 2\.0 /m);
    },
    "Or overwrite the change with the source": async (checkout) => {
      const platform = await checkout.organisation();
      expect(await platform.versions()).toMatchObject({ Support: "2.0", Sales: "3.0" });
      expect(await platform.export("Sales", "published")).toContain("Thank you for calling. Goodbye.");
    },
  },
});
