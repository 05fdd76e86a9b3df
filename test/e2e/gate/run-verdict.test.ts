import { existsSync, readdirSync, rmSync } from "node:fs";
import { stringify } from "yaml";
import { pipelines } from "../../../packages/wrapper/stack/environment.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { organisation as contactCentre } from "../fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { violatingFlows } from "./violations.ts";

jest.setTimeout(5 * 60_000);

const RULE = "fault-handling";
const { text, document } = violatingFlows().find(({ rule }) => rule === RULE) as ReturnType<typeof violatingFlows>[0];
/** Notes what the pack judges. */
const noting = `import { appendFileSync } from "node:fs";
import { Judging } from "${inCheckout("packages/policies/judging.ts")}";

const { resource } = Judging.prototype;
Judging.prototype.resource = function (name, inputs) {
  appendFileSync(\`\${import.meta.dirname}/judged.txt\`, \`\${name}\\n\`);
  return resource.call(this, name, inputs);
};`;
const clean =
  'inboundCall: Clean\nonFault: {say: "Sorry.", then: disconnect}\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n';

/** The wrapper's program judges first. What the pack judges again is what the program found something in, or has not seen. */
describe("a stack with a flow that violates a rule, one that violates none, and a resource of its program's own", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "violating.yaml": text, "clean.yaml": clean },
      organisation: { ...contactCentre, queues: [{ name: "Sales" }] },
    });
    workspace.write("policies/levels/dev.yaml", stringify({ [RULE]: "advisory" }));
    workspace.write("bare.yaml", document.replaceAll(RULE, "Bare"));
    workspace.edit(
      "index.ts",
      /^/,
      'import * as genesyscloud from "@pulumi/genesyscloud";\nimport * as pulumi from "@pulumi/pulumi";\n',
    );
    workspace.edit(
      "index.ts",
      "// Declare other resources that flows name",
      'new genesyscloud.Flow("bare", { document: new pulumi.asset.FileAsset("bare.yaml") });\n//',
    );
    // The pack notes what it judges.
    workspace.write("policies/index.ts", `${noting}\n${workspace.read("policies/index.ts")}`);
  });
  afterAll(() => workspace?.dispose());

  const byWrapper = (command: string, env: Record<string, string> = {}) =>
    workspace.script("pulumi", [...command.split(" "), "--raw", "--stack", "dev"], {
      env: { ...Object.fromEntries(pipelines.map((name) => [name, ""])), ...env },
    });

  /** The flows that the pack has judged since it was asked last. */
  function judged(): string[] {
    const file = "policies/judged.txt";
    const names = existsSync(workspace.path(file)) ? workspace.read(file).trim().split("\n") : [];
    rmSync(workspace.path(file), { force: true });
    return names.sort();
  }
  const verdictsLeft = () => {
    const folder = workspace.path("policies/.verdicts");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test("a bare pack judges every one", async () => {
    const { verdicts } = await workspace.previewRefused();
    expect(judged()).toEqual(["bare", "clean", "violating"]);
    expect(verdicts.map(({ policy, urn }) => `${urn?.split("::").at(-1)}: ${policy}`).sort()).toEqual([
      `bare: ${RULE}`,
      `violating: ${RULE}`,
    ]);
    expect(verdictsLeft()).toEqual([]);
  });

  test.each([["preview"], ["up --yes"]])(
    "by the wrapper, `%s` reports the same, and judges none twice that is clean",
    async (command) => {
      const { code, output } = await byWrapper(command);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect([...new Set(judged())]).toEqual(["bare", "violating"]);
      for (const key of ["bare", "violating"])
        expect(output).toMatch(new RegExp(`warning ${RULE}: .*\\(flow ${key}\\b`));
      expect(verdictsLeft()).toEqual([]);
    },
  );

  test("in a pipeline the pack judges everything", async () => {
    const { code, output } = await byWrapper("preview", { CI: "true" });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(judged()).toEqual(["bare", "clean", "violating"]);
  });

  test("a program that does not judge has no verdict: the pack judges everything", async () => {
    workspace.edit("index.ts", "const project =", 'process.env["GENESYS_FLOWS_RUN"] = "";\nconst project =');
    const { code, output } = await byWrapper("preview");
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(judged()).toEqual(["bare", "clean", "violating"]);
  });
});
