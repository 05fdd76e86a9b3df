import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contactCentre.ts";
import type { Organisation } from "../harness/organisation.ts";
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
      output: expect.stringMatching(/Removed the lock of a run that was killed: process \d+ of /),
    });
    expect(output).toMatch(/It was creating .*flow:Flow common-error-handler.*; the update takes over what is there\./);
    expect(output).not.toContain("pending operations");
    expect(pending()).toEqual([]);
    expect(await platform.versions()).toEqual({ [MODULE]: "1.0", Claims: "1.0", Returns: "1.0" });
    expect(await platform.queues()).toEqual(["Overflow", "Sales"]);
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
  });

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
