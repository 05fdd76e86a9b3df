import { rmSync } from "node:fs";
import path from "node:path";
import { buildReport, type EngineEvent, engineRunOf } from "@genesys-flows/report";
import { offlineVariable } from "../../../packages/project/stack/notes.ts";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { callers, config, flows, organisation } from "../../report/scenarios/centre.ts";
import { readRecording, stableEvents, writeRecording } from "../../report/scenarios/recording.ts";
import { type Scenario, type Scene, scenarios, THREE_HUNDRED } from "../../report/scenarios/scenarios.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(10 * 60_000);

/** `RECORD=1` records the scenarios instead of comparing them. */
const records = process.env["RECORD"] !== undefined && process.env["RECORD"] !== "";

/** What callers will notice needs the documents of both versions, which a recording has not: test/report/scenarios compares it. */
const NO_TIME = { noticeWithinMs: -1 };

/**
 * The engine itself runs the recorded scenarios: their reports are those of the recordings.
 */
describe("the recorded scenarios", () => {
  let scene: Scene;
  let kept = false;
  const folder = temporaryFolder();

  beforeAll(async () => {
    const workspace = await createWorkspace({ flows, organisation, config });
    scene = { workspace, platform: await workspace.organisation() };
  });
  afterAll(() => scene?.workspace.dispose());

  // Each begins with what those before it left in the organisation.
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
    const { workspace } = scene;
    if (!kept) layOut(workspace);
    kept = scenario.keeps === true;
    await scenario.before?.(scene);
    const events = await run(scenario).finally(() => scenario.after?.(scene));
    if (records) return writeRecording(name, events, workspace.root);
    const report = (all: readonly unknown[], root: string) =>
      buildReport(engineRunOf(all as readonly EngineEvent[]), {
        root,
        ...NO_TIME,
        ...(scenario.fails && { ended: "failed" }),
      });
    expect(await report(events, workspace.root)).toEqual(await report(readRecording(name, folder()), folder()));
  });

  if (records) {
    test(THREE_HUNDRED, async () => {
      const workspace = await createWorkspace({ flows: callers(300), organisation: {} });
      try {
        await workspace.up({ skipPreview: true });
        workspace.edit("flows/modules/handler.yaml", "An error has occurred.", "Something went wrong.");
        await writeRecording(
          THREE_HUNDRED,
          await run({ name: THREE_HUNDRED, shows: "" }, { workspace }),
          workspace.root,
        );
      } finally {
        await workspace.dispose();
      }
    });
  }

  /** The sources of the deployed stack. */
  function layOut(workspace: Workspace): void {
    rmSync(workspace.path("flows"), { recursive: true, force: true });
    for (const [file, text] of Object.entries(flows)) workspace.write(`flows/${file}`, text);
    workspace.restore("index.ts");
    workspace.configure(config);
  }

  /** Runs the engine. @throws Error when it succeeds or fails, and should not */
  async function run(
    { run: kind = "preview", refresh, fails }: Scenario,
    { workspace }: Pick<Scene, "workspace"> = scene,
  ): Promise<Record<string, unknown>[]> {
    const log = path.join(workspace.root, ".logs", "scenario.json");
    rmSync(log, { force: true });
    const [command = "", ...flags] = kind.split(" ");
    const args = [
      command,
      ...flags,
      ...(command === "up" ? ["--yes"] : []),
      ...(refresh ? ["--refresh"] : []),
      ...["--stack", workspace.stack, "--policy-pack", "policies", "--event-log", log],
    ];
    // What somebody changed in the scenarios before is no part of this one.
    const env = { [offlineVariable]: "true" };
    const { code, output } = await workspace.pulumi(args, { withoutEvents: true, env });
    if ((code !== 0) !== (fails === true)) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return stableEvents(workspace.read(".logs/scenario.json"), { root: workspace.root });
  }
});
