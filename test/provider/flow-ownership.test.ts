import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { callDocument, moduleDocument } from "./harness/documents.ts";
import { TestOrganisation } from "./harness/organisation.ts";
import { fileAsset, PluginError, textAsset } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const document = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const versionOf = async (id: string) => (await scene.organisation.flow(id)).publishedVersion?.id;

describe("whose flow it is", () => {
  test("a flow that nobody manages is refused, in preview too, with the line that adopts it", async () => {
    const id = await scene.organisation.publish(callDocument());
    for (const run of [stack.preview, stack.up]) {
      const error = await errorOf(() => run.call(stack, FLOW, "sales", document()));
      expect(error.message).toContain(`npm run flowctl -- adopt sales ${id}`);
    }
    expect(await versionOf(id)).toBe("1.0");
  });

  test("a flow of another stack is refused, naming that stack", async () => {
    await stack.up(FLOW, "sales", document());
    const other = await scene.run({ name: "prod" });
    const error = await errorOf(() => other.up(FLOW, "sales", document()));
    expect(error.message).toContain("managed by the stack flows/dev (as 'sales')");
  });

  test("another key of this stack gets the hint about `formerly`", async () => {
    await stack.up(FLOW, "sales", document());
    const error = await errorOf(() => stack.up(FLOW, "sales-line", document()));
    expect(error.message).toContain("formerly: [sales]");
  });

  test("a flow whose key was renamed (`formerly`) is updated and deleted under its new key", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    await stack.rename(FLOW, "sales", "sales-line");
    const step = await stack.up(FLOW, "sales-line", document({ text: "Hello." }));
    expect(step).toMatchObject({ operation: "update", outputs: { publishedVersion: "2.0" } });
    expect((await scene.organisation.flow(id)).description).toContain("/sales-line ");
    await stack.rename(FLOW, "sales-line", "sales-desk");
    await stack.destroy(FLOW, "sales-desk");
    await expect(scene.organisation.flow(id)).rejects.toThrow();
  });

  test("what a killed run created is taken over and not published again", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    const afterCrash = await scene.run();
    const step = await afterCrash.up(FLOW, "sales", document());
    expect(step).toMatchObject({
      operation: "create",
      outputs: { publishedVersion: "1.0", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(afterCrash.get(FLOW, "sales").id).toBe(id);
    expect((await afterCrash.up(FLOW, "sales", document())).operation).toBe("same");
  });

  test("what a killed run created from another source is taken over and published", async () => {
    await stack.up(FLOW, "sales", document());
    const afterCrash = await scene.run();
    await afterCrash.up(FLOW, "sales", document({ text: "Hello." }));
    expect(afterCrash.get(FLOW, "sales")).toMatchObject({
      id: stack.get(FLOW, "sales").id,
      outputs: { publishedVersion: "2.0" },
    });
  });

  test("what a killed run updated is taken over and not published again", async () => {
    await stack.up(FLOW, "sales", document());
    const before = await scene.run({ after: stack });
    await stack.up(FLOW, "sales", document({ text: "Hello." }));
    await before.up(FLOW, "sales", document({ text: "Hello." }));
    expect(before.get(FLOW, "sales").outputs["publishedVersion"]).toBe("2.0");
  });

  test("a caller that a killed run published with the old module is published again", async () => {
    const module = (on: Stack, text: string) =>
      on.up(FLOW, "handler", { document: textAsset(moduleDocument({ text })) });
    const caller = (on: Stack) => ({
      ...document({ module: "Error handler" }),
      modules: {
        handler: {
          flowId: on.get(FLOW, "handler").id,
          digest: on.get(FLOW, "handler").outputs["digest"],
          name: "Error handler",
        },
      },
    });
    await module(stack, "One.");
    await stack.up(FLOW, "sales", caller(stack));
    const afterCrash = await scene.run();
    await module(afterCrash, "Two.");
    await afterCrash.up(FLOW, "sales", caller(afterCrash));
    expect(afterCrash.get(FLOW, "sales").outputs).toMatchObject({
      publishedVersion: "2.0",
      modulesHeld: { "Error handler": "2.0" },
    });
  });
});

describe("changes outside the stack", () => {
  const edited = callDocument({ text: "Edited in Architect." });

  test("a refresh empties the digest and names the publisher, and the next update publishes", async () => {
    await stack.up(FLOW, "sales", document());
    await scene.organisation.publish(edited);
    await stack.refresh(FLOW, "sales");
    const { outputs } = stack.get(FLOW, "sales");
    expect(outputs).toMatchObject({ digest: "", publishedVersion: "2.0", publishedBy: "A person" });
    expect(outputs["drift"]).toMatch(/^published by A person at 20\S+Z, version 1\.0 → 2\.0: greet changed$/);
    expect((await stack.preview(FLOW, "sales", document())).detailedDiff).toMatchObject({ digest: "update" });
  });

  test("a refresh without changes changes nothing, and asks once for many flows", async () => {
    for (const name of ["A", "B", "C"]) await stack.up(FLOW, name, document({ name }));
    const before = structuredClone([...stack.state]);
    const calls = await scene.organisation.requestsOf(() =>
      Promise.all(["A", "B", "C"].map((name) => stack.refresh(FLOW, name))),
    );
    expect([...stack.state]).toEqual(before);
    expect(calls).toEqual(["GET /api/v2/flows/lookup"]);
  });

  test.each(["refreshed", "not refreshed"])("onDrift decides: %s", async (when) => {
    await stack.up(FLOW, "sales", document());
    await scene.organisation.publish(edited);
    if (when === "refreshed") await stack.refresh(FLOW, "sales");
    const changed = document({ text: "Hello." });
    const error = await errorOf(() => stack.up(FLOW, "sales", { ...changed, onDrift: "fail" }));
    expect(error.message).toMatch(/changed outside this stack: .*published by A person.*onDrift: overwrite/s);
    expect(await versionOf(stack.get(FLOW, "sales").id)).toBe("2.0");
    const step = await stack.up(FLOW, "sales", { ...changed, onDrift: "overwrite" });
    expect(step.outputs).toMatchObject({ publishedVersion: "3.0" });
    expect(step.outputs["drift"]).toBeUndefined();
    expect(lasting(stack.plugin).join("\n")).toContain("The update overwrites the change");
  });

  test("an edit that keeps the ownership mark in the description is seen all the same", async () => {
    await stack.up(FLOW, "sales", document());
    const { description } = await scene.organisation.flow(stack.get(FLOW, "sales").id);
    await scene.organisation.publish(callDocument({ text: "Edited in Architect.", description }));
    await stack.refresh(FLOW, "sales");
    expect(stack.get(FLOW, "sales").outputs).toMatchObject({ digest: "", drift: expect.stringContaining("A person") });
  });

  test("a flow that somebody has checked out is not published, and the text names them", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    await scene.organisation.api("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    const changed = document({ text: "Hello." });
    await stack.preview(FLOW, "sales", changed);
    expect(lasting(stack.plugin).join("\n")).toContain("checked out by client A person");
    expect((await errorOf(() => stack.up(FLOW, "sales", changed))).message).toMatch(
      /checked out by client A person.*forceUnlock/s,
    );
    expect((await stack.up(FLOW, "sales", { ...changed, forceUnlock: true })).operation).toBe("update");
    expect(lasting(stack.plugin).join("\n")).toContain("Removed the lock of client A person (forceUnlock)");
  });

  test("forceUnlock says whose draft it is and since when, and keeps a copy before it takes the lock", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    await scene.organisation.edit({ change: "draft", by: "Ann", replace: { "Welcome.": "Half a sentence" } });
    const changed = { ...document({ text: "Hello." }), forceUnlock: true };
    await stack.preview(FLOW, "sales", changed);
    expect(lasting(stack.plugin).join("\n")).toMatch(
      /checked out by user Ann, with a draft \(version 2\.0\) saved at 20/,
    );
    await stack.up(FLOW, "sales", changed);
    const kept = /A copy of the draft is in (\.genesys\/drafts\/sales-v2\.0-\S+\.yaml)\./.exec(
      lasting(stack.plugin).join("\n"),
    );
    expect(readFileSync(path.join(scene.organisation.folder, kept?.[1] ?? "?"), "utf8")).toContain("Half a sentence");
    expect((await scene.organisation.flow(id)).description).toContain("managed by flows/dev/sales");
  });
});

