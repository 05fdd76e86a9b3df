import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseDiagnostic } from "@genesys-flows/architect";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { removeProjects } from "../project/harness.ts";
import { caller } from "../project/samples.ts";
import { after, exportedCaller } from "./samples.ts";
import { FLOW, type Found, started } from "./started-pack.ts";

// The pack is a process of its own.
jest.setTimeout(60_000);

const { EnforcementLevel } = analyzerMessages;
const RULE = "module-call-transitions";
const unknownAsset = "030794c1-ac77-496b-92df-f27374a8bd58";
const unknownBoolean = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
const bad = caller("Sales").replace(", error: bye", "");

/** Rules of a team: one greets, one fails, one reads a setting of the resource. */
const teamRules = {
  "greeting.ts": `import { defineRule } from "@genesys-flows/rules";
import { z } from "zod";
const texts = { title: "Greeting", requires: "A flow has a name.", why: "So.", fix: "Name it." };
export const named = defineRule({ ...texts, name: "named", settings: z.strictObject({ most: z.int().default(0) }),
  document(flow, { settings, report }) { report({ message: "At most " + settings.most + ".", fix: "Do." }); } });
export const broken = defineRule({ ...texts, name: "broken", settings: z.strictObject({}),
  document() { throw new Error("a mistake of the rule"); } });
export const locked = defineRule({ ...texts, name: "locked", settings: z.strictObject({}),
  document(flow, { report }) { if (flow.resource?.forceUnlock) report({ message: "It unlocks.", fix: "Do not." }); } });
`,
  // Leaves a file behind for each flow that it judges.
  "noting.ts": `import { writeFileSync } from "node:fs";
import { defineRule } from "@genesys-flows/rules";
import { z } from "zod";
export const noting = defineRule({ name: "noting", title: "Note", requires: "So.", why: "So.", fix: "So.", settings: z.strictObject({}),
  document(flow) { writeFileSync(import.meta.dirname + "/judged-" + flow.key, ""); } });
`,
};

const of = (policy: string, found: readonly Found[]) => found.filter((one) => one.policy === policy);

