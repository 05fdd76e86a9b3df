import { existsSync, readFileSync, rmSync } from "node:fs";
import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** Each run of the program costs all flows a compilation and a judgement. */
describe("how often an update runs the program", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "queues.yaml": flows["queues.yaml"],
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/claims.yaml": callerOfErrorHandler("Claims"),
      },
      organisation,
    });
    const noteRun = 'appendFileSync("runs", pulumi.runtime.isDryRun() ? "preview " : "update ");';
    const imports = `import { appendFileSync } from "node:fs";\nimport * as pulumi from "@pulumi/pulumi";\n`;
    workspace.edit("index.ts", /^/, imports);
    workspace.edit("index.ts", "const project =", `${noteRun}\nconst project =`);
  });
  afterAll(() => workspace?.dispose());

  /** The runs of the program since the last call. */
  function runs(): string {
    const file = workspace.path("runs");
    const noted = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    rmSync(file, { force: true });
    return noted;
  }

  test.each([
    ["npm start, the first time", "start", ["--non-interactive"]],
    ["npm start, unchanged", "start", ["--non-interactive"]],
    ["npm run pulumi -- up --yes", "pulumi", ["up", "--yes", "--stack", "dev", "--non-interactive"]],
    ["the deployment in CI", "pulumi", ["up", "--yes", "--refresh", "--stack", "dev", "--non-interactive"]],
  ])("%s: one preview, one update", async (_, name, args) => {
    const { code, output } = await workspace.script(name, args);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(runs()).toBe("preview update");
  });

  test("a policy refuses in the preview, so nothing is updated", async () => {
    const platform = await workspace.organisation();
    const before = await platform.latestRequest();
    workspace.edit("flows/inbound/claims.yaml", /, error: \w+/, "");
    const { code, output } = await workspace.script("start", ["--non-interactive"]);
    expect(code).not.toBe(0);
    expect(output).toContain("module-call-transitions");
    expect(runs()).toBe("preview");
    expect(writesAmong(await platform.requests(before))).toEqual([]);
  });
});