describe("one organisation", () => {
  test("another organisation behind the same state fails every operation and leaves the state alone", async () => {
    await stack.up(FLOW, "sales", document());
    const before = structuredClone([...stack.state]);
    const elsewhere = await new TestOrganisation().start();
    try {
      const lost = await scene.run({ after: stack, config: elsewhere.embedded });
      for (const work of [
        () => lost.refresh(FLOW, "sales"),
        () => lost.up(FLOW, "sales", document({ text: "Hello." })),
        () => lost.preview(FLOW, "sales", document({ text: "Hello." })),
        () => lost.destroy(FLOW, "sales"),
      ]) {
        expect((await errorOf(work)).message).toContain(
          `the state of this stack belongs to organisation ${scene.organisation.server.organisationId}`,
        );
      }
      expect([...lost.state]).toEqual(before);
    } finally {
      await elsewhere.close();
    }
  });

  test("a missing embedded organisation is named with its file and not created again, and so is another file in its place", async () => {
    await stack.up(FLOW, "sales", document());
    const elsewhere = path.join(scene.organisation.folder, "removed.sqlite");
    const config = { ...scene.organisation.embedded, localOrganisation: elsewhere };
    const lost = await scene.run({ after: stack, config });
    const { message } = await errorOf(() => lost.refresh(FLOW, "sales"));
    expect(message).toContain(`${elsewhere} does not exist or is empty`);
    expect(message).toContain("npm run flowctl -- org restore COPY");
    expect(message).not.toContain("Check credentials");
    expect(existsSync(elsewhere)).toBe(false);

    writeFileSync(elsewhere, "hello");
    const text = await scene.run({ after: stack, config });
    expect((await errorOf(() => text.refresh(FLOW, "sales"))).message).toContain(
      `${elsewhere} is not an organisation: it is not a SQLite file.`,
    );
  });

  test("a real organisation must be named, and the text says which one it is", async () => {
    const { remote, server } = scene.organisation;
    const env = {
      GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client",
      GENESYSCLOUD_OAUTHCLIENT_SECRET: "ci-client-secret-3141592653",
    };
    const unnamed = await scene.run({ config: { ...remote, organizationId: "" }, env });
    const error = await errorOf(() => unnamed.up(FLOW, "sales", document()));
    expect(error.message).toContain(
      `npm run pulumi -- config set genesyscloud:organizationId ${server.organisationId}`,
    );
    const wrong = await scene.run({ config: { ...remote, organizationId: "another" }, env });
    expect((await errorOf(() => wrong.up(FLOW, "sales", document()))).message).toContain(
      "genesyscloud:organizationId is another",
    );
  });
});

