import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { Disturbance } from "./disturbance.ts";
import { type FaultKind, faultKinds } from "./kinds.ts";

jest.setTimeout(5 * 60_000);

const NAMES = ["Claims", "Returns", "Sales"];
const MODULE = "Common error handler";

const variants: readonly { state: string; env: Record<string, string> }[] = [
  { state: "written at each step", env: {} },
  { state: "written at the end", env: { PULUMI_SKIP_CHECKPOINTS: "true" } },
];
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
/** One of them a day; the killed runs that are drawn (`kills/`) have both every time. */
const drawn =
  process.env["FAULTS"] === "all" ? variants : variants.filter((_, index) => index === seed % variants.length);

/**
 * The same as in `create` and `update`, with the real CLI, its state file and its lock; also where it writes its state
 * only once, at the end.
 */
describe.each(drawn)("an update by the real CLI that something happens to, the state $state", ({ env }) => {
  let workspace: Workspace;
  let platform: Organisation;
  let disturbance: Disturbance;
  /** Versions before the disturbed update. */
  let known: Record<string, string> = {};
  let sentence = "An error has occurred. Please try again later.";

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

  const killed = (name: string) => faultKinds.find((kind) => kind.name === name) as FaultKind;

  test("the engine is killed while the flows are created", async () => {
    await killEngine();
    await converges(2);
  });

  test("the engine is killed while callers are published", async () => {
    sayInModule("The line is closed.");
    await killEngine();
    await converges(2);
  });

  test("the engine is killed while callers are published, and the change is reverted", async () => {
    const before = await exportsOf();
    const said = sentence;
    sayInModule("The line is closed today.");
    await killEngine();
    await disturbance.over();
    expect(await platform.export(MODULE)).toContain("The line is closed today.");
    sayInModule(said);
    // Source and state agree: only a look at what is live finds it.
    await workspace.succeed(["up", "--yes", "--skip-preview", "--refresh", "--stack", "dev"], { env });
    expect(await exportsOf()).toEqual(before);
    await isAtRest();
    known = await versionsNow();
  });

  test("the provider is killed while callers are published", async () => {
    sayInModule("The line is open from nine to five.");
    const { effect } = killed("SIGKILL of the provider after the effect");
    await disturbance.once({ when: { operation: "putFlowUpload", calls: 3 }, do: effect });
    await workspace.upRefused({ skipPreview: true, env });
    await converges(2);
  });

  async function killEngine(): Promise<void> {
    await disturbance.once({ when: { operation: "getFlowsJob", calls: 2 }, do: { latency: { ms: 3000 } } });
    const disturbed = workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "dev"], { env });
    await disturbance.happened(disturbed);
    disturbance.signalEngine("SIGKILL");
    expect((await disturbed).code).not.toBe(0);
    await workspace.unlock({ env });
  }

  async function converges(atMost: number): Promise<void> {
    await disturbance.over();
    await workspace.up({ skipPreview: true, env });
    const versions = await platform.versions();
    expect(Object.keys(versions).sort()).toEqual([...NAMES, MODULE].sort());
    expect(await platform.queues()).toEqual(["Overflow", "Sales"]);
    for (const [name, version] of Object.entries(versions)) {
      expect(Number.parseInt(String(version), 10) - Number.parseInt(known[name] ?? "0", 10)).toBeLessThanOrEqual(
        atMost,
      );
      if (name !== MODULE) {
        expect(await platform.modulesHeld(name)).toEqual([expect.objectContaining({ version: versions[MODULE] })]);
      }
    }
    await isAtRest();
    known = await versionsNow();
  }

  async function isAtRest(): Promise<void> {
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
    const again = await during(platform, () => workspace.up({ skipPreview: true, env }));
    expect([changes(again.result), again.published]).toEqual([{}, []]);
  }

  async function versionsNow(): Promise<Record<string, string>> {
    const versions = Object.entries(await platform.versions());
    return Object.fromEntries(versions.map(([name, version]) => [name, String(version)]));
  }

  async function exportsOf(): Promise<Record<string, string>> {
    return Object.fromEntries(
      await Promise.all([...NAMES, MODULE].map(async (name) => [name, await platform.export(name)] as const)),
    );
  }

  function sayInModule(text: string): void {
    workspace.edit("flows/modules/common-error-handler.yaml", sentence, text);
    sentence = text;
  }
});
