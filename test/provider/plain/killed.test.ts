import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plain, Plugin } from "../harness/plugin.ts";
import { errorOf, lasting, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import type { Kind } from "./kind.ts";
import { kinds, token } from "./kinds.ts";

let scene: Scene;
let fixture: Fixture;
/** A process of the provider that runs; a test that kills it starts the next one. */
let plugin: Plugin;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  plugin = await started();
});
afterEach(async () => {
  await scene.organisation.api("DELETE", "/_local/faults");
  rmSync(path.join(scene.organisation.folder, ".genesys"), { recursive: true, force: true });
});
afterAll(() => scene.close());

const QUEUE = token("RoutingQueue");
const SKILL = token("RoutingSkill");

async function started(): Promise<Plugin> {
  return (await scene.run({ config: scene.organisation.asClient })).plugin;
}

/** Creates a resource by a process that is killed at its POST, before or after the organisation did it. */
async function killedCreation(
  at: "before" | "after",
  of: { type: string; name?: string; inputs: Plain; state?: Stack["state"] },
): Promise<void> {
  const victim = plugin;
  const stack = new Stack(victim);
  for (const [urn, stored] of of.state ?? []) stack.state.set(urn, structuredClone(stored));
  scene.organisation.onCrash = () => victim.process.kill("SIGKILL");
  const when = { method: "POST", path: "/api/v2/**" };
  await scene.organisation.api("POST", "/_local/faults", { faults: [{ when, times: 1, do: { crash: at } }] });
  await expect(stack.up(of.type, of.name ?? "it", of.inputs)).rejects.toThrow();
  await victim.exited;
  plugin = await started();
}

/** The notes that lie in the project: file -> what it says. */
function notes(): Record<string, Plain> {
  const files = globSync(path.join(scene.organisation.folder, ".genesys/creating/**/*.json"));
  return Object.fromEntries(files.map((file) => [file, JSON.parse(readFileSync(file, "utf8")) as Plain]));
}

/** The process that runs reads notes when it first needs them: until then a changed one is what it finds. */
function rewriteNote(change: (note: Plain) => Plain): void {
  for (const [file, note] of Object.entries(notes())) writeFileSync(file, JSON.stringify(change(note)));
}

async function queuesNamed(name: string): Promise<Plain[]> {
  const { entities } = await scene.organisation.api<{ entities: Plain[] }>(
    "GET",
    `/api/v2/routing/queues?name=${encodeURIComponent(name)}`,
  );
  return entities;
}

describe.each(Object.entries(kinds))("%s", (_name, { type, first, firstLive, path: address }: Kind) => {
  test("what a killed run created is taken over, and not created again", async () => {
    const inputs = first(fixture);
    await killedCreation("after", { type, inputs });
    expect(Object.values(notes())).toHaveLength(1);

    const stack = new Stack(plugin);
    const requests = await scene.organisation.requestsOf(() => stack.up(type, "it", inputs));
    const { id } = stack.get(type, "it");
    const collection = address(id).replace(/\?.*/, "").split("/").slice(0, -1).join("/");
    expect(requests.filter((request) => request === `POST ${collection}`)).toEqual([]);
    expect(lasting(plugin).filter((message) => message.includes("is taken over"))).toHaveLength(1);
    const live = await scene.organisation.api("GET", address(id));
    if (firstLive) {
      const resources = live["resources"] as { language: string }[] | undefined;
      resources?.sort((a, b) => (a.language < b.language ? -1 : 1));
      expect(live).toMatchObject(firstLive(fixture));
    }
    await stack.refresh(type, "it");
    expect((await stack.up(type, "it", inputs)).detailedDiff).toEqual({});
    expect(notes()).toEqual({});
    await stack.destroy(type, "it");
  });
});

