import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArchy } from "@genesys-flows/architect";
import { writeCompiled, writeDocumentList } from "@genesys-flows/project";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { baselineText } from "../../policies/baseline.ts";
import { moduleCallViolations } from "../../policies/violations.ts";
import { inCheckout } from "../harness/checkout.ts";
import { aboutResource, Pack } from "../lean-pulumi/harness/pack.ts";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";
import { after, exportedCaller } from "./samples.ts";

// The pack is a process of its own.
jest.setTimeout(60_000);

const { AnalyzeResponse, AnalyzerStackConfigureRequest, ConfigureAnalyzerRequest, EnforcementLevel } = analyzerMessages;
const bad = caller("Sales").replace(", error: bye", "");

/** A project with the pack in it, as `npm start` runs it: started and configured by the engine before the program has compiled anything. */
async function started() {
  const root = makeProject({ "Pulumi.yaml": "name: x\n", "flows/check.yaml": checkModule });
  const policies = join(root, "policies");
  cpSync(inCheckout("policies"), policies, { recursive: true });
  writeFileSync(join(policies, "baseline.json"), "{}");
  symlinkSync(inCheckout("node_modules"), join(root, "node_modules"));
  const pack = await Pack.start({ folder: policies, env: { PWD: root } });
  const compile = async (flows: Record<string, string>) => {
    for (const [key, text] of Object.entries(flows)) writeFileSync(join(root, "flows", `${key}.yaml`), text);
    const project = await load(root);
    const documents = await writeCompiled(project);
    await writeDocumentList(root, "dev", documents);
    return (key: string) => ({
      type: "genesyscloud:index/flow:Flow",
      name: key,
      properties: {
        document: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", path: documents.get(key) },
        digest: project.flows.find((flow) => flow.key === key)?.digest,
      },
    });
  };
  const configure = async () => {
    const stack = new AnalyzerStackConfigureRequest();
    stack.setStack("dev");
    await pack.ask("configureStack", stack);
    await pack.ask("configure", new ConfigureAnalyzerRequest());
  };
  const judged = async (resource: Parameters<typeof aboutResource>[0]) => {
    const answer = await pack.ask("analyze", aboutResource(resource));
    if (typeof answer === "string") throw new Error(answer);
    return AnalyzeResponse.deserializeBinary(answer)
      .getDiagnosticsList()
      .map((found) => ({ level: found.getEnforcementlevel(), text: found.getMessage().split("\n")[1] }));
  };
  return { root, pack, compile, configure, judged };
}

describe("the pack judges what the program publishes", () => {
  afterAll(removeProjects);

  test("whatever the folder held before the program compiled its flows", async () => {
    const { pack, compile, configure, judged } = await started();
    try {
      const before = await compile({ sales: bad, support: caller("Support") });
      await configure();
      const now = await compile({ sales: caller("Sales"), support: caller("Support").replace(", error: bye", "") });
      expect(await judged(now("sales"))).toEqual([]);
      expect(await judged(now("support"))).toEqual([
        { level: EnforcementLevel.MANDATORY, text: expect.stringContaining('"Support" (support)') },
      ]);
      // Another run may publish the document of before.
      expect(await judged(before("sales"))).toEqual([
        { level: EnforcementLevel.MANDATORY, text: expect.stringContaining('"Sales" (sales)') },
      ]);
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

  test("what the baseline lists only warns", async () => {
    const claims = exportedCaller(after.nothing);
    const { root, pack, compile, judged } = await started();
    try {
      const now = await compile({ claims, others: claims.replace("Claims", "Others") });
      const document = parseArchy(claims, { file: "flows/claims.yaml" });
      const listed = baselineText(moduleCallViolations(document, { key: "claims" }));
      writeFileSync(join(root, "policies/baseline.json"), listed);
      const problem = expect.stringMatching(/is not followed by a test .* It is listed in policies\/baseline\.json\.$/);
      expect(await judged(now("claims"))).toEqual([{ level: EnforcementLevel.ADVISORY, text: problem }]);
      expect(await judged(now("others"))).toMatchObject([{ level: EnforcementLevel.MANDATORY }]);
    } finally {
      await pack.stop();
    }
  });
});
