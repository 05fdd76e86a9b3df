import type { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import { changedBy, deletedBy } from "../../packages/platform/organisation/audits.ts";
import type { OrganisationClient } from "../harness/organisation-client.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { impatientClient } from "../provider/harness/impatient.ts";

jest.setTimeout(30_000);

const QUERY = "/api/v2/audits/query/realtime";
const SEED = `
organisation: {name: Audited}
users: [{name: Robin Meyer, email: robin@example.com}, {name: "Kim\\nerror drift: none", email: kim@example.com}]
clients:
  - {id: deploy, secret: deploy}
  - {id: deploy-robin, secret: deploy-robin, user: Robin Meyer}
  - {id: blind, secret: blind, permissions: ["routing:*"]}
  - {id: script, secret: script}
  - {id: robin, secret: robin, user: Robin Meyer}
  - {id: kim, secret: kim, user: "Kim\\nerror drift: none"}
`;
const TIME = String.raw`20\d\d-\S+Z`;

describe("who changed an object, by the audits", () => {
  const organisation = new ServedOrganisation();
  const clients: Record<string, OrganisationClient> = {};
  let gateway: Parameters<typeof impatientClient>[0];
  let reader: PlatformClient;

  beforeAll(async () => {
    await organisation.start({ seedText: SEED, client: "deploy" });
    gateway = { protocol: "http", host: "127.0.0.1", port: organisation.server.port };
    for (const id of ["deploy", "robin", "kim", "script"]) clients[id] = await organisation.connect(id, id);
  });
  afterAll(() => organisation.close());
  beforeEach(async () => {
    reader = await clientOf("deploy");
  });
  afterEach(() => organisation.client.removeFaults());

  const patience = { answerMs: 30_000, answerBytes: 10_000_000 };
  const clientOf = (id: string) =>
    impatientClient(gateway, { credentials: { clientId: id, clientSecret: id }, patience });
  const as = (id: string) => clients[id] as OrganisationClient;
  let made = 0;
  /** A queue of the deployer, and what others do to it. */
  async function queue(by = "deploy") {
    const { id } = await as(by).ok("POST", "/api/v2/routing/queues", { name: `Queue ${made++}` });
    const path = `/api/v2/routing/queues/${id}`;
    return {
      id: String(id),
      async edit(who: string, change: object) {
        const live = await as(who).ok<object>("GET", path);
        await as(who).ok("PUT", path, { ...live, ...change });
      },
      remove: (who: string) => as(who).ok("DELETE", path),
    };
  }
  /** An independent read. */
  async function entries(id: string) {
    const interval = "2020-01-01T00:00:00Z/2099-01-01T00:00:00Z";
    const body = { interval, filters: [{ property: "EntityId", value: id }] };
    const { entities } = await as("robin").ok<{
      entities: { action: string; eventDate: string; user?: { name: string } }[];
    }>("POST", `${QUERY}?expand=user`, body);
    return entities;
  }
  const description = (live: unknown) => new Map([["description", live]]);

  test("a deletion says what the entry says", async () => {
    const { id, remove } = await queue();
    expect(await deletedBy(await clientOf("deploy"), id)).toBe("");
    await remove("robin");
    const [deletion] = await entries(id);
    expect(deletion).toMatchObject({ action: "Delete", user: { name: "Robin Meyer" } });
    expect(await deletedBy(reader, id)).toBe(` by Robin Meyer at ${deletion?.eventDate}`);
  });

  test.each<[string, string, RegExp | ""]>([
    ["this client", "deploy", ""],
    ["a client without a person", "script", new RegExp(`^ by client script at ${TIME}$`)],
    ["a person whose name has lines", "kim", new RegExp(`^ by Kim error drift: none at ${TIME}$`)],
  ])("a deletion by %s", async (_, who, expected) => {
    const { id, remove } = await queue();
    await remove(who);
    const said = await deletedBy(reader, id);
    if (expected === "") expect(said).toBe("");
    else expect(said).toMatch(expected);
  });

  test("an object that was created again: an earlier deletion is not quoted", async () => {
    const domain = { id: "again.example.com", subDomain: false };
    const path = `/api/v2/routing/email/domains/${domain.id}`;
    await as("deploy").ok("POST", "/api/v2/routing/email/domains", domain);
    await as("robin").ok("DELETE", path);
    expect(await deletedBy(reader, domain.id)).toMatch(/^ by Robin Meyer at /);
    await as("deploy").ok("POST", "/api/v2/routing/email/domains", domain);
    expect(await deletedBy(reader, domain.id)).toBe("");
  });

  test("a client that acts for a person is still this client", async () => {
    const own = await organisation.connect("deploy-robin", "deploy-robin");
    const { id } = await queue();
    await own.ok("DELETE", `/api/v2/routing/queues/${id}`);
    expect(await deletedBy(await clientOf("deploy-robin"), id)).toBe("");
    expect(await deletedBy(reader, id)).toMatch(/^ by Robin Meyer at /);
  });

  test("a change names who set the live value, not who changed something else", async () => {
    const { id, edit } = await queue();
    await edit("robin", { description: "A" });
    await edit("kim", { acwSettings: { wrapupPrompt: "OPTIONAL" } });
    expect(await changedBy(reader, { id, fields: description("A") })).toMatch(/^ by Robin Meyer at /);
    const both = new Map([...description("A"), ["acwSettings", undefined]]);
    expect(await changedBy(await clientOf("deploy"), { id, fields: both })).toMatch(
      new RegExp(`^ by Robin Meyer at ${TIME} and Kim error drift: none at ${TIME}$`),
    );
  });

  test.each<[string, readonly [string, object][], ReadonlyMap<string, unknown>]>([
    ["the entry of the live value is late", [["robin", { description: "A" }]], description("B")],
    [
      "this client changed it last",
      [
        ["robin", { description: "A" }],
        ["deploy", { description: "B" }],
      ],
      description("B"),
    ],
    [
      "only a part of the change has an entry",
      [["robin", { description: "A" }]],
      new Map([...description("A"), ["acwSettings", undefined]]),
    ],
    ["no entry names the field", [["robin", { name: "Other" }]], description("A")],
  ])("nobody is named where %s", async (_, edits, fields) => {
    const { id, edit } = await queue();
    for (const [who, change] of edits) await edit(who, change);
    expect(await changedBy(reader, { id, fields })).toBe("");
  });

  test("nobody is named by the entry of a creation", async () => {
    const { id } = await queue("robin");
    expect(await changedBy(reader, { id, fields: new Map([["skillEvaluationMethod", undefined]]) })).toBe("");
  });

  const asked = async (work: () => Promise<unknown>) =>
    (await organisation.client.requestsOf(work)).filter(({ path }) => path === QUERY).length;

  test("objects at the same time share one query", async () => {
    const queues = [await queue(), await queue(), await queue()];
    for (const { remove } of queues) await remove("robin");
    const ask = async () =>
      expect(await Promise.all(queues.map(({ id }) => deletedBy(reader, id)))).toEqual(
        queues.map(() => expect.stringMatching(/^ by Robin Meyer at /)),
      );
    expect(await asked(ask)).toBe(1);
  });

  test("in an organisation with many entries each object is asked about alone", async () => {
    const [first, second] = [await queue(), await queue()];
    for (const { remove } of [first, second]) await remove("robin");
    for (let n = 0; n < 300; n++) await as("script").ok("POST", "/api/v2/routing/skills", { name: `Skill ${n}` });
    expect(await asked(() => deletedBy(reader, first.id))).toBe(1);
    const ask = () =>
      Promise.all([first, second].map(async ({ id }) => expect(await deletedBy(reader, id)).toMatch(/Robin/)));
    expect(await asked(ask)).toBe(3);
  });

  test.each<[string, object]>([
    ["is broken", { error: { status: 500, code: "internal.server.error", message: "Oops" } }],
    ["refuses too many requests", { rateLimit: { retryAfter: 60 } }],
    ["resets the connection", { reset: "before" }],
    ["takes too long", { latency: { ms: 6000 } }],
    ["sends a gateway's page", { html: { status: 200 } }],
  ])("nobody is named where the platform %s, and it is not asked again", async (_, effect) => {
    const queues = [await queue(), await queue()];
    for (const { remove } of queues) await remove("robin");
    await organisation.client.addFaults({ faults: [{ when: { path: QUERY }, do: effect }] });
    for (const { id } of queues) expect(await deletedBy(reader, id)).toBe("");
    const [fault] = await organisation.client.faults();
    expect(fault?.happened).toBe(1);
  });

  test("nobody is named without the permission, and with an access token", async () => {
    const { id, remove } = await queue();
    await remove("robin");
    const blind = await clientOf("blind");
    expect(await asked(async () => expect(await deletedBy(blind, id)).toBe(""))).toBe(1);
    const withToken = await impatientClient(gateway, { credentials: { token: as("robin").token }, patience });
    expect(await asked(async () => expect(await deletedBy(withToken, id)).toBe(""))).toBe(0);
  });
});
