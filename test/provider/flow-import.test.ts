import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callDocument, moduleDocument } from "./harness/documents.ts";
import { fileAsset, type Plain, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
  stack.plugin.rootResource = "";
  rmSync(inFolder("flows"), { recursive: true, force: true });
});

const inFolder = (file: string) => path.join(scene.organisation.folder, file);
const said = () => lasting(stack.plugin).join("\n");
const versionOf = async (id: string) => (await scene.organisation.flow(id)).publishedVersion?.id;

describe("`pulumi import` of a bare flow", () => {
  test("that does not exist is refused, with the command that removes its entry", async () => {
    const error = await errorOf(() => stack.import(FLOW, "sales", "00000000-0000-4000-8000-000000000000"));
    expect(error.message).toContain(
      "imports the flow 00000000-0000-4000-8000-000000000000 as 'sales', but it does not exist in this organisation",
    );
    expect(error.message).toContain("config rm --stack dev --path 'genesys-flows:flows.sales.import'");
  });

  test("writes its document; a program with that document changes nothing", async () => {
    const id = await scene.organisation.publish(callDocument());
    const { inputs, outputs } = await stack.import(FLOW, "sales", id);

    expect(inputs["document"]).toMatchObject({
      path: "flows/imported/sales.yaml",
      hash: expect.stringMatching(/^\w{64}$/),
    });
    expect(readFileSync(inFolder("flows/imported/sales.yaml"), "utf8")).toContain("Welcome.");
    expect(JSON.stringify({ inputs, outputs })).not.toContain("Welcome.");
    expect(said()).toContain("The document of 'Sales' is in flows/imported/sales.yaml.");
    const program = { document: fileAsset("flows/imported/sales.yaml") };
    const calls = await scene.organisation.requestsOf(async () => {
      expect((await stack.preview(FLOW, "sales", program)).operation).toBe("same");
      expect((await stack.up(FLOW, "sales", program)).operation).toBe("same");
    });
    expect(calls).toEqual([]);
    expect(await versionOf(id)).toBe("1.0");
  });

  test("a second import finds the file, and says where it is", async () => {
    const id = await scene.organisation.publish(callDocument());
    await stack.import(FLOW, "sales", id);
    const before = readFileSync(inFolder("flows/imported/sales.yaml"), "utf8");
    const again = scene.stack();
    await again.import(FLOW, "sales", id);
    expect(said()).toBe("The document of 'Sales' is in flows/imported/sales.yaml.");
    expect(readFileSync(inFolder("flows/imported/sales.yaml"), "utf8")).toBe(before);
  });

  test.each([
    ["another flow", callDocument({ text: "Hello." })],
    ["no YAML", "inboundCall: ["],
    ["nothing", ""],
  ])("a file with %s is not overwritten, and what that means is said", async (_what, text) => {
    const id = await scene.organisation.publish(callDocument());
    mkdirSync(inFolder("flows/imported"), { recursive: true });
    writeFileSync(inFolder("flows/imported/sales.yaml"), text);
    const { inputs, outputs } = await stack.import(FLOW, "sales", id);

    expect(readFileSync(inFolder("flows/imported/sales.yaml"), "utf8")).toBe(text);
    expect(said()).toContain(
      "flows/imported/sales.yaml already exists with different content, and was not changed. The next update",
    );
    expect(inputs["document"]).toMatchObject({ path: "flows/imported/sales.yaml" });
    expect(outputs).toMatchObject({ publishedVersion: "1.0", digest: expect.stringMatching(/^\w{64}$/) });
  });

  test("what such a file says is shown as an update", async () => {
    const id = await scene.organisation.publish(callDocument());
    mkdirSync(inFolder("flows/imported"), { recursive: true });
    writeFileSync(inFolder("flows/imported/sales.yaml"), callDocument({ text: "Hello." }));
    await stack.import(FLOW, "sales", id);
    const step = await stack.preview(FLOW, "sales", { document: fileAsset("flows/imported/sales.yaml") });
    expect(step).toMatchObject({ operation: "update", detailedDiff: { 'outline["greet"]': "update" } });
  });

  test.each([
    ["../../../outside", "--..-..-outside"],
    [".hidden", "-hidden"],
    ["Prüfung A/B: 1", "Prüfung A-B- 1"],
    ["a\\b", "a-b"],
    ["...", "-"],
  ])("a resource named %j has its document in the folder", async (name, file) => {
    const id = await scene.organisation.publish(callDocument());
    const { inputs } = await stack.import(FLOW, name, id);
    expect(inputs["document"]).toMatchObject({ path: `flows/imported/${file}.yaml` });
    expect(existsSync(inFolder(`flows/imported/${file}.yaml`))).toBe(true);
  });

  test("a folder that cannot be written leaves the document to the program", async () => {
    const id = await scene.organisation.publish(callDocument());
    mkdirSync(inFolder("flows"), { recursive: true });
    writeFileSync(inFolder("flows/imported"), "a file in place of the folder");
    const { inputs, outputs } = await stack.import(FLOW, "sales", id);
    expect(inputs).not.toHaveProperty("document");
    expect(outputs).toMatchObject({ publishedVersion: "1.0" });
    expect(said()).toMatch(/document of 'Sales' cannot be written to flows\/imported\/sales\.yaml: E\w+\./);
  });

  test("the option `import` of a program writes none: the program has a document", async () => {
    const id = await scene.organisation.publish(callDocument());
    stack.plugin.rootResource = "urn:pulumi:dev::flows::pulumi:pulumi:Stack::flows-dev";
    const { inputs } = await stack.import(FLOW, "sales", id);
    expect(inputs).toEqual({ modules: {} });
    expect(existsSync(inFolder("flows"))).toBe(false);
  });

  test("a flow below a component of this project has its file under flows/, and gets none", async () => {
    const id = await scene.organisation.publish(callDocument());
    const below = `genesys-flows:index:InboundFlow$${FLOW}`;
    const { inputs } = await stack.import(below, "sales", id);
    expect(inputs).toEqual({ modules: {} });
    expect(existsSync(inFolder("flows"))).toBe(false);
    await stack.import(`my:index:Desk$${FLOW}`, "sales", id);
    expect(existsSync(inFolder("flows/imported/sales.yaml"))).toBe(true);
  });

  test("what this stack published and lost from its state comes back with its document", async () => {
    await stack.up(FLOW, "sales", { document: fileAsset(written("sales.yaml", callDocument())) });
    const { id } = stack.get(FLOW, "sales");
    const later = scene.stack();
    await later.import(FLOW, "sales", id);
    const program = { document: fileAsset("flows/imported/sales.yaml") };
    expect((await later.up(FLOW, "sales", program)).operation).toBe("same");
    expect(await versionOf(id)).toBe("1.0");
  });
});

