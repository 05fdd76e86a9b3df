import { contextOf } from "@genesys-flows/cli";
import { doctor } from "../../packages/flowctl/commands/doctor.ts";
import type { Check } from "../../packages/flowctl/doctor/check.ts";
import type { Machine } from "../../packages/flowctl/doctor/machine.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { makeProject, removeProjects, writeFiles } from "../project/harness.ts";
import { commandLine } from "./program.ts";

// What an update meets is in test/e2e/doctor.test.ts, with the engine. Here: what an update meets late, or not at all.

const seed = `organisation: {name: Region}
didPools: [{start: "+13175550100", end: "+13175550109"}]
roles:
  - {name: Publisher, permissions: ["architect:*"]}
clients:
  - {id: deploy, secret: deploy}
  - {id: publisher, secret: publisher, roles: [Publisher]}
  - {id: nobody, secret: nobody, permissions: ["directory:group:add"]}
`;

const project = {
  "Pulumi.yaml": "name: example\n",
  "flows/queues.yaml": "queues: {Sales: {}}\n",
  "flows/sales.yaml": `inboundCall: Sales
numbers: ["+13175550100", "+13175550101"]
onFault: {say: "Please call again.", then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Nobody can take your call.", then: bye}
  bye: {disconnect: {}}
`,
};

let organisation: ServedOrganisation;
const before = { ...process.env };

beforeEach(async () => {
  organisation = await new ServedOrganisation().start({ seedText: seed });
  useClient("deploy");
});

afterEach(async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith("GENESYSCLOUD_")) delete process.env[name];
  Object.assign(process.env, before);
  await organisation.close();
  removeProjects();
});

function useClient(id: string): void {
  process.env["GENESYSCLOUD_OAUTHCLIENT_ID"] = id;
  process.env["GENESYSCLOUD_OAUTHCLIENT_SECRET"] = id;
}

/** The project with a stack `test` on the organisation. */
function made(o: { config?: string; gateway?: { port: string } } = {}): string {
  const { region, organizationId, gateway } = organisation.remote;
  const used = JSON.stringify({ ...gateway, ...o.gateway });
  const config = `config:\n  genesyscloud:region: ${region}\n  genesyscloud:organizationId: ${organizationId}\n  genesyscloud:gateway: ${used}\n${o.config ?? ""}`;
  return makeProject({ ...project, "Pulumi.test.yaml": config });
}

interface Asked {
  readonly machine?: Machine;
  readonly now?: () => number;
}

async function ask(
  root: string,
  { machine, now }: Asked = {},
): Promise<{ code: number; of: ReadonlyMap<string, Check> }> {
  let out = "";
  const context = contextOf({ root, ...(machine && { machine }), out: (text) => (out += text), err: () => {} });
  const code = await doctor({ stack: "test", format: "json" }, context, now ? { now } : {});
  const { checks } = JSON.parse(out) as { checks: Check[] };
  return { code, of: new Map(checks.map((check) => [check.id, check])) };
}

/** The checks that are not ok, by id. */
function left(of: ReadonlyMap<string, Check>): Record<string, string> {
  return Object.fromEntries(
    [...of.values()].filter(({ result }) => result !== "ok").map(({ id, result }) => [id, result]),
  );
}

/** Without the scripts of the repository, nothing knows the state. */
const machineParts = { tools: "unknown", state: "unknown", lock: "unknown" };

test("a stack without problems: no flow is read, nothing is written, few requests", async () => {
  const { code, of } = await ask(made());
  expect({ code, left: left(of) }).toEqual({ code: 0, left: machineParts });
  const requests = await organisation.client.requests();
  const own = requests.filter(({ client }) => client === "deploy");
  expect(own.filter(({ path }) => path.startsWith("/api/v2/flows"))).toEqual([]);
  // A query of the audits is a POST that reads.
  expect(own.filter(({ method }) => method !== "GET").map(({ operation }) => operation)).toEqual([
    "postAuditsQueryRealtime",
  ]);
  expect(own.length).toBeLessThanOrEqual(12);
});

test("the text form ends with the answer", async () => {
  const root = made();
  const { code, out } = await commandLine(root, "doctor", "--stack", "test");
  expect(code).toBe(0);
  expect(out).toMatch(/^ok {7}organisation: Region \(.+\)$/m);
  expect(out).toMatch(/^ok {7}permissions: architect:flow:view, .*routing:queue:delete/m);
  expect(out.trimEnd().split("\n").at(-1)).toBe(
    "The stack test can be deployed: 0 problems, 0 warnings, 3 could not be tested.",
  );
});

