import { callDocument, moduleDocument } from "./harness/documents.ts";
import { textAsset, unknownValue } from "./harness/plugin.ts";
import { errorOf, FLOW, lasting, sceneOfTests } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const document = (o: Parameters<typeof callDocument>[0] = {}) => ({ document: textAsset(callDocument(o)) });
const publishModule = (text = "One.", on = stack) =>
  on.up(FLOW, "handler", { document: textAsset(moduleDocument({ text })) });
const withoutUpload = (calls: string[]) => calls.filter((call) => !call.startsWith("PUT /uploads"));

/** A flow that calls the module, whose resource is part of the stack. */
function caller(o: { text?: string; pin?: boolean } = {}, on = stack) {
  const { id, outputs } = on.get(FLOW, "handler");
  return {
    ...document({ module: "Error handler", text: o.text ?? "Welcome." }),
    modules: { handler: { flowId: id, digest: outputs["digest"], name: "Error handler" } },
    ...(o.pin !== undefined && { pin: o.pin }),
  };
}

describe("create, update, delete", () => {
  test("a flow is created, is the same, changes, and goes", async () => {
    const { organisation } = scene;
    const first = await stack.up(FLOW, "sales", document());
    expect(first.operation).toBe("create");
    expect(first.outputs).toMatchObject({
      name: "Sales",
      type: "inboundCall",
      publishedVersion: "1.0",
      modulesHeld: {},
      publishedBy: "Local client",
      organizationId: organisation.server.organisationId,
    });
    const { id } = stack.get(FLOW, "sales");
    expect((await organisation.flow(id)).description).toBe(`managed by flows/dev/sales ${first.outputs["digest"]}`);

    const silent = await organisation.requestsOf(async () => {
      expect((await stack.preview(FLOW, "sales", document())).operation).toBe("same");
      expect((await stack.up(FLOW, "sales", document())).operation).toBe("same");
    });
    expect(silent).toEqual([]);

    const changed = document({ text: "Good morning." });
    const preview = await stack.preview(FLOW, "sales", changed);
    expect(preview.detailedDiff).toEqual({ 'outline["greet"]': "update" });
    expect(preview.outputs).toMatchObject({ name: "Sales", publishedVersion: unknownValue, modulesHeld: {} });
    expect(withoutUpload(await organisation.requestsOf(() => stack.up(FLOW, "sales", changed)))).toHaveLength(4);
    expect(stack.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "2.0" });

    await stack.destroy(FLOW, "sales");
    expect(await organisation.flowsNamed("Sales")).toEqual([]);
  });

  test("state holds neither text nor path of the document", async () => {
    await stack.up(FLOW, "sales", document({ text: "A sentence of the prompt." }));
    expect(JSON.stringify([...stack.state])).not.toContain("A sentence of the prompt");
  });

  test("another type under the same name replaces the flow", async () => {
    await stack.up(FLOW, "shared", document({ name: "Shared" }));
    const { id } = stack.get(FLOW, "shared");
    const other = { document: textAsset(moduleDocument({ name: "Shared" })) };
    expect((await stack.preview(FLOW, "shared", other)).operation).toBe("replace");
    const calls = await scene.organisation.requestsOf(async () => {
      const step = await stack.up(FLOW, "shared", other);
      expect(step).toMatchObject({ operation: "replace", detailedDiff: { type: "update-replace" } });
    });
    const changing = calls.filter((call) => /^(POST|DELETE) /.test(call));
    expect(changing).toEqual(["POST /api/v2/flows/jobs", `DELETE /api/v2/flows/${id}`]); // callers are never without
    expect(await scene.organisation.flowsNamed("Shared")).toMatchObject([{ type: "COMMONMODULE" }]);
    expect(stack.get(FLOW, "shared").id).not.toBe(id);
  });

  test("a rename keeps the id and leaves no second flow", async () => {
    await stack.up(FLOW, "sales", document());
    const { id } = stack.get(FLOW, "sales");
    const renamed = document({ name: "Sales EU" });
    expect((await stack.preview(FLOW, "sales", renamed)).detailedDiff).toMatchObject({ name: "update" });
    expect((await stack.up(FLOW, "sales", renamed)).outputs).toMatchObject({
      name: "Sales EU",
      publishedVersion: "2.0",
    });
    expect(stack.get(FLOW, "sales").id).toBe(id);
    expect(await scene.organisation.flowsNamed("Sales*")).toMatchObject([{ id, name: "Sales EU" }]);
  });

  test("a rename to a name that is taken is refused in preview", async () => {
    await stack.up(FLOW, "sales", document());
    await stack.up(FLOW, "support", document({ name: "Support" }));
    const error = await errorOf(() => stack.preview(FLOW, "sales", document({ name: "Support" })));
    expect(error.message).toContain(`the flow ${stack.get(FLOW, "support").id} has that name`);
  });

  test("a refresh finds a flow that was deleted outside the stack, and the update creates it again", async () => {
    await stack.up(FLOW, "sales", document());
    await scene.organisation.api("DELETE", `/api/v2/flows/${stack.get(FLOW, "sales").id}`);
    expect((await errorOf(() => stack.up(FLOW, "sales", document({ text: "New." })))).message).toContain(
      "deleted outside",
    );
    expect(await stack.refresh(FLOW, "sales")).toBe(false);
    expect((await stack.up(FLOW, "sales", document())).operation).toBe("create");
  });
});

