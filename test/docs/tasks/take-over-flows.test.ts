import type { Organisation } from "../../e2e/harness/organisation.ts";
import { existingFlows } from "../../harness/existing-flows.ts";
import { task } from "./task.ts";

const FLOWS = 200;
let before: Awaited<ReturnType<typeof facts>>;

task("take-over-flows.md", {
  elsewhere: {
    "The flows that exist": async (checkout) => {
      const platform = await checkout.organisation();
      const flows = existingFlows("Desk ", FLOWS);
      const some = (nth: number) => flows.filter((_, n) => n % 8 === nth);
      const people = Array.from({ length: 8 }, async (_, nth) => {
        for (const { text } of some(nth)) await platform.publish(text);
      });
      await Promise.all(people);
      before = await facts(platform);
      expect(Object.keys(before).filter((name) => name.startsWith("Desk "))).toHaveLength(FLOWS);
    },
  },
  afterwards: {
    "Write the files": async (checkout) => expect(await facts(await checkout.organisation())).toEqual(before),
    "Put them under the stack": async (checkout) => expect(await facts(await checkout.organisation())).toEqual(before),
    "Publish the first change": async (checkout) => {
      const platform = await checkout.organisation();
      const { "Desk call 01": was, ...same } = before;
      const { "Desk call 01": edited, ...others } = await facts(platform);
      expect(others).toEqual(same);
      expect(edited).toEqual({ ...was, version: "2.0" });
      expect(await platform.export("Desk call 01", "published")).toContain("Welcome to desk 1.");
    },
    "Undo it": async (checkout) => {
      const now = await facts(await checkout.organisation());
      expect(now["Desk call 02"]).toEqual(before["Desk call 02"]);
      expect(Object.keys(now)).toEqual(Object.keys(before));
    },
  },
});

/** Id and published version of each flow. */
async function facts(platform: Organisation) {
  const flows = await platform.flows();
  return Object.fromEntries(flows.map((flow) => [flow.name, { id: flow.id, version: flow.publishedVersion?.id }]));
}
