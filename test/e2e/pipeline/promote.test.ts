import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { editInArchitect } from "../drift/architect.ts";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SALES = "flows/inbound/sales.yaml";

/** From one stack to the next, with the real engine: two organisations, one backend. */
describe("promotion", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/sales.yaml": callerOfErrorHandler("Sales")
          .replace("start: handle", "values: {greeting: {type: string, default: Hello}}\nstart: hello")
          .replace("nodes:\n", 'nodes:\n  hello: {playAudio: "${greeting}", then: handle}\n'),
      },
      organisation,
    });
    workspace.write("policies/levels/live.yaml", "promotes-from: {promotesFrom: dev}\n");
    workspace.configure(
      { "genesys-flows:policyLevels": "live", "genesys-flows:values": { greeting: "Welcome" } },
      "live",
    );
    await workspace.initialise("live");
  });
  afterAll(() => workspace?.dispose());

  const pulumi = (stack: string, command: string, env: Record<string, string> = {}) =>
    workspace.script("pulumi", [command, "--stack", stack, ...(command === "up" ? ["--yes"] : [])], { env });
  const promote = (...args: string[]) => workspace.script("promote", args);

  test("is refused while the first stack runs nothing, and says what to do", async () => {
    const { code, stdout } = await pulumi("live", "preview");
    expect([code === 0, stdout.split("\n")[0]]).toEqual([
      false,
      "1 module and 1 flow would be published; blocked by 3 policy violations.",
    ]);
    expect(stdout).toContain('The flow "Sales" was not deployed to dev.');
    expect(stdout).toContain("The program index.ts was not deployed to dev.");
    expect(stdout).toContain("npm run pulumi -- up --stack dev");
  });

  test("takes what the first stack runs, with the values of the second", async () => {
    expect((await pulumi("dev", "up")).code).toBe(0);
    const { code, stdout } = await promote("dev", "live", "--yes");
    expect(stdout).toMatch(/Sales +1\.0 +none +what dev runs/);
    expect(stdout).toContain('genesys-flows:values.greeting: not set -> "Welcome"');
    expect(stdout).toContain('promotes-from: mandatory -> mandatory {"promotesFrom":"dev"}');
    expect([code, stdout.includes("1 module and 1 flow were published, nothing deleted.")]).toEqual([0, true]);
    const digests = async (stack: string) =>
      (await workspace.outputs<{ sourceDigests: Record<string, string> }>(stack)).sourceDigests;
    expect(await digests("live")).toEqual(await digests("dev"));
    expect(Object.values(await digests("dev")).every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
  });

  test("stops at a change that the first stack does not run, with the preview and everything at once", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    workspace.edit(SALES, "default: Hello", "default: Good day");
    const { code, stdout } = await promote("dev", "live", "--yes");
    expect(code).not.toBe(0);
    expect(stdout).toContain("The source was not promoted, because dev does not run all of it:");
    expect(stdout).toMatch(
      /The flow "Common error handler" runs in dev from a different source \(\w{12}\) than here \(\w{12}\)\./,
    );
    // Another default is another value, not another source.
    expect(stdout).not.toContain('The flow "Sales" runs in dev');
    expect(stdout).toContain("; blocked by 1 policy violation.");
    expect((await pulumi("live", "up")).code).not.toBe(0);
    expect((await pulumi("dev", "up")).code).toBe(0);
    expect((await promote("dev", "live", "--yes")).code).toBe(0);
  });

  test("stops where the first stack runs something else than its file", async () => {
    const dev = await workspace.organisation();
    await editInArchitect(dev, { flow: "Sales", change: "publish", replace: { "Please call again.": "So long." } });
    await workspace.succeed(["refresh", "--yes", "--skip-preview", "--stack", "dev"]);
    const { code, stdout } = await promote("dev", "live", "--yes");
    expect(code).not.toBe(0);
    expect(stdout).toContain('The flow "Sales" runs in dev from a source other than its file.');
  });

  test("stops where an update of the first stack failed halfway", async () => {
    expect((await pulumi("dev", "up")).code).toBe(0);
    const dev = await workspace.organisation();
    workspace.edit(MODULE, "Please try again tomorrow.", "Please try again on Monday.");
    const refused = { error: { status: 400, code: "bad.request", message: "No." } };
    const fault = { when: { operation: "postFlowsJobs", calls: 2 }, do: refused };
    const [added] = await dev.client.addFaults({ faults: [fault] });
    expect((await pulumi("dev", "up")).code).not.toBe(0);
    await dev.client.removeFaults(added?.id as string);
    workspace.edit(MODULE, "Please try again on Monday.", "Please try again tomorrow.");
    // The module runs another source by now, although the outputs are those of the update before.
    const { code, stdout } = await promote("dev", "live", "--yes");
    expect([code === 0, stdout]).toEqual([
      false,
      expect.stringContaining('The flow "Common error handler" runs in dev from a source other than its file.'),
    ]);
    expect((await pulumi("dev", "up")).code).toBe(0);
  });

  test("only shows what it would do without a terminal and without --yes", async () => {
    const { code, stdout, stderr } = await promote("dev", "live");
    expect([code, stdout.includes("Preview of live") || stdout.includes("Nothing changes.")]).toEqual([2, true]);
    expect(stderr).toContain("Run it with --yes");
  });

  test("reads digests that a pipeline hands over, and refuses those of another stack", async () => {
    const { sourceDigests } = await workspace.outputs<{ sourceDigests: Record<string, string> }>("live");
    workspace.write("handed-over.json", JSON.stringify({ stack: "dev", sourceDigests }));
    const variable = { GENESYS_FLOWS_PROMOTED_SOURCES: "handed-over.json" };
    expect((await pulumi("live", "preview", variable)).code).toBe(0);
    workspace.write("handed-over.json", JSON.stringify({ stack: "test", sourceDigests }));
    const other = await pulumi("live", "preview", variable);
    expect([other.code === 0, /belong\s+to\s+the\s+stack\s+test,\s+not\s+to\s+dev/.test(other.stdout)]).toEqual([
      false,
      true,
    ]);
    const { code, stderr } = await promote("dev");
    expect([code, stderr]).toEqual([2, expect.stringContaining("npm run promote -- <from> <to>")]);
  });

  test("leaves release notes of each update beside the state, with what every flow runs", async () => {
    const folder = path.join(workspace.backend, ".genesys-flows", "releases", "genesys-flows", "live");
    const files = readdirSync(folder).sort();
    expect(files.map((file) => path.extname(file))).toEqual([".json", ".md", ".json", ".md"]);
    const [first, notes] = files.map((file) => readFileSync(path.join(folder, file), "utf8")) as [string, string];
    const release = JSON.parse(first);
    const outputs = await workspace.outputs<{ flows: object; sourceDigests: Record<string, string> }>("live");
    expect(release).toMatchObject({
      format: "genesys-flows/account/1",
      report: { run: { kind: "update", stack: "live" } },
    });
    expect([Object.keys(release.flows).sort(), release.flows.sales.publishedVersion]).toEqual([
      Object.keys(outputs.flows).sort(),
      "1.0",
    ]);
    expect(release.sourceDigests.sales).toBe(outputs.sourceDigests["sales"]);
    expect(notes).toMatch(/^# live, \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(notes).toContain("1 module and 1 flow were published");
  });

  test("keeps no digests in the summary of an update", async () => {
    const { stdout } = await pulumi("dev", "up");
    expect(stdout).not.toContain("sourceDigests");
    expect(readFileSync(workspace.path("index.ts"), "utf8")).toContain("export const sourceDigests");
  });
});
