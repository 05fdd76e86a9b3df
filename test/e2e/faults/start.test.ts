import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { Disturbance } from "./disturbance.ts";

jest.setTimeout(5 * 60_000);

const NAMES = ["Claims", "Returns"];
const MODULE = "Common error handler";
const ARGS = ["--skip-preview", "--non-interactive"];

describe("npm start after a run that was killed", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let disturbance: Disturbance;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "queues.yaml": flows["queues.yaml"],
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        ...Object.fromEntries(NAMES.map((name) => [`inbound/${name}.yaml`, callerOfErrorHandler(name)])),
      },
      organisation,
      // As in a real organisation: what a killed run left is nobody's change.
      config: {
        "genesys-flows:flows": Object.fromEntries(
          ["common-error-handler", ...NAMES].map((key) => [key, { onDrift: "fail" }]),
        ),
      },
    });
    platform = await workspace.organisation();
    disturbance = new Disturbance(workspace, platform);
  });
  afterAll(() => workspace?.dispose());

  /** What the state says was being created, by name. */
  function pending(): string[] {
    const file = path.join(workspace.backend, ".pulumi", "stacks", "genesys-flows", "dev.json");
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: { pending_operations?: { type: string; resource: { urn: string } }[] } };
    };
    return (checkpoint.latest.pending_operations ?? []).map(
      ({ type, resource }) => `${type} ${resource.urn.split("::").at(-1)}`,
    );
  }

  test("while the flows were created: goes through, and clears what that left", async () => {
    await disturbance.once({ when: { operation: "getFlowsJob" }, do: { latency: { ms: 5000 } } });
    const disturbed = workspace.script("start", ARGS);
    await disturbance.happened(disturbed);
    disturbance.signalEngine("SIGKILL");
    expect((await disturbed).code).not.toBe(0);
    expect(disturbance.locks()).toHaveLength(1);
    expect(pending()).toContain("creating common-error-handler");
    await disturbance.over();

    const { code, output } = await workspace.script("start", ARGS);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/Removed the lock of an interrupted run: process \d+ of /),
    });
    expect(output).toMatch(
      /This run was creating .*flow:Flow common-error-handler.*\. The update adopts the objects that exist\./,
    );
    expect(output).not.toContain("pending operations");
    expect(pending()).toEqual([]);
    expect(await platform.versions()).toEqual({ [MODULE]: "1.0", Claims: "1.0", Returns: "1.0" });
    expect(await platform.queues()).toEqual(["Overflow", "Sales"]);
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
  });

  test("while callers were published, and the change was then reverted: reads the live state, and publishes", async () => {
    const before = await exports();
    const mark = workspace.path(".genesys", "unfinished", "dev.json");
    expect(existsSync(mark)).toBe(false);
    const [was, is] = ["An error has occurred.", "The line is closed today."];
    workspace.edit("flows/modules/common-error-handler.yaml", was, is);
    const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
    await disturbance.once({ when: { operation: "postFlowsJobs", calls: 3 }, do: { latency: { ms: 8000 } } });
    const disturbed = workspace.script("start", ARGS, { env });
    await disturbance.happened(disturbed);
    await waitFor(
      async () => Object.values(await platform.versions()).filter((version) => version === "2.0").length > 1,
    );
    disturbance.signalEngine("SIGKILL");
    expect((await disturbed).code).not.toBe(0);
    await disturbance.over();
    expect(JSON.parse(readFileSync(mark, "utf8"))).toMatchObject({ command: "up" });
    const published = Object.entries(await platform.versions()).filter(([, version]) => version === "2.0");
    expect(published.map(([name]) => name)).toEqual(
      expect.arrayContaining([MODULE, expect.stringMatching(/Claims|Returns/)]),
    );
    expect(await platform.export(MODULE)).toContain(is);

    workspace.edit("flows/modules/common-error-handler.yaml", is, was);
    const { code, output } = await workspace.script("start", ARGS, { env });
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(
        /The last update of dev did not complete \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\): .* \(--refresh\)\./,
      ),
    });
    expect(await exports()).toEqual(before);
    // 1.0 and 3.0 of the module have the same text: a flow that was not published has nothing to revert.
    const held = await Promise.all(NAMES.map(async (name) => (await platform.modulesHeld(name))[0]?.version));
    expect([held.filter((version) => version === "2.0"), held]).toEqual([[], expect.arrayContaining(["3.0"])]);
    expect(existsSync(mark)).toBe(false);
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);

    const latest = await platform.latestRequest();
    const again = await workspace.script("start", ARGS, { env });
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining("Nothing changes.") });
    expect(again.output).not.toContain("--refresh");
    expect(writesAmong(await platform.requests(latest))).toEqual([]);
  });

  async function exports(): Promise<Record<string, string>> {
    return Object.fromEntries(
      await Promise.all([...NAMES, MODULE].map(async (name) => [name, await platform.export(name)] as const)),
    );
  }

  async function waitFor(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  test("on another host: leaves its lock alone, and says so", async () => {
    const folder = path.join(workspace.backend, ".pulumi", "locks", "organization", "genesys-flows", "dev");
    mkdirSync(folder, { recursive: true });
    const lock = path.join(folder, "elsewhere.json");
    writeFileSync(lock, JSON.stringify({ pid: 4711, username: "ann", hostname: "build-7" }));
    const before = await platform.latestRequest();
    const { code, output } = await workspace.script("start", ARGS);
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining("The stack dev is locked by process 4711 of ann on build-7. Nothing was done."),
    });
    expect([disturbance.locks(), await platform.latestRequest()]).toEqual([[lock], before]);
    rmSync(lock);
  });
});