describe("modules", () => {
  test("a changed module republishes its caller, which then holds the new version", async () => {
    const { organisation } = scene;
    await publishModule();
    expect(withoutUpload(await organisation.requestsOf(() => stack.up(FLOW, "sales", caller())))).toHaveLength(5); // one is the name lookup
    expect(stack.get(FLOW, "sales").outputs["modulesHeld"]).toEqual({ "Error handler": "1.0" });

    await publishModule("Two.");
    expect((await stack.preview(FLOW, "sales", caller())).detailedDiff).toEqual({
      'modules["handler"].digest': "update",
    });
    expect(withoutUpload(await organisation.requestsOf(() => stack.up(FLOW, "sales", caller())))).toHaveLength(5);
    expect(stack.get(FLOW, "sales").outputs).toMatchObject({
      publishedVersion: "2.0",
      modulesHeld: { "Error handler": "2.0" },
    });
  });

  test.each(["at once", "in a later run"])(
    "a module that is published over somebody's version republishes its callers, %s",
    async (when) => {
      await publishModule();
      await stack.up(FLOW, "sales", caller());
      await scene.organisation.edit({
        flow: { type: "commonModule", name: "Error handler" },
        ...{ change: "publish", by: "Ann", replace: { "One.": "Ann." } },
      });
      const later = await scene.run({ after: stack });
      const module = { document: textAsset(moduleDocument({ text: "One." })), onDrift: "overwrite" };
      await later.refresh(FLOW, "handler");
      if (when === "at once") {
        await later.preview(FLOW, "handler", module);
        expect(await later.preview(FLOW, "sales", caller({}, later))).toMatchObject({ operation: "update" });
      }
      await later.up(FLOW, "handler", module);
      expect(later.get(FLOW, "handler").outputs).toMatchObject({ publishedVersion: "3.0" });
      const last = when === "at once" ? later : await scene.run({ after: later });
      if (last !== later) await last.up(FLOW, "handler", module);
      expect((await last.up(FLOW, "sales", caller({}, last))).operation).toBe("update");
      expect(last.get(FLOW, "sales").outputs).toMatchObject({
        publishedVersion: "2.0",
        modulesHeld: { "Error handler": "3.0" },
      });
      expect((await last.up(FLOW, "sales", caller({}, last))).operation).toBe("same");
    },
  );

  test("a change of the caller alone reads the module's version in the same request", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller());
    const later = await scene.run({ after: stack });
    const calls = await scene.organisation.requestsOf(() => later.up(FLOW, "sales", caller({ text: "Hello." }, later)));
    expect(withoutUpload(calls)).toHaveLength(5);
    expect(calls.filter((call) => call === "GET /api/v2/flows/lookup")).toHaveLength(1);
    expect(later.get(FLOW, "handler").outputs["publishedVersion"]).toBe("1.0");
  });

  test("a preview of a new module and its caller asks for what is known", async () => {
    const module = await stack.preview(FLOW, "handler", { document: textAsset(moduleDocument()) });
    const step = await stack.preview(FLOW, "sales", {
      ...document({ module: "Error handler" }),
      modules: { handler: { flowId: unknownValue, digest: module.outputs["digest"], name: "Error handler" } },
    });
    expect(step.outputs).toMatchObject({
      name: "Sales",
      modulesHeld: unknownValue,
      publishedModules: { handler: unknownValue },
    });
  });

  test("a preview after a lost state knows which flows are only recorded, and which are published", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller());
    const wanted = caller();
    const lost = await scene.run({ after: stack });
    lost.state.clear();
    const handler = await lost.preview(FLOW, "handler", { document: textAsset(moduleDocument({ text: "One." })) });
    expect(handler.outputs).toMatchObject({ publishedVersion: "1.0" });
    const sales = await lost.preview(FLOW, "sales", wanted);
    expect(sales.outputs).toMatchObject({ publishedVersion: "1.0", modulesHeld: { "Error handler": "1.0" } });
    expect(
      lasting(lost.plugin).filter((text) => text.includes("It is taken over, and not published again.")),
    ).toHaveLength(2);

    const edited = await scene.run({ after: stack });
    edited.state.clear();
    await edited.preview(FLOW, "handler", { document: textAsset(moduleDocument({ text: "Two." })) });
    expect((await edited.preview(FLOW, "sales", wanted)).outputs).toMatchObject({ publishedVersion: unknownValue });
  });

  test("a pinned caller keeps its snapshot, says so, and catches up when it is unpinned", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller({ pin: true }));
    await publishModule("Two.");
    const calls = await scene.organisation.requestsOf(async () => {
      expect((await stack.up(FLOW, "sales", caller({ pin: true }))).operation).toBe("same");
    });
    expect(calls).toEqual([]);
    expect(lasting(stack.plugin)).toContain(
      "Held back (pin): the flow keeps its snapshot of 'Error handler' at version 1.0, although the module has changed.",
    );

    expect((await stack.up(FLOW, "sales", caller({ pin: false }))).operation).toBe("update");
    expect(stack.get(FLOW, "sales").outputs["modulesHeld"]).toEqual({ "Error handler": "2.0" });
  });

  test("a pinned caller's own change is published while its snapshot is the published version, and not after", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller({ pin: true }));
    expect((await stack.up(FLOW, "sales", caller({ pin: true, text: "Hello." }))).outputs).toMatchObject({
      publishedVersion: "2.0",
      modulesHeld: { "Error handler": "1.0" },
    });
    await publishModule("Two.");
    for (const run of [stack.preview, stack.up]) {
      const error = await errorOf(() => run.call(stack, FLOW, "sales", caller({ pin: true, text: "Good morning." })));
      expect(error.message).toMatch(/pinned to its snapshot.*the module 'Error handler' changes/s);
    }
    expect(stack.get(FLOW, "sales").outputs["publishedVersion"]).toBe("2.0");
  });

  test("a module that somebody else published is not copied unnoticed by a pinned caller", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller({ pin: true }));
    await scene.organisation.publish(moduleDocument({ text: "Edited in Architect." }));
    const later = await scene.run({ after: stack });
    const error = await errorOf(() => later.up(FLOW, "sales", caller({ pin: true, text: "Hello." }, later)));
    expect(error.message).toContain("it holds version 1.0 of the module 'Error handler', but version 2.0 is published");
  });

  test("a module in use is not deleted, and the text names the user", async () => {
    await publishModule();
    await stack.up(FLOW, "sales", caller());
    const error = await errorOf(() => stack.destroy(FLOW, "handler"));
    expect(error.message).toMatch(/is in use and was not deleted.*'Sales' \(/s);
    await stack.destroy(FLOW, "sales");
    await stack.destroy(FLOW, "handler");
    expect(await scene.organisation.flowsNamed("*")).toEqual([]);
  });
});

