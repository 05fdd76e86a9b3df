import { stringify } from "yaml";
import { flows, organisation } from "../fixtures/contact-centre.ts";
import { during } from "../harness/during.ts";
import { writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { naming, violatingFlows } from "./violations.ts";

jest.setTimeout(5 * 60_000);

const violating = violatingFlows();
const RULE = "fault-handling";
const file = (rule: string) => `flows/${rule}.yaml`;
const exemption = (expires: string) =>
  stringify([{ rule: RULE, flow: RULE, reason: "Replaced in May.", owner: "Voice team", expires }]);

/**
 * The project's own program: an update registers nothing, so it writes nothing, before every rule has judged every flow. A preview
 * shows what it would do.
 */
describe("a stack with a flow against each rule", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      stack: "prod",
      flows: {
        "queues.yaml": flows["queues.yaml"],
        ...Object.fromEntries(violating.map(({ rule, text }) => [`${rule}.yaml`, text])),
      },
      config: {
        "genesys-flows:policyLevels": "strict",
        "genesys-flows:flows": { "no-force-unlock": { forceUnlock: true } },
      },
      organisation,
    });
    workspace.write("policies/levels/strict.yaml", stringify({ "flow-naming": naming }));
    const relaxed = Object.fromEntries(violating.map(({ rule }) => [rule, "advisory"]));
    workspace.write("policies/levels/relaxed.yaml", stringify(relaxed));
  });
  afterAll(() => workspace?.dispose());

  test.each([
    ["preview", ["preview", "--policy-pack", "policies"], true],
    ["up", ["up", "--yes", "--policy-pack", "policies"], true],
    ["up --skip-preview, without the pack", ["up", "--yes", "--skip-preview"], false],
  ])("%s reports each rule, and writes nothing", async (_, args, isPreviewed) => {
    const platform = await workspace.organisation();
    const { result, requests } = await during(platform, () => workspace.pulumi([...args, "--stack", "prod"]));

    expect(result.code).not.toBe(0);
    const reported = [...result.output.matchAll(/ error (?<code>[\w-]+): .*\(flow (?<flow>[\w-]+)/g)].map(
      ({ groups }) => groups?.["flow"],
    );
    expect([...new Set(reported)].sort()).toEqual(violating.map(({ rule }) => rule).sort());
    expect(writesAmong(requests)).toEqual([]);
    const steps = result.steps.filter(({ type }) => type === "genesyscloud:index/flow:Flow");
    expect(steps).toHaveLength(isPreviewed ? violating.length : 0);
  });

  test("by the wrapper, the levels of one stack warn of what those of another refuse", async () => {
    for (const { rule } of violating) if (rule !== RULE) workspace.remove(file(rule));
    workspace.configure({ "genesys-flows:policyLevels": "relaxed" }, "dev");
    workspace.configure({ "genesys-flows:policyLevels": "strict" }, "prod");
    await workspace.initialise("dev");
    const up = (stack: string) =>
      workspace.script("pulumi", ["up", "--yes", "--skip-preview", "--stack", stack, "--color", "never"]);

    const dev = await up("dev");
    expect(dev.output).toMatch(new RegExp(`^flows/\\S+ warning ${RULE}: `, "m"));
    expect(dev.output).toContain(`warning ${RULE}: `);
    expect(dev.output.split(`warning ${RULE}: `)).toHaveLength(2);
    expect(dev.code).toBe(0);

    const prod = await up("prod");
    expect(prod.code).not.toBe(0);
    expect(prod.output).toContain(`error ${RULE}: `);
  });

  test("an expired exemption covers nothing", async () => {
    workspace.write("policies/exemptions.yaml", exemption("2020-01-31"));
    const { output } = await workspace.previewRefused();
    expect(output).toContain(`error ${RULE}: `);
    expect(output).toContain("error expired-exemption: ");
  });

  test("what a valid exemption covers is published, and reported", async () => {
    workspace.write("policies/exemptions.yaml", exemption("9999-12-31"));
    const platform = await workspace.organisation();
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(result.verdicts).toMatchObject([
      {
        policy: "exemptions",
        enforcement: "advisory",
        message: expect.stringMatching(
          /warning fault-handling: [\s\S]*Exempted until 9999-12-31 by Voice team \(policies\/exemptions\.yaml:1\)/,
        ),
      },
    ]);
    expect(published).toEqual([RULE]);
  });

  test("a rule of the team that throws stops the update", async () => {
    workspace.write(
      "policies/rules/broken.ts",
      `import { defineRule } from "@genesys-flows/rules";
import { z } from "zod";
export const broken = defineRule({ name: "broken", title: "Broken", requires: "Nothing.", why: "So.", fix: "Repair it.",
  settings: z.strictObject({}), document() { throw new Error("a mistake of the rule"); } });
`,
    );
    const { output } = await workspace.previewRefused();
    expect(output).toContain(
      "error broken: The rule could not be checked: a mistake of the rule (flow fault-handling)",
    );
  });
});