describe("the pack judges what the program publishes", () => {
  afterAll(removeProjects);

  test("whatever the folder held before the program compiled its flows", async () => {
    const { pack, compile, configure, judged } = await started();
    try {
      const before = await compile({ sales: bad, support: caller("Support") });
      await configure();
      const now = await compile({ sales: caller("Sales"), support: caller("Support").replace(", error: bye", "") });
      const violation = (key: string) => [
        {
          policy: RULE,
          level: EnforcementLevel.MANDATORY,
          text: expect.stringMatching(`^flows/${key}.yaml:5:.* error ${RULE}: [^\\n]*flow ${key}, node check`),
        },
      ];
      expect(of(RULE, await judged(now("sales")))).toEqual([]);
      expect(of(RULE, await judged(now("support")))).toEqual(violation("support"));
      // Another run may publish the document of before.
      expect(of(RULE, await judged(before("sales")))).toEqual(violation("sales"));
    } finally {
      await pack.stop();
    }
  });

  test("before the engine asks, once it is configured", async () => {
    const { root, compile, configure, listed, pack } = await started({ "rules/noting.ts": teamRules["noting.ts"] });
    try {
      await compile({ sales: caller("Sales") });
      await configure();
      const judged = ["check", "sales"].map((key) => join(root, "policies", "rules", `judged-${key}`));
      const areJudged = () => judged.every((file) => existsSync(file));
      for (let asked = 0; asked < 20_000 && !areJudged(); asked++) await listed(); // gives it time
      expect(areJudged()).toBe(true);
    } finally {
      await pack.stop();
    }
  });

  test("in components and other resources it finds nothing", async () => {
    const { pack, judged } = await started();
    try {
      expect(await judged({ type: "genesys-flows:index:InboundFlow", name: "sales", properties: { a: 1 } })).toEqual(
        [],
      );
    } finally {
      await pack.stop();
    }
  });

  test("at the levels and with the settings of the last configuration, its own rules and the team's", async () => {
    const { pack, compile, configure, judged, listed } = await started({
      "rules/greeting.ts": teamRules["greeting.ts"],
      "exemptions.yaml": `- {rule: locked, flow: sales, reason: Urgent., owner: Voice team, expires: "9999-12-31"}\n`,
    });
    const { MANDATORY, ADVISORY, DISABLED } = EnforcementLevel;
    try {
      const named = (await listed()).find((policy) => policy.getName() === "named");
      expect(named?.getConfigschema()?.getProperties()?.toJavaScript()).toMatchObject({ most: { type: "integer" } });
      const sales = (await compile({ sales: bad }))("sales");
      const unlocking = { ...sales, properties: { ...sales.properties, forceUnlock: true } };
      const levels = (found: readonly Found[]) => found.map(({ policy, level }) => [policy, level]);

      await configure();
      const found = await judged(sales);
      expect(levels(found)).toEqual(
        expect.arrayContaining([
          [RULE, MANDATORY],
          ["named", MANDATORY],
          ["broken", MANDATORY],
        ]),
      );
      expect(of("named", found)[0]?.text).toMatch(/ At most 0\./);
      expect(of("broken", found)[0]?.text).toContain("The rule could not be checked: a mistake of the rule");
      expect(of("exemptions", await judged(unlocking))).toEqual([
        { policy: "exemptions", level: ADVISORY, text: expect.stringContaining("It unlocks.") },
      ]);
      expect(of("locked", await judged(unlocking))).toEqual([]);

      await configure({
        [RULE]: { level: ADVISORY },
        named: { level: MANDATORY, settings: { most: 7 } },
        broken: { level: ADVISORY },
        locked: { level: DISABLED },
      });
      const then = await judged(unlocking);
      expect(of(RULE, then)).toMatchObject([{ level: ADVISORY, text: expect.stringContaining(" warning ") }]);
      expect(of("named", then)[0]?.text).toMatch(/error named: At most 7\./);
      expect(of("broken", then)).toMatchObject([{ level: ADVISORY }]);
      expect(of("exemptions", then)).toEqual([]);
      for (const { text } of then) expect(parseDiagnostic(text)).toBeDefined();
    } finally {
      await pack.stop();
    }
  });

  test("an unknown value is no advice", async () => {
    const { pack, compile, configure, judged } = await started({ "rules/greeting.ts": teamRules["greeting.ts"] });
    try {
      const sales = await compile({ sales: exportedCaller(after.nothing) });
      await configure();
      const [first, ...more] = await judged({ type: FLOW, name: "sales", properties: { document: unknownAsset } });
      expect(more).toEqual([]);
      expect(first).toMatchObject({ level: EnforcementLevel.MANDATORY, text: expect.stringContaining("`locked`") });
      expect(first?.text).toContain("The flow's document is not known yet.");

      const found = await judged(sales("sales", { forceUnlock: unknownBoolean }));
      expect(of("locked", found)).toEqual([
        {
          policy: "locked",
          level: EnforcementLevel.MANDATORY,
          text: expect.stringContaining("The setting `forceUnlock` of the flow is not known yet."),
        },
      ]);
      expect(of(RULE, found)).toHaveLength(1);
    } finally {
      await pack.stop();
    }
  });

  test("a file of the team that cannot be loaded makes every rule one that could not be checked", async () => {
    const { pack, compile, judged } = await started({ "rules/broken.ts": "export const x = (;\n" });
    try {
      const sales = await compile({ sales: caller("Sales") });
      const found = await judged(sales("sales"));
      expect(found).toMatchObject([{ level: EnforcementLevel.MANDATORY }]);
      expect(found[0]?.text).toContain("policies/rules/broken.ts:1: The file cannot be loaded");
    } finally {
      await pack.stop();
    }
  });
});