describe("import", () => {
  const exported = async (id: string): Promise<string> => {
    const job = await scene.organisation.api<{ id: string }>("POST", "/api/v2/flows/export/jobs", {
      flows: [{ flow: { id } }],
    });
    const { downloadUrl } = await scene.organisation.api<{ downloadUrl: string }>(
      "GET",
      `/api/v2/flows/export/jobs/${job.id}?expand=messages`,
    );
    return (await fetch(downloadUrl)).text();
  };

  test("a program that holds the flow's export adopts it without publishing", async () => {
    const id = await scene.organisation.publish(callDocument());
    const imported = await stack.import(FLOW, "sales", id);
    expect(imported).toMatchObject({
      id,
      outputs: { name: "Sales", type: "inboundCall", publishedVersion: "1.0", publishedBy: "A person" },
    });
    const document = { document: textAsset(await exported(id)) };
    expect((await stack.up(FLOW, "sales", document)).operation).toBe("same");
    expect(await versionOf(id)).toBe("1.0");
    expect((await stack.up(FLOW, "sales", document)).operation).toBe("same");
  });

  test("its next change publishes it with the ownership mark", async () => {
    const id = await scene.organisation.publish(callDocument());
    await stack.import(FLOW, "sales", id);
    await stack.up(FLOW, "sales", document({ text: "Hello." }));
    expect(await versionOf(id)).toBe("2.0");
    expect((await scene.organisation.flow(id)).description).toContain("managed by flows/dev/sales");
  });

  test("a caller and its module are adopted; a change of the module is seen then", async () => {
    const moduleId = await scene.organisation.publish(moduleDocument());
    const callerId = await scene.organisation.publish(callDocument({ module: "Error handler" }));
    await stack.import(FLOW, "handler", moduleId);
    await stack.import(FLOW, "sales", callerId);
    const module = await exported(moduleId);
    const caller = async (document: string) => {
      await stack.up(FLOW, "handler", { document: textAsset(document) });
      const { outputs } = stack.get(FLOW, "handler");
      const modules = { handler: { flowId: moduleId, digest: outputs["digest"], name: "Error handler" } };
      return stack.up(FLOW, "sales", { document: textAsset(await exported(callerId)), modules });
    };
    expect((await caller(module)).operation).toBe("same");
    expect((await caller(module.replace("An error has occurred.", "Something went wrong."))).detailedDiff).toEqual({
      'modules["handler"].digest': "update",
    });
    expect(stack.get(FLOW, "sales").outputs["modulesHeld"]).toEqual({ "Error handler": "2.0" });
  });

  test("a flow of another stack is not imported", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    const other = await scene.run({ name: "prod" });
    expect((await errorOf(() => other.import(FLOW, "sales", id))).message).toContain("managed by the stack flows/dev");
  });
});

