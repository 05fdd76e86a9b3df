import { existsSync, readFileSync } from "node:fs";
import { moduleDocument } from "../../provider/harness/documents.ts";
import { flows, organisation } from "../fixtures/contact-centre.ts";
import { openingHours } from "../fixtures/opening-hours.ts";
import { changes, differences, FLOW, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type PulumiResult, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** As Architect exports it; its module asks for nothing. */
const hours = (text: string) => openingHours(text).replace(/inputs:\n\s*Common\.reason:\n\s*lit: Closed/, "inputs: {}");
const DOCUMENT = "flows/imported/hours.yaml";

/** A flow that people made, as a resource of a program's own (`pulumi import`). */
describe("importing a bare flow", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let id: string;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: { "queues.yaml": flows["queues.yaml"] }, organisation });
    platform = await workspace.organisation();
    await platform.publish(moduleDocument({ name: "Common error handler" }));
    id = await platform.publish(hours("We are open from nine to five."));
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  /** `pulumi import`; the code that it writes goes to a file of the program. */
  function imported(name: string, file: string): Promise<PulumiResult> {
    const what = ["genesyscloud:index/flow:Flow", name, id];
    return workspace.succeed(["import", ...what, "--stack", "dev", "--yes", "--protect=false", "--out", file]);
  }

  test("writes its document, and code that names it", async () => {
    const { output } = await imported("hours", "hours.ts");

    expect(output).toContain(`The document of 'OpeningHours' is in ${DOCUMENT}.`);
    expect(output).not.toMatch(/warning|failed to validate/i);
    expect(readFileSync(workspace.path(DOCUMENT), "utf8")).toContain("We are open from nine to five.");
    expect(readFileSync(workspace.path("hours.ts"), "utf8")).toContain(
      `document: new pulumi.asset.FileAsset("${DOCUMENT}")`,
    );
    const state = await workspace.exportState();
    expect(state).not.toContain("We are open");
    expect(state).not.toContain(workspace.root);
  });

  test("with that code in the program, nothing is to be done, and the folder holds no flow of the project", async () => {
    workspace.edit("index.ts", /^/, 'import "./hours.ts";\n');
    const preview = await during(platform, () => workspace.preview());
    expect(changes(preview.result)).toEqual({});
    const listed = lines(preview.requests).filter(
      (line) => !/ \/oauth\/token| \/api\/v2\/organizations\/me/.test(line),
    );
    expect(listed.sort()).toEqual(["GET /api/v2/flows", "GET /api/v2/routing/queues"]);

    const { result, published } = await during(platform, () => workspace.up());
    expect(changes(result)).toEqual({});
    expect(published).toEqual([]);
    expect(await platform.versions()).toEqual({ "Common error handler": "1.0", OpeningHours: "1.0" });
    expect(await workspace.flowctl(["check"])).not.toContain("hours");
  });

  test("from then on an edit of the document is published under the id that the flow has", async () => {
    workspace.edit(DOCUMENT, "nine to five", "eight to six");
    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({ hours: "update" });
    expect(differences(result, "hours")).toEqual(['outline["Hours"]']);
    expect(published).toEqual(["OpeningHours"]);
    expect((await platform.flow("OpeningHours")).id).toBe(id);
  });

  test("another import under a name whose file says something else leaves the file, and the preview shows it", async () => {
    workspace.write("flows/imported/again.yaml", hours("We are closed."));
    await workspace.succeed(["state", "delete", await urn("hours"), "--stack", "dev", "--yes"]);
    const unmarked = (await platform.export("OpeningHours")).replaceAll(/managed by [^"\n]*[0-9a-f]{64}/g, "by hand");
    await platform.publish(unmarked);
    const { output } = await imported("again", "again.ts");

    expect(output).toContain("flows/imported/again.yaml already exists with different content, and was not changed.");
    expect(readFileSync(workspace.path("flows/imported/again.yaml"), "utf8")).toContain("We are closed.");
    workspace.edit("index.ts", "./hours.ts", "./again.ts");
    expect(changes(await workspace.preview())).toEqual({ again: "update" });
  });

  test("the option `import` of a program takes the program's document, and writes none", async () => {
    await workspace.succeed(["state", "delete", await urn("again"), "--stack", "dev", "--yes"]);
    workspace.write("documents/hours.yaml", await platform.export("OpeningHours"));
    workspace.write(
      "again.ts",
      `import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

new genesyscloud.Flow(
  "own",
  { document: new pulumi.asset.FileAsset("documents/hours.yaml") },
  { import: "${id}" },
);
`,
    );
    const { result, published } = await during(platform, () => workspace.up());
    expect(changes(result)).toEqual({ own: "import" });
    expect(published).toEqual([]);
    expect(existsSync(workspace.path("flows/imported/own.yaml"))).toBe(false);
  });

  async function urn(name: string): Promise<string> {
    const { resources } = await workspace.deployment();
    return String(resources.find((resource) => resource.type === FLOW && resource.urn.endsWith(`::${name}`))?.urn);
  }
});