test("permissions: a read tests what it can, the roles of the client the rest", async () => {
  useClient("publisher");
  const { code, of } = await ask(made());
  expect(code).toBe(1);
  expect(left(of)).toEqual({
    ...machineParts,
    ...Object.fromEntries(
      ["view", "add", "edit", "delete"].map((verb) => [`permission routing:queue:${verb}`, "problem"]),
    ),
    ...Object.fromEntries(
      ["view", "add", "edit", "delete"].map((verb) => [`permission routing:callRoute:${verb}`, "problem"]),
    ),
    // An update does without, and says that it did not compare the numbers.
    "permission telephony:plugin:all": "warning",
    "permission audits:audit:view": "warning",
    // Without it, the platform itself refuses the deletion of a queue in which conversations wait.
    "permission analytics:queueObservation:view": "warning",
    numbers: "unknown",
  });
  expect(of.get("permission routing:queue:view")?.text).toMatch(/^GET \/api\/v2\/routing\/queues returned 403 missing/);
  expect(of.get("permission routing:queue:add")?.text).toBe(
    "The OAuth client lacks this permission. It is needed for queues that the stack creates. Give the OAuth client a role with the permission " +
      "routing:queue:add in the division of the object (Admin > Integrations > OAuth, the client's roles; with a user's token, the user's " +
      "roles). The client's roles are Publisher.",
  );
});

test("permissions: what files name and only the organisation has, such as the integration of a data action", async () => {
  useClient("publisher");
  const folder = made();
  writeFiles(folder, {
    "flows/crm.yaml": `dataActions:
  CRM/Verify customer:
    input: {number: string}
    output: {isKnown: boolean}
    request: {method: GET, path: "/customers"}
queues:
  Orders: {division: Back Office}
`,
  });
  const { of } = await ask(folder);
  for (const name of ["integrations:integration:view", "authorization:division:view"])
    expect([name, of.get(`permission ${name}`)?.result]).toEqual([name, "problem"]);
});

test("permissions: a platform that does not show the roles leaves those that no read tests", async () => {
  await organisation.client.addFaults({
    faults: [{ when: { operation: "getAuthorizationSubjectsMe" }, do: { error: { status: 400 } } }],
  });
  const { code, of } = await ask(made());
  expect(code).toBe(0);
  expect(of.get("permission routing:queue:view")).toMatchObject({ result: "ok" });
  expect(of.get("permission architect:job:create")).toMatchObject({ result: "unknown" });
  expect(of.get("permission architect:job:create")?.text).toContain(
    "Give the OAuth client a role with the permission architect:job:create",
  );
});

test("numbers: of an IVR that leads nowhere, and of one whose flow is not looked at", async () => {
  await organisation.client.ok("POST", "/api/v2/architect/ivrs", { name: "Idle", dnis: ["+13175550100"] });
  const { code, of } = await ask(made());
  expect(code).toBe(1);
  expect(of.get("number +13175550100")).toMatchObject({ result: "problem" });
  expect(of.get("number +13175550100")?.text).toMatch(
    /^The number \+13175550100 is assigned to the IVR 'Idle' \(.+\), which routes to no flow\. An update does not take numbers/,
  );

  const [ivr] = (await organisation.client.ok("GET", "/api/v2/architect/ivrs")).entities;
  const machine: Machine = {
    report: async () => ({ checks: [], state: { ivrs: [ivr.id] } }),
    decrypted: async () => "",
    state: async () => undefined,
    releases: async () => ({ folder: "nowhere", releases: [], unreadable: [] }),
  };
  expect((await ask(made(), { machine })).code).toBe(0);
});

test.each([
  ["ahead of", 61_000, "warning"],
  ["behind", -61_000, "warning"],
  ["with", 1000, "ok"],
] as const)("a clock that is %s the platform's", async (word, skew, result) => {
  // The platform's dates have whole seconds.
  const { code, of } = await ask(made(), { now: () => Date.now() + skew + Math.sign(skew) * 1000 });
  expect(code).toBe(0);
  expect(of.get("clock")).toMatchObject({ result });
  if (result === "warning")
    expect(of.get("clock")?.text).toMatch(new RegExp(`^This machine's clock is \\d+ s ${word} the`));
});

test("without a connection, credentials are not said to be good", async () => {
  const gone = await new ServedOrganisation().start();
  const { port } = gone.server;
  await gone.close();
  const { code, of } = await ask(made({ gateway: { port: String(port) } }));
  expect(code).toBe(1);
  expect(left(of)).toMatchObject({ credentials: "skipped", connection: "problem", organisation: "skipped" });
});

test("a budget that is used up stops before the organisation is known", async () => {
  const { port } = await organisation.serve({ requestsPerMinute: 0 });
  const { code, of } = await ask(made({ gateway: { port: String(port) } }));
  expect(code).toBe(1);
  expect(of.get("budget")?.text).toMatch(/429 too\.many\.requests: .* sends too many requests\. Retry later\./);
  expect(left(of)).toEqual({
    ...machineParts,
    organisation: "skipped",
    budget: "problem",
    clock: "skipped",
    permissions: "skipped",
    numbers: "skipped",
  });
});