test("a caller that copied a module which somebody else published the flow in the meantime stays to be republished", async () => {
  await stack.up(FLOW, "handler", { document: textAsset(moduleDocument()) });
  const caller = (on: Stack) => ({
    ...document({ module: "Error handler" }),
    modules: {
      handler: {
        flowId: on.get(FLOW, "handler").id,
        digest: on.get(FLOW, "handler").outputs["digest"],
        name: "Error handler",
      },
    },
  });
  await scene.organisation.publish(moduleDocument({ text: "Edited in Architect." }));
  const error = await errorOf(() => stack.up(FLOW, "sales", caller(stack)));
  expect((error as PluginError).partial?.reasons).toEqual([
    expect.stringMatching(/holds version 2\.0 of the module 'Error handler', not 1\.0/),
  ]);
  expect(stack.get(FLOW, "sales").outputs).toMatchObject({ digest: "", publishedVersion: "1.0" });
  const later = await scene.run({ after: stack });
  expect((await later.preview(FLOW, "sales", caller(later))).operation).toBe("update");
});

test("a document that vanished says what to do", async () => {
  const { failures } = await stack.up(FLOW, "sales", { document: fileAsset("gone.yaml") });
  expect(failures).toEqual([{ property: "document", reason: expect.stringContaining("gone.yaml does not exist") }]);
});

test("a failed job leaves nothing, and its messages have their place", async () => {
  const error = await errorOf(() => stack.up(FLOW, "sales", document({ queue: "No such queue" })));
  expect(error).toBeInstanceOf(PluginError);
  expect((error as PluginError).partial).toBeUndefined();
  expect(error.message).toMatch(
    /Publishing 'Sales' failed.*Nothing was published.*sales\.yaml:\d+, node queue: .*targetQueue/s,
  );
  expect(await scene.organisation.flowsNamed("Sales")).toEqual([]);
});