test.each(["RoutingQueue", "RoutingSkill", "ArchitectDatatableRow"])(
  "%s: what a killed run could not create any more is created once",
  async (name) => {
    const { type, first } = kinds[name] as Kind;
    const inputs = first(fixture);
    await killedCreation("before", { type, inputs });
    const stack = new Stack(plugin);
    await stack.up(type, "it", inputs);
    expect(lasting(plugin).filter((message) => message.includes("is taken over"))).toEqual([]);
    expect((await stack.up(type, "it", inputs)).operation).toBe("same");
    await stack.destroy(type, "it");
  },
);

test("a subdomain, to which the platform gives its own ending, is taken over", async () => {
  const type = token("RoutingEmailDomain");
  const inputs = { domainId: "help", subdomain: true };
  await killedCreation("after", { type, inputs });
  const stack = new Stack(plugin);
  await stack.up(type, "it", inputs);
  expect(stack.get(type, "it").id).toMatch(/^help\../);
  await stack.destroy(type, "it");
});

describe("a note", () => {
  const inputs = { name: "Noted", description: "confidential 4711" };
  afterEach(async () => {
    for (const name of ["Noted", "Other"]) {
      for (const { id } of await queuesNamed(name)) {
        await scene.organisation.api("DELETE", `/api/v2/routing/queues/${String(id)}`);
      }
    }
  });

  test("tells where, when and what, but no value beside the name", async () => {
    await killedCreation("after", { type: QUEUE, inputs });
    const [text] = Object.values(notes()).map((note) => JSON.stringify(note));
    expect(JSON.parse(String(text))).toMatchObject({
      urn: new Stack(plugin).urn(QUEUE, "it"),
      organizationId: scene.organisation.server.organisationId,
      identity: { name: "Noted" },
      time: expect.any(String),
      host: expect.any(String),
    });
    expect(text).not.toContain("4711");
    expect(text).not.toContain("ci-client");
  });

  test("is taken away when the platform refuses", async () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    await errorOf(() => new Stack(plugin).up(QUEUE, "it", { ...inputs, queueFlowId: missing }));
    expect(notes()).toEqual({});
  });

  test("of a program that says something else now leads to an update", async () => {
    await killedCreation("after", { type: QUEUE, inputs });
    const [made] = await queuesNamed("Noted");
    const stack = new Stack(plugin);
    await stack.up(QUEUE, "it", { name: "Other", acwTimeoutMs: 30_000 });
    expect(stack.get(QUEUE, "it").id).toBe(made?.["id"]);
    expect(await queuesNamed("Noted")).toEqual([]);
    const [live] = await queuesNamed("Other");
    expect(live).toMatchObject({ id: made?.["id"], acwSettings: { timeoutMs: 30_000 } });
    expect(live?.["description"]).toBeUndefined();
    expect((await stack.up(QUEUE, "it", { name: "Other", acwTimeoutMs: 30_000 })).operation).toBe("same");
  });

  test("leads to another object where an update does not change what is asked for", async () => {
    await killedCreation("after", { type: SKILL, inputs: { name: "Dutch" } });
    const stack = new Stack(plugin);
    await stack.up(SKILL, "it", { name: "Danish" });
    expect(lasting(plugin).join()).toMatch(/another one is made\. It stays in the organisation/);
    await stack.destroy(SKILL, "it");
  });

  test("of an object whose answer came is enough, whatever became of the object", async () => {
    const lost = new Stack(plugin);
    await lost.up(QUEUE, "it", inputs);
    const { id } = lost.get(QUEUE, "it");
    const live = await scene.organisation.api("GET", `/api/v2/routing/queues/${id}`);
    await scene.organisation.api("PUT", `/api/v2/routing/queues/${id}`, { ...live, name: "Renamed meanwhile" });
    const stack = await scene.run({ config: scene.organisation.asClient });
    await stack.up(QUEUE, "it", inputs);
    expect(stack.get(QUEUE, "it").id).toBe(id);
    expect(await queuesNamed("Noted")).toMatchObject([{ id }]);
  });

  test("of an object that is gone again leads to a new one", async () => {
    await new Stack(plugin).up(QUEUE, "it", inputs);
    const [made] = await queuesNamed("Noted");
    await scene.organisation.api("DELETE", `/api/v2/routing/queues/${String(made?.["id"])}`);
    const stack = await scene.run({ config: scene.organisation.asClient });
    await stack.up(QUEUE, "it", inputs);
    expect(stack.get(QUEUE, "it").id).not.toBe(made?.["id"]);
  });

  test.each<[string, (note: Plain) => Plain, string]>([
    ["of another organisation", (note) => ({ ...note, organizationId: "another" }), "somebody made it"],
    ["of another resource", (note) => ({ ...note, urn: `${String(note["urn"])}2` }), "somebody made it"],
    ["that cannot be read", () => "{" as unknown as Plain, "somebody made it"],
    ["that is younger than the object", (note) => ({ ...note, time: later() }), "it is older"],
    ["that says something else", (note) => ({ ...note, salt: "another" }), "it is not as it was to be"],
  ])("%s is not used", async (_case, change, reason) => {
    await killedCreation("after", { type: QUEUE, inputs });
    rewriteNote(change);
    const { message } = await errorOf(() => new Stack(plugin).up(QUEUE, "it", inputs));
    expect(message).toContain("is not managed by this stack");
    expect(message).toContain(reason);
    expect(message).toContain(`npm run pulumi -- import ${QUEUE} it `);
    expect(await queuesNamed("Noted")).toHaveLength(1);
  });

  test("is not used for what somebody else made since", async () => {
    await killedCreation("before", { type: QUEUE, inputs });
    await scene.organisation.api("POST", "/api/v2/routing/queues", inputs);
    const { message } = await errorOf(() => new Stack(plugin).up(QUEUE, "it", inputs));
    expect(message).toContain("somebody else made it");
  });

  test("is not used for a skill that may have been there before", async () => {
    await killedCreation("after", { type: SKILL, inputs: { name: "Dutch 2" } });
    rewriteNote(({ wasAbsent: _, ...note }) => note);
    const { message } = await errorOf(() => new Stack(plugin).up(SKILL, "it", { name: "Dutch 2" }));
    expect(message).toContain("it may have been there before");
  });

  test("is gone when the state has the object under another name", async () => {
    const stack = new Stack(plugin);
    await stack.up(QUEUE, "it", inputs);
    expect(Object.values(notes())).toMatchObject([{ id: stack.get(QUEUE, "it").id }]);
    stack.rename(QUEUE, "it", "renamed");
    await stack.preview(QUEUE, "renamed", inputs);
    expect(notes()).toEqual({});
  });

  test("is gone when somebody imports the object", async () => {
    await killedCreation("after", { type: QUEUE, inputs });
    const [made] = await queuesNamed("Noted");
    await new Stack(plugin).import(QUEUE, "by-hand", String(made?.["id"]));
    expect(notes()).toEqual({});
  });

  test("of a replacement stays while the state has the replaced one", async () => {
    const stack = new Stack(plugin);
    await stack.up(SKILL, "it", { name: "Old" });
    await killedCreation("after", { type: SKILL, inputs: { name: "New" }, state: stack.state });
    stack.plugin = plugin;
    expect((await stack.up(SKILL, "it", { name: "New" })).operation).toBe("replace");
    expect(lasting(plugin).join()).toContain("is taken over");
    await stack.destroy(SKILL, "it");
  });

  test("that cannot be written changes nothing", async () => {
    const at = path.join(scene.organisation.folder, ".genesys");
    rmSync(at, { recursive: true, force: true });
    writeFileSync(at, "");
    const stack = new Stack(plugin);
    await stack.up(QUEUE, "it", inputs);
    expect(lasting(plugin).join()).toContain("No note of the creation of it could be written");
    expect((await stack.up(QUEUE, "it", inputs)).operation).toBe("same");
  });
});

/** Ten minutes from now: clocks may differ by less. */
function later(): string {
  return new Date(Date.now() + 600_000).toISOString();
}
