import { globSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callDocument, moduleDocument } from "./harness/documents.ts";
import { type Plain, textAsset } from "./harness/plugin.ts";
import { FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/**
 * An update was killed after it published and before its state was written; then the change is taken back in the source, so
 * that source and state agree while something else is live.
 */
let scene: Scene;
let settled: Stack;

beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(async () => {
  settled = await scene.run();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

const call = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const versionOf = async (id: string) => (await scene.organisation.flow(id)).publishedVersion?.id;

async function refuseNextJob(): Promise<void> {
  await scene.organisation.api("POST", "/_local/faults", {
    faults: [{ when: { operation: "postFlowsJobs" }, times: 1, do: { error: { status: 400 } } }],
  });
}

/** A run whose state was not written, with what it did; then a new process. */
async function killedAfter(work: (run: Stack) => Promise<unknown>): Promise<Stack> {
  const killed = await scene.run({ after: settled });
  await work(killed);
  await killed.plugin.stop();
  return scene.run({ after: settled });
}

describe("a change that a killed update published and that is taken back", () => {
  test("the flow is due, is published as the source says, and then is at rest", async () => {
    await settled.up(FLOW, "sales", call());
    const next = await killedAfter((run) => run.up(FLOW, "sales", call({ text: "Hello." })));
    const { id } = next.get(FLOW, "sales");
    expect(await versionOf(id)).toBe("2.0");

    expect((await next.preview(FLOW, "sales", call())).operation).toBe("update");
    expect(lasting(next.plugin).join()).toContain("An earlier update did not come to its end");
    expect(await next.up(FLOW, "sales", call())).toMatchObject({
      operation: "update",
      outputs: { publishedVersion: "3.0" },
    });
    const atRest = await scene.run({ after: next });
    expect((await atRest.up(FLOW, "sales", call())).operation).toBe("same");
    expect((await atRest.up(FLOW, "sales", call())).operation).toBe("same");
    expect(await versionOf(id)).toBe("3.0");
  });

  test("what was killed before it published leaves nothing to publish", async () => {
    await settled.up(FLOW, "sales", call());
    const { id } = settled.get(FLOW, "sales");
    await refuseNextJob();
    const next = await killedAfter((run) => run.up(FLOW, "sales", call({ text: "Hello." })).catch(() => undefined));
    expect((await next.up(FLOW, "sales", call())).operation).toBe("update");
    expect((await next.up(FLOW, "sales", call())).operation).toBe("same");
    expect(await versionOf(id)).toBe("1.0");
  });

  test("a caller whose module was changed and changed back is published again with the module as it is", async () => {
    const up = async (stack: Stack, text: string): Promise<Plain> => {
      await stack.up(FLOW, "handler", { document: textAsset(moduleDocument({ text })) });
      const { id, outputs } = stack.get(FLOW, "handler");
      const modules = { handler: { flowId: id, digest: outputs["digest"], name: "Error handler" } };
      await stack.up(FLOW, "sales", { ...call({ module: "Error handler" }), modules });
      return stack.get(FLOW, "sales").outputs;
    };
    await up(settled, "One.");
    const next = await killedAfter((run) => up(run, "Two."));
    expect(await up(next, "One.")).toMatchObject({ publishedVersion: "3.0", modulesHeld: { "Error handler": "3.0" } });
  });

  test("a name that was given and taken back is given back", async () => {
    await settled.up(FLOW, "sales", call());
    const { id } = settled.get(FLOW, "sales");
    const next = await killedAfter((run) => run.up(FLOW, "sales", call({ name: "Sales line" })));
    expect((await scene.organisation.flow(id)).name).toBe("Sales line");
    await next.up(FLOW, "sales", call());
    expect((await scene.organisation.flow(id)).name).toBe("Sales");
  });

  test("a second kill, before anything was put right, is survived too", async () => {
    await settled.up(FLOW, "sales", call());
    const { id } = settled.get(FLOW, "sales");
    await killedAfter((run) => run.up(FLOW, "sales", call({ text: "Hello." })));
    await refuseNextJob();
    const last = await killedAfter((run) => run.up(FLOW, "sales", call()).catch(() => undefined));
    await last.up(FLOW, "sales", call());
    expect(await versionOf(id)).toBe("3.0");
    expect((await last.up(FLOW, "sales", call())).operation).toBe("same");
  });

  test("a note that was cut is none", async () => {
    await settled.up(FLOW, "sales", call());
    await settled.up(FLOW, "sales", call({ text: "Hello." }));
    const folder = path.join(scene.organisation.folder, ".genesys", "publishing");
    for (const note of globSync("**/*.json", { cwd: folder })) writeFileSync(path.join(folder, note), '{"urn":');
    const next = await scene.run({ after: settled });
    expect((await next.up(FLOW, "sales", call({ text: "Hello." }))).operation).toBe("same");
  });

  test("nothing is noted of what is unchanged, and a note goes with its flow", async () => {
    const stack = await scene.run({ name: "noted" });
    const notes = () => globSync(".genesys/publishing/noted/*.json", { cwd: scene.organisation.folder });
    await stack.up(FLOW, "sales", call());
    expect(notes()).toEqual([]);
    await stack.up(FLOW, "sales", call({ text: "Hello." }));
    expect(notes()).toHaveLength(1);
    await stack.up(FLOW, "sales", call({ text: "Hello." }));
    expect(notes()).toEqual([]);
    await stack.up(FLOW, "sales", call());
    expect(notes()).toHaveLength(1);
    await stack.destroy(FLOW, "sales");
    expect(notes()).toEqual([]);
  });
});