test("flows with mistakes are counted; the organisation is checked all the same", async () => {
  const root = made();
  writeFiles(root, { "flows/wrong.yaml": "inboundCall: Wrong\nstart: nowhere\nnodes: {}\n" });
  const { code, of } = await ask(root);
  expect(code).toBe(1);
  expect(of.get("flows")?.text).toMatch(
    /^The flows have \d+ errors?, including violations of mandatory rules\. List them: npm run flowctl -- check --stack test$/,
  );
  expect(of.get("organisation")).toMatchObject({ result: "ok" });
  expect(of.get("numbers")).toMatchObject({ result: "skipped" });
});

test("violations of mandatory rules are mistakes", async () => {
  const root = made();
  const silent = project["flows/sales.yaml"].replace("failure: sorry", "failure: bye").replace(/ {2}sorry: .*\n/, "");
  writeFiles(root, { "flows/sales.yaml": silent });
  const { code, of } = await ask(root);
  expect({ code, left: left(of) }).toEqual({ code: 1, left: { ...machineParts, flows: "problem" } });
});

test("a stack's file that is not YAML", async () => {
  const root = made();
  writeFiles(root, { "Pulumi.test.yaml": "config: [\n" });
  const { code, of } = await ask(root);
  expect(code).toBe(1);
  expect(of.get("config")).toMatchObject({ result: "problem", text: expect.stringContaining("Pulumi.test.yaml:") });
  expect(of.get("organisation")).toMatchObject({ result: "skipped" });
});

describe("encrypted config", () => {
  const encrypted = "  genesyscloud:oauthclientSecret:\n    secure: v1:abc:def\n";

  test("names the variable where only Pulumi can read it, in doctor and in other commands", async () => {
    delete process.env["GENESYSCLOUD_OAUTHCLIENT_SECRET"];
    const root = made({ config: encrypted });
    const text =
      "genesyscloud:oauthclientSecret is encrypted in Pulumi.test.yaml, and only Pulumi can read it. For this command, set GENESYSCLOUD_OAUTHCLIENT_SECRET in the environment.";
    const { code, of } = await ask(root);
    expect({ code, text: of.get("credentials")?.text }).toEqual({ code: 1, text });
    expect(await commandLine(root, "delete", "1f2e3d4c-0000-4000-8000-000000000000", "--stack", "test")).toEqual({
      code: 2,
      out: "",
      err: `${text}\n`,
    });
  });

  test("is not needed where the environment has the credentials", async () => {
    const { code } = await ask(made({ config: encrypted }));
    expect(code).toBe(0);
  });

  test("is decrypted by the machine, and its failure is a problem", async () => {
    delete process.env["GENESYSCLOUD_OAUTHCLIENT_SECRET"];
    const machine: Machine = {
      report: async () => ({ checks: [] }),
      decrypted: async () => "deploy",
      state: async () => undefined,
      releases: async () => ({ folder: "nowhere", releases: [], unreadable: [] }),
    };
    const root = made({ config: encrypted });
    expect((await ask(root, { machine })).code).toBe(0);
    const failing = { ...machine, decrypted: () => Promise.reject(new Error("incorrect passphrase")) };
    const { code, of } = await ask(root, { machine: failing });
    expect({ code, secrets: of.get("secrets")?.text }).toEqual({ code: 1, secrets: "incorrect passphrase" });
    expect(of.get("credentials")).toEqual({ id: "credentials", result: "skipped", text: "Not checked: see secrets." });
  });

  test("belongs to credentials only", async () => {
    const root = made({ config: "  genesyscloud:localSeed:\n    secure: v1:abc:def\n" });
    const { code, err } = await commandLine(root, "delete", "1f2e3d4c-0000-4000-8000-000000000000", "--stack", "test");
    expect(code).toBe(2);
    expect(err).toContain("genesyscloud:localSeed is encrypted in Pulumi.test.yaml");
    expect(err).toContain("set it again without --secret");
  });
});

test.each([
  [["--format", "yaml"], "Unknown format 'yaml'. The formats are: text, json."],
  [["--stack", "nowhere"], "There is no Pulumi.nowhere.yaml"],
])("wrong use %j", async (args, message) => {
  const { code, err } = await commandLine(made(), "doctor", "--stack", "test", ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test("e-mail addresses: a domain that neither the organisation has nor the project declares is a warning", async () => {
  const mail = `inboundEmail: Mail
emailAddresses: [help@example.com]
onFault: {then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: Sales, on: {failure: bye}}
  bye: {disconnect: {}}
`;
  const root = made();
  writeFiles(root, { "flows/mail.yaml": mail });
  const { of } = await ask(root);
  expect(of.get("e-mail address help@example.com")).toMatchObject({ result: "warning" });

  writeFiles(root, { "flows/domains.yaml": "emailDomains: {example.com: {}}\n" });
  const declared = (await ask(root)).of;
  expect(declared.get("e-mail addresses")).toMatchObject({ result: "ok" });
});
