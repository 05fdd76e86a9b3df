import { callDocument, moduleDocument } from "./harness/documents.ts";
import { type Plain, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/** An update was killed after it published and before its state was written. */
let scene: Scene;
let settled: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
});
beforeEach(async () => {
  settled = await scene.run();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

const MODULE = "Error handler";
const document = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const versionOf = async (id: string) => (await scene.organisation.flow(id)).publishedVersion?.id;

async function up(stack: Stack, text: string): Promise<Plain> {
  await stack.up(FLOW, "handler", { document: textAsset(moduleDocument({ text })) });
  const { id, outputs } = stack.get(FLOW, "handler");
  const modules = { handler: { flowId: id, digest: outputs["digest"], name: MODULE } };
  await stack.up(FLOW, "sales", { ...document({ module: MODULE }), modules });
  return stack.get(FLOW, "sales").outputs;
}

async function refreshed(stack: Stack): Promise<Stack> {
  await stack.refresh(FLOW, "handler");
  await stack.refresh(FLOW, "sales");
  return stack;
}

/** A new run that knows the state from before a killed one, which did some work. */
async function killedAfter(work: (run: Stack) => Promise<unknown>): Promise<Stack> {
  const killed = await scene.run({ after: settled });
  await work(killed);
  await killed.plugin.stop();
  return scene.run({ after: settled });
}

describe("after a refresh", () => {
  test("a change that was published and is reverted disappears: the module, and its callers", async () => {
    await up(settled, "One.");
    const next = await refreshed(await killedAfter((run) => up(run, "Two.")));
    expect(await up(next, "One.")).toMatchObject({ publishedVersion: "3.0", modulesHeld: { [MODULE]: "3.0" } });
    expect(
      (await next.up(FLOW, "sales", { ...document({ module: MODULE }), modules: modulesOf(next) })).operation,
    ).toBe("same");
  });

  test("a change that was published and is still wanted is not published again", async () => {
    await up(settled, "One.");
    const next = await refreshed(await killedAfter((run) => up(run, "Two.")));
    expect(await up(next, "Two.")).toMatchObject({ publishedVersion: "2.0", modulesHeld: { [MODULE]: "2.0" } });
    await refreshed(next);
    expect(
      (await next.up(FLOW, "sales", { ...document({ module: MODULE }), modules: modulesOf(next) })).operation,
    ).toBe("same");
  });
});

function modulesOf(stack: Stack): Plain {
  const { id, outputs } = stack.get(FLOW, "handler");
  return { handler: { flowId: id, digest: outputs["digest"], name: MODULE } };
}

describe("a person who published in Architect what the killed run had published", () => {
  const fix = () => scene.organisation.edit({ change: "publish", by: "Ann", replace: { "Hello.": "Good day." } });
  const fail = { onDrift: "fail" };

  test.each(["Hello.", "Hi."])("is not published over: the update wants '%s'", async (text) => {
    await settled.up(FLOW, "sales", { ...document(), ...fail });
    const { id } = settled.get(FLOW, "sales");
    const next = await killedAfter((run) => run.up(FLOW, "sales", { ...document({ text: "Hello." }), ...fail }));
    await fix();
    const error = await errorOf(() => next.up(FLOW, "sales", { ...document({ text }), ...fail }));
    expect(error.message).toContain("published by Ann at");
    expect(await versionOf(id)).toBe("3.0");
  });

  test.each(["Hello.", "Hi."])("nor when the killed run had created the flow: it wants '%s'", async (text) => {
    const killed = await scene.run();
    await killed.up(FLOW, "sales", document({ text: "Hello." }));
    const { id } = killed.get(FLOW, "sales");
    await fix();
    const next = await scene.run();
    await next.preview(FLOW, "sales", { ...document({ text }), ...fail });
    expect(lasting(next.plugin).join()).toContain("published by Ann at");
    const error = await errorOf(() => next.up(FLOW, "sales", { ...document({ text }), ...fail }));
    expect(error.message).toContain("This update does not overwrite the change (onDrift: fail)");
    expect(await versionOf(id)).toBe("2.0");
    await next.up(FLOW, "sales", { ...document({ text }), onDrift: "overwrite" });
    expect(await versionOf(id)).toBe("3.0");
  });
});
