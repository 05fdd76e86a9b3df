import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Plain } from "../harness/plugin.ts";
import { fileAsset } from "../harness/plugin.ts";
import { errorOf, lasting, QUEUE, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";
import { Fixture } from "../plain/fixture.ts";

const TABLE = "genesyscloud:index/architectDatatable:ArchitectDatatable";
const PROMPT = "genesyscloud:index/architectUserPrompt:ArchitectUserPrompt";
const INVENTORY = "genesyscloud:index/inventory:Inventory";

let scene: Scene;
beforeAll(async () => {
  scene = await new Scene().open();
  await Fixture.prepare(scene);
});
afterEach(() => configure([]));
afterAll(() => scene.close());

/** The file of the stack, as `destroy` reads it. */
function configure(deletable: readonly string[]): void {
  const file = path.join(scene.organisation.folder, "Pulumi.dev.yaml");
  writeFileSync(file, `config:\n  genesys-flows:deletable: ${JSON.stringify(deletable)}\n`);
}

/** A stack on the organisation as on a real one: over the network. */
const remote = (o: { after?: Stack; client?: string } = {}) =>
  scene.run({
    ...(o.after && { after: o.after }),
    config: o.client
      ? { ...scene.organisation.remote, oauthclientId: o.client, oauthclientSecret: o.client }
      : scene.organisation.asClient,
  });

const exists = async (listing: string, id: string): Promise<boolean> => {
  const { entities } = await scene.organisation.api<{ entities: Plain[] }>("GET", `/api/v2/${listing}?pageSize=200`);
  return entities.some((one) => one["id"] === id);
};

interface Case {
  readonly type: string;
  readonly listing: string;
  readonly key: string;
  readonly inputs: () => Plain;
  readonly fill: (id: string) => Promise<unknown>;
  readonly contents: string;
}

const cases: Record<string, Case> = {
  "a data table with rows": {
    type: TABLE,
    listing: "flows/datatables",
    key: "dataTable:Guarded table",
    inputs: () => ({ name: "Guarded table", properties: [{ name: "key", type: "string" }] }),
    fill: (id) => scene.organisation.api("POST", `/api/v2/flows/datatables/${id}/rows`, { key: "theirs" }),
    contents: "has 1 row, which would be deleted with it",
  },
  "a prompt with recordings": {
    type: PROMPT,
    listing: "architect/prompts",
    key: "prompt:Guarded_prompt",
    inputs: () => ({
      name: "Guarded_prompt",
      resources: [{ language: "en-us", audio: fileAsset("hello.wav"), text: "Hello." }],
    }),
    fill: async () => {},
    contents: "has 1 recording, which would be deleted with it",
  },
  "a queue in which conversations wait": {
    type: QUEUE,
    listing: "routing/queues",
    key: "queue:Guarded queue",
    inputs: () => ({ name: "Guarded queue" }),
    fill: (id) => scene.organisation.api("PUT", `/_local/queues/${id}/waiting`, { voice: 2, email: 1 }),
    contents: "has 3 conversations waiting, which would lose their place",
  },
};

describe.each(Object.entries(cases))("%s", (_name, { type, listing, key, inputs, fill, contents }) => {
  let stack: Stack;
  let id: string;

  beforeEach(async () => {
    stack = await remote();
    await stack.up(type, "it", inputs());
    id = stack.get(type, "it").id;
    await fill(id);
    // Each command is a process of its own.
    stack = await remote({ after: stack });
  });

  test("is not deleted by destroy; the reason says what to do, and doing it deletes it", async () => {
    const { message } = await errorOf(() => stack.destroy(type, "it"));
    expect(message).toContain(contents);
    expect(message).toContain(`add \`${key}\` to \`genesys-flows:deletable\` in Pulumi.dev.yaml`);
    expect(await exists(listing, id)).toBe(true);
    configure([key]);
    await stack.destroy(type, "it");
    expect(await exists(listing, id)).toBe(false);
  });

  test("is refused by the preview of a program that no longer has it, unless it may be deleted or stays outside", async () => {
    const before = { flows: {}, objects: { [key]: id } };
    await stack.up(INVENTORY, "inventory", before);
    const judged = async (more: Plain) => {
      const next = await remote({ after: stack });
      await next.plugin.invoke("beginRun", { preview: true, flows: {}, ...more });
      await next.preview(INVENTORY, "inventory", { flows: {}, objects: {} });
      return next.plugin.invoke("endRun", {});
    };
    const refused = await judged({});
    expect(refused["errors"]).toBe(1);
    expect(String(refused["text"])).toContain(contents);
    expect(String(refused["text"])).toContain(`add \`${key}\` to \`genesys-flows:deletable\``);
    expect((await judged({ deletable: [key] }))["errors"]).toBe(0);
    expect((await judged({ external: [key] }))["errors"]).toBe(0);

    // The update itself, without a preview.
    const next = await remote({ after: stack });
    await next.plugin.invoke("beginRun", { preview: false, flows: {} });
    const { message } = await errorOf(() => next.up(INVENTORY, "inventory", { flows: {}, objects: {} }));
    expect(message).toContain(contents);
    configure([key]);
    await stack.destroy(type, "it");
  });
});

test("an embedded organisation deletes a table with its rows", async () => {
  const stack = await scene.run();
  await stack.up(TABLE, "it", { name: "Embedded", properties: [{ name: "key", type: "string" }] });
  const { id } = stack.get(TABLE, "it");
  await scene.organisation.api("POST", `/api/v2/flows/datatables/${id}/rows`, { key: "theirs" });
  await stack.destroy(TABLE, "it");
  expect(await exists("flows/datatables", id)).toBe(false);
});

test("a prompt that is replaced by another one with the same recording is deleted", async () => {
  const stack = await remote();
  const resources = [{ language: "en-us", audio: fileAsset("hello.wav"), text: "Hello." }];
  await stack.up(PROMPT, "it", { name: "Old_name", resources });
  const { id } = stack.get(PROMPT, "it");
  expect((await stack.up(PROMPT, "it", { name: "New_name", resources })).operation).toBe("replace");
  expect(await exists("architect/prompts", id)).toBe(false);
  configure(["prompt:New_name"]);
  await stack.destroy(PROMPT, "it");
});

describe("a client that may not look", () => {
  test("does not delete a table, and deletes a queue with a warning", async () => {
    const denied = { status: 403, code: "missing.permissions", message: "Unable to perform the requested action." };
    const stack = await remote();
    await stack.up(TABLE, "it", { name: "Unseen", properties: [{ name: "key", type: "string" }] });
    await stack.up(QUEUE, "queue", { name: "Unseen" });
    await scene.organisation.client.addFaults({
      faults: [
        {
          when: { operation: ["getFlowsDatatableRows", "postAnalyticsQueuesObservationsQuery"] },
          do: { error: denied },
        },
      ],
    });
    const { message } = await errorOf(() => stack.destroy(TABLE, "it"));
    expect(message).toContain(
      "its rows cannot be read: the role needs architect:datatableRow:view. It was not deleted.",
    );
    await stack.destroy(QUEUE, "queue");
    expect(lasting(stack.plugin).join()).toContain(
      "the number of conversations waiting in it cannot be read: the role needs analytics:queueObservation:view.",
    );
    await scene.organisation.client.removeFaults();
    await stack.destroy(TABLE, "it");
  });
});