test("many callers of one module: its export is asked for once in a run", async () => {
  await scene.organisation.publish(moduleDocument());
  const names = ["A", "B", "C", "D"];
  const ids: string[] = [];
  for (const name of names) ids.push(await scene.organisation.publish(callDocument({ name, module: "Error handler" })));
  const run = await scene.run();
  const calls = await scene.organisation.requestsOf(() =>
    Promise.all(names.map((name, index) => run.import(FLOW, name, ids[index] as string))),
  );
  expect(calls.filter((call) => call === "POST /api/v2/flows/export/jobs")).toHaveLength(names.length + 1);
});

test("a module that somebody edited in Architect has the digest of what it says, not that of its ownership mark", async () => {
  const published = await stack.up(FLOW, "handler", { document: textAsset(moduleDocument()) });
  const digest = published.outputs["digest"];
  const edited = async (edits: readonly Plain[]) => {
    for (const edit of edits) {
      const flow = { type: "commonModule", name: "Error handler" };
      await scene.organisation.edit({ flow, change: "publish", by: "Ann", ...edit });
    }
    const id = await scene.organisation.publish(callDocument({ module: "Error handler" }));
    const { outputs } = await scene.stack().import(FLOW, "sales", id);
    return (outputs["modules"] as Record<string, { digest: string }>)["handler"]?.digest;
  };
  expect(await edited([])).toBe(digest);
  expect(await edited([{ replace: { "An error has occurred.": "Sorry." } }])).not.toBe(digest);
});

describe("a caller that holds an older version of a module than the published one", () => {
  let module: string;
  let caller: string;

  beforeEach(async () => {
    module = await scene.organisation.publish(moduleDocument({ text: "One." }));
    caller = await scene.organisation.publish(callDocument({ module: "Error handler" }));
    await scene.organisation.publish(moduleDocument({ text: "Two." }));
  });

  /** A program that adopts the caller with the module's published version. */
  async function program(o: { pin?: boolean; text?: string } = {}): Promise<Plain> {
    const { outputs } = await scene.stack().import(FLOW, "handler", module);
    const exported = readFileSync(inFolder("flows/imported/sales.yaml"), "utf8");
    return {
      document: fileAsset(written("sales.yaml", exported.replace("Welcome.", o.text ?? "Welcome."))),
      modules: { handler: { flowId: module, digest: outputs["digest"], name: "Error handler" } },
      ...(o.pin !== undefined && { pin: o.pin }),
    };
  }

  test("is named by the import, with both versions, and stays as it is", async () => {
    const { inputs } = await stack.import(FLOW, "sales", caller);
    expect(said()).toContain(
      "'Sales' holds version 1.0 of the module 'Error handler', but version 2.0 is published. The flow still runs 1.0. " +
        "The import publishes nothing. To publish the flow with version 2.0, change its document, or name the module in `modules`.",
    );
    expect(inputs["modules"]).toEqual({});
    const bare = { document: fileAsset("flows/imported/sales.yaml") };
    expect((await stack.up(FLOW, "sales", bare)).operation).toBe("same");
    expect(await versionOf(caller)).toBe("1.0");
  });

  test("is republished when the program names the module, and then holds the published version", async () => {
    await stack.import(FLOW, "sales", caller);
    const step = await stack.up(FLOW, "sales", await program());
    expect(step).toMatchObject({ operation: "update", detailedDiff: { 'modules["handler"].digest': "update" } });
    expect(step.outputs).toMatchObject({ publishedVersion: "2.0", modulesHeld: { "Error handler": "2.0" } });
  });

  test("is held back by `pin`, in every later run, and goes through without", async () => {
    await stack.import(FLOW, "sales", caller);
    const pinned = await program({ pin: true });
    for (const _run of [1, 2]) {
      stack.plugin.log.length = 0;
      expect((await stack.up(FLOW, "sales", pinned)).operation).toBe("same");
      expect(said()).toContain("Held back (pin): the flow keeps its snapshot of 'Error handler' at version 1.0");
    }
    for (const run of [stack.preview, stack.up]) {
      await expect(run.call(stack, FLOW, "sales", await program({ pin: true, text: "Hello." }))).rejects.toThrow(
        /pinned to its snapshot.*it holds version 1\.0 of the module 'Error handler', (but version 2\.0 is published|which is not the published version)/,
      );
    }
    expect(await versionOf(caller)).toBe("1.0");
    expect((await stack.up(FLOW, "sales", await program())).outputs).toMatchObject({
      modulesHeld: { "Error handler": "2.0" },
    });
  });
});

/** Writes a file of the project; its path there. */
function written(file: string, text: string): string {
  writeFileSync(inFolder(file), text);
  return file;
}
