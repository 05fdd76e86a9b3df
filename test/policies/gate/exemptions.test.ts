import { join } from "node:path";
import type { GateReport } from "../../../packages/policies/gate/index.ts";
import { readGate } from "../../../packages/policies/gate/index.ts";
import { expectGolden, load, makeProject, removeProjects } from "../../project/harness.ts";
import { caller, checkModule, stack } from "../../project/samples.ts";
import { gateWith, mistakesIn, nameBegins } from "./harness.ts";

afterEach(removeProjects);

const entry = (keys: string, expires = "2026-06-30") =>
  `- {${keys}, reason: Agreed, owner: Voice team, expires: ${expires}}\n`;

/** Two flows that violate `name-begins`; \`sales\` violates \`module-call-transitions\` at the node \`check\` as well. */
const flows = {
  "Pulumi.test.yaml": stack("genesyscloud:region: local"),
  "flows/check.yaml": checkModule.replace("commonModule: Check", "commonModule: Team check"),
  "flows/sales.yaml": caller("Sales").replace(", error: bye", ""),
  "flows/support.yaml": caller("Support"),
};

/** What the two rules find, without the others, whose samples these are not. */
async function judged(exemptions: string, levels = ""): Promise<GateReport> {
  const root = makeProject({
    ...flows,
    "policies/exemptions.yaml": exemptions,
    "policies/levels/test.yaml": levels,
    "policies/rules/name-begins.ts": "",
  });
  const gate = await readGate({
    folder: join(root, "policies"),
    levels: "test",
    today: "2026-06-30",
    importFile: () => Promise.resolve({ nameBegins }),
  });
  return gate.judge(await load(root));
}

const about = ["name-begins", "module-call-transitions", "expired-exemption", "unused-exemption"];
const told = ({ findings, exempted }: GateReport) => ({
  findings: findings
    .filter(({ code }) => about.includes(code))
    .map(({ code, severity, flow, node }) => [severity, code, flow, node].filter(Boolean).join(" "))
    .sort(),
  exempted: exempted.map(({ finding, exemption }) => `${finding.code} ${finding.flow}: ${exemption.owner}`),
});

const names = ["error name-begins sales", "error name-begins support"];
const call = "error module-call-transitions sales check";

test.each<[string, string, { findings: string[]; exempted: string[] }]>([
  ["no exemption", "", { findings: [call, ...names], exempted: [] }],
  [
    "one for a flow",
    entry("rule: name-begins, flow: sales"),
    { findings: [call, "error name-begins support"], exempted: ["name-begins sales: Voice team"] },
  ],
  [
    "one for a node",
    entry("rule: module-call-transitions, flow: sales, node: check"),
    { findings: names, exempted: ["module-call-transitions sales: Voice team"] },
  ],
  [
    "one for any node",
    entry("rule: module-call-transitions, flow: sales"),
    { findings: names, exempted: ["module-call-transitions sales: Voice team"] },
  ],
  [
    "one for another node covers nothing",
    entry("rule: module-call-transitions, flow: sales, node: queue"),
    { findings: [call, ...names, "warning unused-exemption"], exempted: [] },
  ],
  [
    "one for a flow that does not exist",
    entry("rule: name-begins, flow: sale"),
    { findings: [call, ...names, "warning unused-exemption"], exempted: [] },
  ],
  [
    "one that expired yesterday fails, and covers nothing",
    entry("rule: name-begins, flow: sales", "2026-06-29"),
    { findings: ["error expired-exemption sales", call, ...names], exempted: [] },
  ],
])("%s", async (_, exemptions, expected) => {
  expect(told(await judged(exemptions))).toEqual(expected);
});

test("an exemption from a disabled rule is not unused: another stack may enforce it", async () => {
  const found = told(await judged(entry("rule: name-begins, flow: sales"), "name-begins: disabled\n"));
  expect(found).toEqual({ findings: [call], exempted: [] });
});

test("an expired exemption fails at any level of its rule", async () => {
  const { findings } = told(
    await judged(entry("rule: name-begins, flow: sales", "2020-01-31"), "name-begins: advisory\n"),
  );
  expect(findings).toContain("error expired-exemption sales");
});

test("an unused exemption names the flow that is probably meant", async () => {
  const { findings } = await judged(entry("rule: name-begins, flow: sale"));
  expect(findings.find(({ code }) => code === "unused-exemption")).toMatchObject({
    message: "The exemption from `name-begins` covers nothing: the flow `sale` does not exist.",
    hint: "Remove the exemption. Or did you mean `sales`?",
    location: { file: "policies/exemptions.yaml", line: 1 },
  });
});

test("errors of the kernel cannot be exempted", async () => {
  const found = await mistakesIn(
    gateWith({ "policies/exemptions.yaml": entry("rule: dangling-transition, flow: sales") }),
  );
  expect(found).toMatch(/error exemptions-file: The rule `dangling-transition` does not exist\./);
});

test("all mistakes of the exemptions are reported at once, each at its place", async () => {
  const text = `# Agreed in the meeting
- {rule: name-begin, flow: sales, reason: Agreed, owner: Voice team, expires: 2026-12-31}
- {rule: name-begins, flow: sales, reason: "", owner: Voice team, expires: 2026-02-30}
- rule: name-begins
  flow: sales
  nodes: [check]
  owner: Voice team
  expires: soon
- name-begins
`;
  expectGolden(
    import.meta.dirname,
    "exemptions-with-mistakes",
    await mistakesIn(gateWith({ "policies/exemptions.yaml": text })),
  );
});

test("mistakes of levels, exemptions and rules of the team are reported together", async () => {
  const found = await mistakesIn(
    gateWith(
      {
        "policies/exemptions.yaml": "a: b\n",
        "policies/levels/prod.yaml": "module-call-transitions: soft\nits-own: advisory\n",
      },
      { levels: "prod", team: { "empty.ts": {} } },
    ),
  );
  expect(found.match(/(?<=error )[\w-]+/g)).toEqual(["team-rule", "levels-file", "exemptions-file"]);
  expect(found).not.toContain("its-own"); // It may be the name of the rule that cannot be loaded.
});
