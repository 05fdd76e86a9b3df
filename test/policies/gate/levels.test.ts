import { policyConfigOf } from "../../../packages/policies/gate/index.ts";
import { expectGolden, removeProjects } from "../../project/harness.ts";
import { enforced, gateWith, mistakesIn } from "./harness.ts";

afterEach(removeProjects);

const strict = { level: "mandatory", settings: { start: "Team ", longest: 10 } };
const levels = (text: string) => gateWith({ "policies/levels/prod.yaml": text }, { levels: "prod" });

describe("the level of a rule", () => {
  test.each([
    ["named with a level", "name-begins: advisory\n", { ...strict, level: "advisory" }],
    ["disabled", "name-begins: disabled\n", { ...strict, level: "disabled" }],
    [
      "with settings",
      "name-begins: {level: advisory, start: Sales}\n",
      { level: "advisory", settings: { start: "Sales", longest: 10 } },
    ],
    [
      "with settings alone",
      "name-begins: {longest: 20}\n",
      { level: "mandatory", settings: { start: "Team ", longest: 20 } },
    ],
    ["not named", "module-call-transitions: advisory\n", strict],
    ["in a file with comments alone", "# nothing yet\n", strict],
    ["in an empty file", "", strict],
  ])("%s", async (_, text, expected) => {
    expect(enforced(await levels(text), "name-begins")).toEqual(expected);
  });

  test("without levels, every rule is mandatory with its strictest settings", async () => {
    const gate = await gateWith({ "policies/levels/prod.yaml": "name-begins: disabled\n" });
    expect(gate.enforcement.rules.map(({ level }) => level)).toEqual(gate.rules.map(() => "mandatory"));
    expect(enforced(gate, "name-begins")).toEqual(strict);
  });
});

test("all mistakes of a file of levels are reported at once, each at its place", async () => {
  const text = `# Levels
name-begin: advisory
module-call-transitions: mandatry
name-begins:
  level: soft
  strat: Sales
  longest: 1000
`;
  expectGolden(import.meta.dirname, "levels-with-mistakes", await mistakesIn(levels(text)));
});

test.each([
  ["a list", "- name-begins\n", "The file is not a mapping of rules to levels."],
  ["no YAML", "name-begins: {\n", "not-yaml"],
  ["a rule twice", "name-begins: advisory\nname-begins: disabled\n", "duplicate-key"],
  ["a number as level", "name-begins: 2\n", "Expected `disabled`, `advisory` or `mandatory`"],
])("%s is refused", async (_, text, expected) => {
  expect(await mistakesIn(levels(text))).toContain(expected);
});

test("levels that do not exist are refused with those that are probably meant", async () => {
  const found = await mistakesIn(gateWith({ "policies/levels/prod.yaml": "" }, { levels: "prd" }));
  expect(found).toBe(
    "error no-levels-file: The levels file `policies/levels/prd.yaml` does not exist. `genesys-flows:policyLevels: prd` refers to this file.\n  hint: Did you mean `policies/levels/prod.yaml`?",
  );
});

test("the engine's configuration has the level and the settings of each rule on a document", async () => {
  const gate = await levels("name-begins: {level: advisory, start: Sales}\n");
  expect(policyConfigOf(gate)).toMatchObject({
    "module-call-transitions": { enforcementLevel: "mandatory" },
    "name-begins": { enforcementLevel: "advisory", start: "Sales", longest: 10 },
  });
});
