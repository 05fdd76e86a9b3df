import { join } from "node:path";
import { deleteFlow } from "../../packages/flowctl/commands/delete.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { callDocument, moduleDocument } from "../provider/harness/documents.ts";
import { running } from "./program.ts";

const mark = (owner: string) => `managed by ${owner} ${"a".repeat(64)}`;

const MODULE = "commonModule: Error handler\nchannels: [inboundCall]\nstart: done\nnodes: {done: {end: completed}}\n";

describe("delete ID", () => {
  const organisations: ServedOrganisation[] = [];
  afterEach(async () => {
    await Promise.all(organisations.splice(0).map((organisation) => organisation.close()));
    removeProjects();
  });

  async function project(document: string, o: { caller?: string; files?: Record<string, string> } = {}) {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
      "local/organisation.yaml": "organisation: {name: Test}\n",
      "flows/queues.yaml": "queues: {Sales: {}}\n",
      ...o.files,
    });
    const seed = join(root, "local/organisation.yaml");
    const organisation = new ServedOrganisation({ file: join(root, ".genesys/orgs/example-dev.sqlite") });
    organisations.push(organisation);
    const { client } = await organisation.start({ seed });
    const { id } = await client.published(document);
    if (o.caller) await client.published(o.caller);
    const run = (flow = String(id)) => running(root, (context) => deleteFlow({ stack: "dev", id: flow }, context));
    return {
      id: String(id),
      run,
      exists: async () => (await client.call("GET", `/api/v2/flows/${id}`)).status === 200,
    };
  }

  test("deletes what an interrupted run of the stack left behind", async () => {
    const { id, run, exists } = await project(moduleDocument({ description: mark("example/dev/gone") }));
    expect(await run()).toMatchObject({ code: 0, out: `deleted: the flow ${id}\n`, err: "" });
    expect(await exists()).toBe(false);
    expect((await run()).err).toMatch(/^The organisation 'Test' has no flow /);
  });

  test("deletes the flow of the other type that an interrupted change of the type left behind", async () => {
    const document = callDocument({ description: mark("example/dev/handler") });
    const files = { "flows/handler.yaml": MODULE };
    const { run, exists } = await project(document, { files });
    expect((await run()).err).toContain(
      "is 'handler' of this stack and is defined in flows/handler.yaml. Remove that file: the next update deletes the flow.",
    );
    expect(await exists()).toBe(true);

    const other = moduleDocument({ description: mark("example/dev/handler") });
    const both = await project(document, { files, caller: other });
    expect(await both.run()).toMatchObject({ code: 0, out: `deleted: the flow ${both.id}\n`, err: "" });
    expect(await both.exists()).toBe(false);
  });

  test("deletes a renamed flow of an interrupted creation, once its file has a flow again", async () => {
    const renamed = moduleDocument({ name: "Handler of Ann", description: mark("example/dev/handler") });
    const files = { "flows/handler.yaml": MODULE };
    const alone = await project(renamed, { files });
    expect((await alone.run()).err).toContain(
      "is 'handler' of this stack and is defined in flows/handler.yaml. Remove that file: the next update deletes the flow.",
    );

    const other = moduleDocument({ description: mark("example/dev/handler") });
    const both = await project(renamed, { files, caller: other });
    expect(await both.run()).toMatchObject({ code: 0, err: "" });
    expect(await both.exists()).toBe(false);
  });

  test.each([
    [
      "a flow without an ownership mark",
      moduleDocument(),
      {},
      "has no ownership mark, so it does not belong to the stack example/dev",
    ],
    [
      "a flow of another stack",
      moduleDocument({ description: mark("example/prod/gone") }),
      {},
      "has the ownership mark of the stack example/prod, so it does not belong to the stack example/dev",
    ],
    [
      "a flow that a file defines",
      moduleDocument({ description: mark("example/dev/handler") }),
      {
        files: {
          "flows/handler.yaml": MODULE,
        },
      },
      "is 'handler' of this stack and is defined in flows/handler.yaml. Remove that file: the next update deletes the flow.",
    ],
    [
      "a flow in use",
      moduleDocument({ description: mark("example/dev/gone") }),
      { caller: callDocument({ module: "Error handler" }) },
      "- INBOUNDCALLFLOW 'Sales' (",
    ],
  ])("refuses %s", async (_what, document, options, reason) => {
    const { run, exists } = await project(document, options);
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(reason);
    expect(err).toContain("Nothing was deleted.");
    expect(await exists()).toBe(true);
  });
});
