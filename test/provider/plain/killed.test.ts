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

/** The notes in the project: file -> content. */
function notes(): Record<string, Plain> {
  const files = globSync(path.join(scene.organisation.folder, ".genesys/creating/**/*.json"));
  return Object.fromEntries(files.map((file) => [file, JSON.parse(readFileSync(file, "utf8")) as Plain]));
}

/** Changes the notes before the running process reads them, which is when it first needs them. */
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
    expect(lasting(plugin).filter((message) => message.includes("This update takes it over."))).toHaveLength(1);
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
  "%s: an object that a killed run did not create is created once",
  async (name) => {
    const { type, first } = kinds[name] as Kind;
    const inputs = first(fixture);
    await killedCreation("before", { type, inputs });
    const stack = new Stack(plugin);
    await stack.up(type, "it", inputs);
    expect(lasting(plugin).filter((message) => message.includes("This update takes it over."))).toEqual([]);
    expect((await stack.up(type, "it", inputs)).operation).toBe("same");
    await stack.destroy(type, "it");
  },
);

test("a subdomain, to which the platform appends its own domain, is taken over", async () => {
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

  test("has host, time and shape, but no value except the name", async () => {
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

  test("is removed when the platform refuses", async () => {
    const missing = "00000000-0000-4000-8000-000000000000";
    await errorOf(() => new Stack(plugin).up(QUEUE, "it", { ...inputs, queueFlowId: missing }));
    expect(notes()).toEqual({});
  });

  test("of a program with another desired state leads to an update", async () => {
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

  test("leads to another object when no update reaches the desired state", async () => {
    await killedCreation("after", { type: SKILL, inputs: { name: "Dutch" } });
    const stack = new Stack(plugin);
    await stack.up(SKILL, "it", { name: "Danish" });
    expect(lasting(plugin).join()).toMatch(
      /but no update can change it to the desired state\. This update creates a new one\. The first one stays in the organisation/,
    );
    await stack.destroy(SKILL, "it");
  });

  test("with the id of the object is enough, even when the object was renamed", async () => {
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

  test("of an object that no longer exists leads to a new one", async () => {
    await new Stack(plugin).up(QUEUE, "it", inputs);
    const [made] = await queuesNamed("Noted");
    await scene.organisation.api("DELETE", `/api/v2/routing/queues/${String(made?.["id"])}`);
    const stack = await scene.run({ config: scene.organisation.asClient });
    await stack.up(QUEUE, "it", inputs);
    expect(stack.get(QUEUE, "it").id).not.toBe(made?.["id"]);
  });

  test.each<[string, (note: Plain) => Plain, string]>([
    [
      "of another organisation",
      (note) => ({ ...note, organizationId: "another" }),
      "it was created outside this stack",
    ],
    [
      "of another resource",
      (note) => ({ ...note, urn: `${String(note["urn"])}2` }),
      "it was created outside this stack",
    ],
    ["that cannot be read", () => "{" as unknown as Plain, "it was created outside this stack"],
    ["that is younger than the object", (note) => ({ ...note, time: later() }), "it is older"],
    ["with other values", (note) => ({ ...note, salt: "another" }), "its values differ from the values in the request"],
  ])("%s is not used", async (_case, change, reason) => {
    await killedCreation("after", { type: QUEUE, inputs });
    rewriteNote(change);
    const { message } = await errorOf(() => new Stack(plugin).up(QUEUE, "it", inputs));
    expect(message).toContain("and this stack does not manage it: ");
    expect(message).toContain(reason);
    expect(message).toContain(`npm run pulumi -- import ${QUEUE} it `);
    expect(await queuesNamed("Noted")).toHaveLength(1);
  });

  test("is not used for an object that another client created since", async () => {
    await killedCreation("before", { type: QUEUE, inputs });
    await scene.organisation.api("POST", "/api/v2/routing/queues", inputs);
    const { message } = await errorOf(() => new Stack(plugin).up(QUEUE, "it", inputs));
    expect(message).toContain("another client created it");
  });

  test("is not used for a skill that may have existed before", async () => {
    await killedCreation("after", { type: SKILL, inputs: { name: "Dutch 2" } });
    rewriteNote(({ wasAbsent: _, ...note }) => note);
    const { message } = await errorOf(() => new Stack(plugin).up(SKILL, "it", { name: "Dutch 2" }));
    expect(message).toContain("it may have existed before that run");
  });

  test("is removed when the state has the object under another name", async () => {
    const stack = new Stack(plugin);
    await stack.up(QUEUE, "it", inputs);
    expect(Object.values(notes())).toMatchObject([{ id: stack.get(QUEUE, "it").id }]);
    await stack.rename(QUEUE, "it", "renamed");
    await stack.preview(QUEUE, "renamed", inputs);
    expect(notes()).toEqual({});
  });

  test("is removed when the object is imported", async () => {
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
    expect(lasting(plugin).join()).toContain("This update takes it over.");
    await stack.destroy(SKILL, "it");
  });

  test("that cannot be written changes nothing", async () => {
    const at = path.join(scene.organisation.folder, ".genesys");
    rmSync(at, { recursive: true, force: true });
    writeFileSync(at, "");
    const stack = new Stack(plugin);
    await stack.up(QUEUE, "it", inputs);
    expect(lasting(plugin).join()).toMatch(/The note in \S+ for it could not be written/);
    expect((await stack.up(QUEUE, "it", inputs)).operation).toBe("same");
  });
});

/** Ten minutes from now: clocks may differ by less. */
function later(): string {
  return new Date(Date.now() + 600_000).toISOString();
}
