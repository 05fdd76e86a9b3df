import { globSync, readFileSync } from "node:fs";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contactCentre.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { type FaultKind, faultKinds } from "./kinds.ts";

jest.setTimeout(5 * 60_000);

const NAMES = ["Claims", "Returns", "Sales"];
const MODULE = "Common error handler";

/** The same as in `convergence`, with the real CLI, its state file and its lock. */
describe("an update by the real CLI that something happens to", () => {
  let workspace: Workspace;
  let platform: Organisation;
  /** Versions before the disturbed update. */
  let known: Record<string, string> = {};
  let sentence = "An error has occurred. Please try again later.";

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        ...Object.fromEntries(NAMES.map((name) => [`inbound/${name}.yaml`, callerOfErrorHandler(name)])),
      },
      organisation,
    });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  const killed = (name: string) => faultKinds.find((kind) => kind.name === name) as FaultKind;

  test("the provider is killed while the flows are created", async () => {
    const { effect } = killed("SIGKILL of the provider after the effect");
    await fault({ when: { operation: "putFlowUpload", calls: 3 }, times: 1, do: effect });
    await workspace.upRefused({ skipPreview: true });
    await converges(2);
  });

  test("the engine is killed while callers are published", async () => {
    sayInModule("The line is closed.");
    await fault({ when: { operation: "getFlowsJob", calls: 2 }, times: 1, do: { latency: { ms: 3000 } } });
    const disturbed = workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "dev"]);
    await until(async () => (await faults()).some(({ happened }) => happened > 0));
    const [lock] = globSync(`${workspace.backend}/.pulumi/locks/**/*.json`);
    process.kill((JSON.parse(readFileSync(String(lock), "utf8")) as { pid: number }).pid, "SIGKILL");
    expect((await disturbed).code).not.toBe(0);
    await workspace.succeed(["cancel", "--yes", "--stack", "dev"]);
    await converges(2);
  });

  async function converges(atMost: number): Promise<void> {
    await fetch(`${platform.url}/_local/faults`, { method: "DELETE" });
    await workspace.up({ skipPreview: true });
    const versions = await platform.versions();
    expect(Object.keys(versions).sort()).toEqual([...NAMES, MODULE].sort());
    for (const [name, version] of Object.entries(versions)) {
      expect(Number.parseInt(String(version), 10) - Number.parseInt(known[name] ?? "0", 10)).toBeLessThanOrEqual(
        atMost,
      );
      if (name !== MODULE) {
        expect(await platform.modulesHeld(name)).toEqual([expect.objectContaining({ version: versions[MODULE] })]);
      }
    }
    known = Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, String(version)]));
    await workspace.succeed(["refresh", "--preview-only", "--expect-no-changes", "--stack", "dev"]);
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(again.result), again.published]).toEqual([{}, []]);
  }
  function sayInModule(text: string): void {
    workspace.edit("flows/modules/common-error-handler.yaml", sentence, text);
    sentence = text;
  }

  async function fault(rule: object): Promise<void> {
    const answer = await fetch(`${platform.url}/_local/faults`, {
      method: "POST",
      body: JSON.stringify({ faults: [rule] }),
    });
    expect(answer.status).toBe(200);
  }

  async function faults(): Promise<{ happened: number }[]> {
    const answer = await fetch(`${platform.url}/_local/faults`);
    return ((await answer.json()) as { entities: { happened: number }[] }).entities;
  }
});

/** Resolves when it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
