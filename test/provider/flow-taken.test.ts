import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { digest, parseArchy } from "@genesys-flows/architect";
import { callDocument } from "./harness/documents.ts";
import { type Plain, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

/** A flow of the stack, of which Ann published version 2.0. */
let scene: Scene;
let stack: Stack;
let id: string;

beforeAll(async () => {
  scene = await new Scene().open();
});
beforeEach(async () => {
  stack = scene.stack();
  await stack.up(FLOW, "sales", { document: textAsset(callDocument()) });
  id = String((await scene.organisation.flowsNamed("Sales"))[0]?.["id"]);
  await scene.organisation.edit({ change: "publish", by: "Ann", replace: { "Welcome.": "Good morning." } });
  stack.plugin.log.length = 0;
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

const morning = callDocument().replace("Welcome.", "Good morning.");
const digestOf = (text: string) => digest(parseArchy(text, { file: "sales.yaml" }));
const program = (text: string, taken: string, more: Plain = {}): Plain => ({
  document: textAsset(text),
  taken,
  onDrift: "fail",
  ...more,
});
const version = async () => (await scene.organisation.flow(id)).publishedVersion?.id;
const said = () => lasting(stack.plugin).join("\n");

describe("a version that was taken into the source", () => {
  test.each(["at once", "after a refresh"])("is recorded and not published, %s", async (when) => {
    if (when === "after a refresh") await stack.refresh(FLOW, "sales");
    stack.plugin.log.length = 0;
    const taken = program(morning, `2.0 ${digestOf(morning)}`);
    expect((await stack.preview(FLOW, "sales", taken)).operation).toBe("update");
    expect(said()).toBe("Nodes: greet changed.");
    const { outputs } = await stack.up(FLOW, "sales", taken);
    expect(outputs).toMatchObject({ publishedVersion: "2.0", digest: digestOf(morning) });
    expect(await version()).toBe("2.0");
    expect((await stack.up(FLOW, "sales", taken)).operation).toBe("same");
    await stack.refresh(FLOW, "sales");
    expect((await stack.preview(FLOW, "sales", taken)).operation).toBe("same");
  });

  test("is no drift for a refresh that comes before the update", async () => {
    const before = stack.get(FLOW, "sales");
    const taken = `2.0 ${digestOf(morning)}`;
    const file = path.join(scene.organisation.folder, `Pulumi.${stack.name}.yaml`);
    const config = `# of a stack\nconfig:\n  genesys-flows:flows:\n    sales: {taken: "${taken}"}\n`;
    writeFileSync(file, config.replace("2.0", "1.5"));
    await stack.refresh(FLOW, "sales");
    expect(said()).toContain("was changed outside this stack");
    expect(stack.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "2.0", digest: "" });

    stack.state.set(stack.urn(FLOW, "sales"), before);
    stack.plugin.log.length = 0;
    writeFileSync(file, config);
    await stack.refresh(FLOW, "sales");
    rmSync(file);
    expect(said()).toBe("");
    expect(stack.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "2.0", digest: digestOf(morning) });
    expect((await stack.preview(FLOW, "sales", program(morning, taken))).operation).not.toBe("create");
    await stack.up(FLOW, "sales", program(morning, taken));
    expect(await version()).toBe("2.0");
  });

  test("is published over without complaint where the source has more", async () => {
    const more = morning.replace("Good morning.", "Good morning, caller.");
    const { outputs } = await stack.up(FLOW, "sales", program(more, "2.0"));
    expect(outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(said()).not.toContain("outside this stack");
  });

  test("with the digest of another document is published", async () => {
    const more = morning.replace("Good morning.", "Good morning, caller.");
    const { outputs } = await stack.up(FLOW, "sales", program(more, `2.0 ${digestOf(morning)}`));
    expect(outputs).toMatchObject({ publishedVersion: "3.0" });
  });

  test.each(["before the update", "after the update"])(
    "the next version of the same person is drift, %s",
    async (when) => {
      const taken = program(morning, `2.0 ${digestOf(morning)}`);
      if (when === "after the update") await stack.up(FLOW, "sales", taken);
      await scene.organisation.edit({ change: "publish", by: "Ann", replace: { "Good morning.": "Good evening." } });
      const document = textAsset(when === "after the update" ? callDocument({ text: "Hello." }) : morning);
      const error = await errorOf(() => stack.up(FLOW, "sales", { ...taken, document }));
      expect(error.message).toMatch(/published by Ann at \S+, version [12]\.0 → 3\.0/);
      expect(await version()).toBe("3.0");
    },
  );

  test("the source before it is published over it, not taken for it", async () => {
    await stack.up(FLOW, "sales", program(morning, `2.0 ${digestOf(morning)}`));
    const { outputs } = await stack.up(FLOW, "sales", program(callDocument(), `2.0 ${digestOf(morning)}`));
    expect(outputs).toMatchObject({ publishedVersion: "3.0", digest: digestOf(callDocument()) });
  });
});
