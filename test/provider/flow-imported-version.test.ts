import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { callDocument } from "./harness/documents.ts";
import { type Plain, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/** A flow that was exported at 1.0; its import, later, finds what is live then. */
let scene: Scene;
let stack: Stack;
let id: string;
/** What `adopt` wrote. */
let exported: string;

beforeAll(async () => {
  scene = await new Scene().open();
});
beforeEach(async () => {
  stack = scene.stack();
  stack.plugin.rootResource = "";
  id = await scene.organisation.publish(callDocument());
  const folder = path.join(scene.organisation.folder, "flows/imported");
  rmSync(folder, { recursive: true, force: true });
  await scene.stack().import(FLOW, "sales", id);
  exported = readFileSync(path.join(folder, "sales.yaml"), "utf8");
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

/** A program whose file is the export of 1.0. */
const adopted = (o: { text?: string } & Plain = {}): Plain => {
  const { text = "Welcome.", ...more } = o;
  return { document: textAsset(exported.replace("Welcome.", text)), importedVersion: "1.0", ...more };
};
const publishOutside = (replace: Plain) => scene.organisation.edit({ change: "publish", by: "Ann", replace });
const said = () => lasting(stack.plugin).join("\n");
const version = async () => (await scene.organisation.flow(id)).publishedVersion?.id;

test("an export that is live is adopted without publishing, also when the version leaves the config again", async () => {
  await stack.import(FLOW, "sales", id);
  stack.plugin.log.length = 0;
  const calls = await scene.organisation.requestsOf(async () => {
    expect((await stack.preview(FLOW, "sales", adopted())).operation).toBe("same");
    expect((await stack.up(FLOW, "sales", adopted())).operation).toBe("same");
    expect((await stack.up(FLOW, "sales", adopted({ importedVersion: "7.0" }))).operation).toBe("same");
    expect((await stack.up(FLOW, "sales", { document: adopted()["document"] })).operation).toBe("same");
  });
  expect(calls).toEqual([]);
  expect(said()).toBe("");
  expect(await version()).toBe("1.0");
});

describe("what was published between the export and the import", () => {
  beforeEach(async () => {
    await publishOutside({ "Welcome.": "Good morning." });
    await stack.import(FLOW, "sales", id);
    stack.plugin.log.length = 0;
  });

  test.each([
    ["the export", undefined, "at once"],
    ["an edited export", "Hello.", "at once"],
    ["the export", undefined, "after a refresh"],
  ])("is reported by the preview, and `onDrift` applies: %s (%s), %s", async (_what, text, when) => {
    if (when === "after a refresh") await stack.refresh(FLOW, "sales");
    const program = adopted(text === undefined ? {} : { text });
    const step = await stack.preview(FLOW, "sales", { ...program, onDrift: "fail" });
    expect(step.operation).toBe("update");
    expect(said()).toMatch(/'Sales' was changed outside this stack: published by Ann at \S+, version 1\.0 → 2\.0\./);
    expect(said()).toContain('~ greet says: "Welcome." -> "Good morning."');
    expect(said()).toContain("The change blocks an update (onDrift: fail).");

    for (const _run of [1, 2]) {
      const error = await errorOf(() => stack.up(FLOW, "sales", { ...program, onDrift: "fail" }));
      expect(error.message).toMatch(/published by Ann at \S+, version 1\.0 → 2\.0\./);
      expect(error.message).toContain("This update does not overwrite the change (onDrift: fail).");
    }
    expect(await version()).toBe("2.0");

    stack.plugin.log.length = 0;
    const done = await stack.up(FLOW, "sales", { ...program, onDrift: "overwrite" });
    expect(done.outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(said()).toContain(
      "The update overwrites the change (onDrift: overwrite). Version 2.0 stays in the flow's history.",
    );
    // Published by this stack: the version of the export no longer matters.
    stack.plugin.log.length = 0;
    const later = await stack.up(FLOW, "sales", adopted({ text: "Good evening.", onDrift: "fail" }));
    expect(later.outputs).toMatchObject({ publishedVersion: "4.0" });
    expect(said()).not.toContain("outside this stack");
  });

  test("a file that says the same has nothing to do", async () => {
    const program = adopted({ text: "Good morning.", onDrift: "fail" });
    expect((await stack.preview(FLOW, "sales", program)).operation).toBe("same");
    expect((await stack.up(FLOW, "sales", program)).operation).toBe("same");
    expect(said()).toBe("");
    expect(await version()).toBe("2.0");
  });

  test("a file that took it over is edited as before", async () => {
    await stack.up(FLOW, "sales", adopted({ text: "Good morning.", onDrift: "fail" }));
    const step = await stack.up(FLOW, "sales", adopted({ text: "Good evening.", onDrift: "fail" }));
    expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(said()).not.toContain("outside this stack");
  });

  test("is published over without the version of the export, as in a hand-written entry", async () => {
    const { importedVersion: _none, ...program } = adopted({ onDrift: "fail" });
    expect((await stack.up(FLOW, "sales", program)).outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(said()).not.toContain("outside this stack");
  });

  test("who publishes again after the import is compared with the export, too", async () => {
    await publishOutside({ "Good morning.": "Good evening." });
    const error = await errorOf(() => stack.up(FLOW, "sales", adopted({ onDrift: "fail" })));
    expect(error.message).toContain("version 1.0 → 3.0");
    expect(error.message).toContain('"Welcome." -> "Good evening."');
  });

  test("what a killed run published over it is taken over", async () => {
    const killed = await scene.run({ after: stack });
    await killed.up(FLOW, "sales", adopted({ onDrift: "overwrite" }));
    const step = await stack.up(FLOW, "sales", adopted({ onDrift: "fail" }));
    expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(await version()).toBe("3.0");
  });
});

test("a later version that is adopted again, in place of the one of the state, is nobody's edit", async () => {
  await stack.import(FLOW, "sales", id);
  await stack.up(FLOW, "sales", adopted({ onDrift: "fail" }));
  await publishOutside({ "Welcome.": "Good morning." });
  const again = { text: "Good morning.", onDrift: "fail" };
  const error = await errorOf(() => stack.up(FLOW, "sales", adopted(again)));
  expect(error.message).toContain("version 1.0 → 2.0");
  const step = await stack.up(FLOW, "sales", adopted({ ...again, importedVersion: "2.0" }));
  expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
});

describe("a flow that this stack published, lost from its state and imports again", () => {
  const lost = async (o: { notes: boolean }): Promise<Stack> => {
    await stack.import(FLOW, "sales", id);
    await stack.up(FLOW, "sales", adopted({ text: "Hello." }));
    if (!o.notes) rmSync(path.join(scene.organisation.folder, ".genesys/publishing"), { recursive: true });
    const later = await scene.run();
    await later.import(FLOW, "sales", id);
    return later;
  };

  test("is edited as before where the note on its last version is left", async () => {
    const later = await lost({ notes: true });
    const step = await later.up(FLOW, "sales", adopted({ text: "Good evening.", onDrift: "fail" }));
    expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
  });

  test("without a note, is recorded where the source says the same, and not published over where it does not", async () => {
    const later = await lost({ notes: false });
    const error = await errorOf(() => later.up(FLOW, "sales", adopted({ text: "Good evening.", onDrift: "fail" })));
    expect(error.message).toContain("changed outside this stack: published by Local client at");
    const step = await later.up(FLOW, "sales", adopted({ text: "Hello.", onDrift: "fail" }));
    expect(step.outputs).toMatchObject({ publishedVersion: "2.0" });
    expect(await version()).toBe("2.0");
  });
});