test("a flow in use is not deleted, and the text lists everything that uses it", async () => {
  const { organisation } = scene;
  await stack.up(FLOW, "sales", document());
  const { id } = stack.get(FLOW, "sales");
  const ivr = await organisation.api<{ id: string }>("POST", "/api/v2/architect/ivrs", {
    name: "Hotline",
    openHoursFlow: { id },
  });
  const caller = await organisation.publish(callDocument({ name: "Front desk", flow: "Sales" }));
  const error = await errorOf(() => stack.destroy(FLOW, "sales"));
  expect(error.message).toMatch(
    new RegExp(`^The flow 'Sales' \\(${id}\\) is in use and was not deleted. It is used by:\n`),
  );
  expect(error.message).toMatch(/- \w+ 'Hotline' \(/);
  expect(error.message).toContain(`- INBOUNDCALLFLOW 'Front desk' (${caller})`);
  expect(error.message).toMatch(/Remove the flow from these objects first\.$/);
  expect(stack.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "1.0" });

  await organisation.api("DELETE", `/api/v2/architect/ivrs/${ivr.id}`);
  await organisation.api("DELETE", `/api/v2/flows/${caller}`);
  await stack.destroy(FLOW, "sales");
  expect(await organisation.flowsNamed("*")).toEqual([]);
});

test("flows that transfer to each other are created with stubs and deleted together", async () => {
  const sales = { ...document({ flow: "Support" }), createStubs: true };
  const support = { ...document({ name: "Support", flow: "Sales" }), createStubs: true };
  await stack.up(FLOW, "sales", sales);
  await stack.up(FLOW, "support", support);
  expect(await scene.organisation.flowsNamed("*")).toMatchObject([{ publishedVersion: {} }, { publishedVersion: {} }]);
  await Promise.all([stack.destroy(FLOW, "sales"), stack.destroy(FLOW, "support")]);
  expect(await scene.organisation.flowsNamed("*")).toEqual([]);
});
