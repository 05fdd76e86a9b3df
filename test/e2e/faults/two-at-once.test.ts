import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { Disturbance } from "./disturbance.ts";

jest.setTimeout(5 * 60_000);

const NAMES = ["Claims", "Returns"];
const MODULE = "Common error handler";
const UP = ["up", "--yes", "--skip-preview", "--stack", "dev"];

describe("two updates of one stack at the same moment, and one that is interrupted", () => {
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

  /** Each flow and queue exists once, and neither a refresh nor an update has anything to do. */
  async function expectSettled(): Promise<void> {
    const versions = await platform.versions();
    expect(Object.keys(versions).sort()).toEqual([...NAMES, MODULE].sort());
    expect((await platform.flows()).length).toBe(NAMES.length + 1);
    for (const name of NAMES) {
      expect(await platform.modulesHeld(name)).toEqual([expect.objectContaining({ version: versions[MODULE] })]);
    }
    expect(await platform.queues()).toEqual(["Overflow", "Sales"]);
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(again.result), again.published]).toEqual([{}, []]);
  }

  /** A job, by its number, lasts so long that on a busy machine too something else certainly happens before it ends. */
  async function slowJob(calls = 1): Promise<void> {
    await disturbance.once({ when: { operation: "postFlowsJobs", calls }, do: { job: { durationMs: 8000 } } });
  }

  test("npm run pulumi -- up, twice: the second waits, says whom for, and finds nothing left to do", async () => {
    await slowJob();
    const both = await Promise.all([1, 2].map(() => workspace.script("pulumi", [...UP, "--non-interactive"])));
    expect(both.map(({ code, output }) => ({ code, output }))).toEqual(both.map(({ output }) => ({ code: 0, output })));
    const waited = both.filter(({ output }) =>
      /Another command \(process \d+\) is working on the stack dev\. This command waits/.test(output),
    );
    expect(waited.map(({ output }) => output)).toEqual([expect.stringContaining("Nothing changes.")]);
    await disturbance.over();
    expect(await platform.versions()).toEqual({ [MODULE]: "1.0", Claims: "1.0", Returns: "1.0" });
    await expectSettled();
  });

  test("the CLI alone, twice: a refused run names the other; nothing is done twice", async () => {
    workspace.edit("flows/modules/common-error-handler.yaml", "An error has occurred.", "The line is closed.");
    await slowJob();
    const both = await Promise.all([1, 2].map(() => workspace.pulumi(UP)));
    const refused = both.filter(({ code }) => code !== 0);
    expect(refused.length).toBeGreaterThan(0);
    for (const { output } of refused) {
      expect(output).toMatch(/the stack is currently locked by 1 lock\(s\)[\s\S]*created by \S+ \(pid \d+\)/);
    }
    expect(disturbance.locks()).toEqual([]);
    await disturbance.over();
    await workspace.up({ skipPreview: true });
    expect(await platform.versions()).toEqual({ [MODULE]: "2.0", Claims: "2.0", Returns: "2.0" });
    await expectSettled();
  });

  test.each<Interruption>([
    {
      whose: "the module's",
      jobs: 1,
      env: {},
      due: ["common-error-handler", "Claims", "Returns"],
      text: "The line is open again.",
    },
    {
      whose: "a caller's, the state being written at the end",
      jobs: 2,
      env: { PULUMI_SKIP_CHECKPOINTS: "true" },
      due: ["Claims", "Returns"],
      text: "The line is open from nine to five.",
    },
  ])("Ctrl-C while a job runs, $whose: says which one continues; the next update takes over its result", async (o) => {
    workspace.edit("flows/modules/common-error-handler.yaml", /The line is [^.]*\./, o.text);
    const known = await platform.versions();
    await slowJob(o.jobs);
    const interrupted = workspace.pulumi(UP, { env: o.env });
    await disturbance.happened(interrupted);
    await looksAtJob(await platform.latestRequest());
    disturbance.signalEngine("SIGINT");
    const { code, output } = await interrupted;
    expect(code).not.toBe(0);
    const [, job] =
      /The update was cancelled while publish job (\S+) was running\. The job continues,/.exec(output) ?? [];
    expect({ job, output }).toEqual({ job: expect.any(String), output });
    expect(job).toBe((await platform.architect.getFlowsJob(String(job))).id);
    expect(disturbance.locks()).toEqual([]);
    await disturbance.over();

    // What had ended before is in the state: only the rest is due.
    const next = await workspace.up({ skipPreview: true, env: o.env });
    expect(o.due).toEqual(expect.arrayContaining(Object.keys(changes(next))));
    const versions = Object.entries(known).map(([name, version]) => [
      name,
      `${Number.parseInt(String(version), 10) + 1}.0`,
    ]);
    expect(await platform.versions()).toEqual(Object.fromEntries(versions));
    await expectSettled();
  });

  /** Resolves when a job was asked for since `after`. */
  async function looksAtJob(after: number): Promise<void> {
    while (!(await platform.requests(after)).some(({ operation }) => operation === "getFlowsJob")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

/** An update that Ctrl-C ends. */
interface Interruption {
  /** Whose job runs then. */
  readonly whose: string;
  /** The so-many-th job. */
  readonly jobs: number;
  readonly env: Record<string, string>;
  /** Keys of the flows that the next update still has to publish, at most. */
  readonly due: readonly string[];
  readonly text: string;
}
