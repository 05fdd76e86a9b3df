import { buildReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { message, runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const INVENTORY = "genesyscloud:index/inventory:Inventory";
const REFUSAL = message(
  "error",
  "The update would be refused: 1 error. Nothing was changed.\n\nflows/a.yaml:3:5 error in-use: It names the flow 'Gone'.",
);

const flows = (...named: readonly (readonly [string, string])[]) =>
  Object.fromEntries(named.map(([key, name]) => [key, { id: `id-${name}`, name, type: "inboundCall" }]));

/** The inventory of a stack which two flows and two queues leave, and where one flow gets another key. */
const inventory: StepGiven = {
  ...{ key: "inventory", type: INVENTORY, op: "update" },
  old: {
    inputs: {
      flows: flows(["gone", "Gone"], ["listed", "Listed"], ["old", "Kept"]),
      objects: { "queue:Left": "q1", "queue:Same": "q2" },
    },
    outputs: { numbers: { "+13175550100": "gone" } },
  },
  new: { inputs: { flows: flows(["new", "Kept"]), objects: { "queue:Same": "q2" }, numbers: {} } },
};

const report = (events: readonly ReturnType<typeof message>[]) =>
  buildReport(
    { ...runOf([inventory], { events, result: "failed" }), config: { "genesys-flows:external": '["flow:Listed"]' } },
    { root: folder() },
  );

test("a preview that the program refuses shows which flows and queues would be deleted", async () => {
  const { verdict, flows: shown, objects, numbers, unchecked, messages } = await report([REFUSAL]);
  expect(shown.map(({ name, action }) => [name, action])).toEqual([["Gone", "delete"]]);
  expect(objects).toMatchObject([{ noun: "queue", name: "Left", action: "delete" }]);
  expect(numbers).toMatchObject([{ number: "+13175550100", from: { name: "Gone" } }]);
  expect(verdict.text).toBe(
    "1 number would route to no flow, 1 flow and 1 queue would be deleted; blocked by 1 finding.",
  );
  expect(unchecked).toEqual([expect.stringContaining("other than flows and queues")]);
  expect(messages.map(({ text }) => text)).toEqual([
    "The flow 'Listed' stays in the organisation (genesys-flows:external). After the update, this stack no longer manages it.",
  ]);
});

test("one that fails for another reason says nothing of deletions", async () => {
  const { verdict, flows: shown, unchecked } = await report([message("error", "The organisation does not answer.")]);
  expect([shown, unchecked]).toEqual([[], []]);
  expect(verdict.text).not.toContain("deleted");
});
