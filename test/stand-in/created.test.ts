import { kindMadeBy, madeKinds } from "@genesys-flows/platform";
import { type Seed, seedFor, withNamed, withoutCreated } from "@genesys-flows/stand-in";

/** Every list of a seed, each with an object of the same name. */
const seed = Object.fromEntries(
  Object.keys(seedFor({ documents: [] })).map((list) => [list, [{ name: "Holidays" }]]),
) as unknown as Seed;

const named = Object.values(madeKinds)
  .filter((row) => "named" in row)
  .filter((row) => row !== madeKinds.dataAction);

test.each([
  ...named.map(({ token, named: { kind } }) => [token, `${kind}s`]),
  ["genesyscloud:index/authDivision:AuthDivision", "divisions"],
  ["genesyscloud:index/flow:Flow", "flows"],
])("an object of %s that a program creates is in %s no more", (type, list) => {
  const left = withoutCreated(seed, [{ type, kind: kindMadeBy(type), inputs: { name: "holidays" } }]);
  expect(left).toEqual({ ...seed, [list]: [] });
});

test("a data action that a program creates is no more in its integration, which stays", () => {
  const crm = {
    name: "CRM",
    dataActions: [
      { name: "Verify PIN", inputs: {}, outputs: {} },
      { name: "Other", inputs: {}, outputs: {} },
    ],
  };
  const { token } = madeKinds.dataAction;
  const inputs = { category: "crm", name: "verify pin" };
  const left = withoutCreated({ ...seed, integrations: [crm] }, [{ type: token, kind: kindMadeBy(token), inputs }]);
  expect(left.integrations).toEqual([{ ...crm, dataActions: [crm.dataActions[1]] }]);
});

test("what objects name is in the seed, each once; flows are not", () => {
  const empty = seedFor({ documents: [] });
  const named = withNamed(empty, [
    { kind: "integration", name: "CRM" },
    { kind: "dataAction", name: "CRM/Verify PIN" },
    { kind: "schedule", name: "Weekdays" },
    { kind: "schedule", name: "weekdays" },
    { kind: "division", name: "Home" },
    { kind: "division", name: "Sales" },
    { kind: "flow", name: "sales" },
  ]);
  expect(named).toEqual({
    ...empty,
    integrations: [{ name: "CRM", dataActions: [{ name: "Verify PIN", inputs: {}, outputs: {} }] }],
    schedules: [{ name: "Weekdays" }],
    divisions: [{ name: "Sales" }],
  });
});
