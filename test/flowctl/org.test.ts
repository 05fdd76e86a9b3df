import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { contextOf } from "@genesys-flows/cli";
import { commands } from "../../packages/flowctl/commands.ts";
import { UsageError } from "../../packages/flowctl/context.ts";
import { OrganisationClient } from "../harness/organisation-client.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { callOf, greeter, inbound } from "../local-org/flows/documents.ts";
import { makeProject, removeProjects } from "../project/harness.ts";

const FILE = ".genesys/orgs/example-dev.sqlite";
const organisations: ServedOrganisation[] = [];
const processes: { end(): Promise<unknown> }[] = [];
/** Timeout of tests that start a process, on a busy machine. */
const PATIENTLY = 60_000;

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.end()));
  await Promise.all(organisations.splice(0).map((organisation) => organisation.close()));
  removeProjects();
});

const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
  "Pulumi.shared.yaml": "config:\n  genesyscloud:region: local\n  genesyscloud:localOrganisation: shared.sqlite\n",
  "Pulumi.prod.yaml": "config:\n  genesyscloud:region: eu-central-1\n",
  "local/organisation.yaml": "organisation: {name: Test}\nqueues: [{name: Enquiries}]\n",
};

/** One command in this process: what it prints and its exit code. */
async function flowctl(root: string, command: string, ...args: string[]) {
  let out = "";
  let err = "";
  const context = contextOf({
    root,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  const row = commands.find(({ usage }) => usage.startsWith(`org ${command}`));
  if (!row) throw new Error(`There is no command org ${command}.`);
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stack: { type: "string", default: "dev" },
      ...Object.fromEntries(
        ["file", "last", "port", "cert", "key", "client", "secret"].map((name) => [name, { type: "string" as const }]),
      ),
    },
  });
  const [, argument] = /[<[](\w+)/.exec(row.usage) ?? [];
  const given = { ...values, ...(argument !== undefined && { [argument]: positionals[0] }) };
  const run = await row.load();
  const code = await run(given as never, context).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    err += error.message;
    return 2;
  });
  return { code, out, err };
}

/** A project with an organisation that is in use: a module, a caller that holds its first version, a second version. */
async function inUse(): Promise<{ root: string; client: OrganisationClient; server: ServedOrganisation["server"] }> {
  const root = makeProject(files);
  await flowctl(root, "seed");
  const organisation = new ServedOrganisation({ file: join(root, FILE) });
  organisations.push(organisation);
  const { client, server } = await organisation.start();
  await client.published(greeter());
  await client.published(inbound('"Sales: night"', [callOf()]));
  await client.published(greeter({ say: "Good day." }));
  return { root, client, server };
}

const names = async (client: OrganisationClient): Promise<string[]> =>
  (await client.ok("GET", "/api/v2/flows?sortBy=name")).entities.map((flow: { name: string }) => flow.name);

test("status shows the content and the stale callers", async () => {
  const { root, client, server } = await inUse();
  await client.ok(
    "POST",
    `/api/v2/flows/actions/checkout?flow=${(await client.ok("GET", "/api/v2/flows?name=Greeter")).entities[0].id}`,
  );
  const { code, out, err } = await flowctl(root, "status");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(
    out
      .replace(/last at .*/, "last at NOW")
      .replace(/[\d.]+ MB/, "N MB")
      .replace(/requests: \d+/, "requests: N"),
  ).toBe(
    [
      `Test (${server.organisationId})`,
      `file: ${FILE}, N MB`,
      "flows: 2 (1 common module, 1 inbound call flow)",
      "stale callers: 1",
      "  Sales: night holds version 1.0 of Greeter; version 2.0 is published",
      "locked: 1",
      "  Greeter by Local client",
      "requests: N, the last at NOW",
      "",
    ].join("\n"),
  );
});

test("a snapshot of an organisation in use is restored into it while it is in use", async () => {
  const { root, client } = await inUse();
  expect(await flowctl(root, "snapshot", "before.sqlite")).toEqual({ code: 0, out: "before.sqlite\n", err: "" });
  const copy = readFileSync(join(root, "before.sqlite"));
  await client.published(inbound("Later"));
  expect(await names(client)).toEqual(["Greeter", "Later", "Sales: night"]);

  const { code, out, err } = await flowctl(root, "restore", "before.sqlite");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(await names(client)).toEqual(["Greeter", "Sales: night"]);
  await client.published(inbound("Even later"));
  expect(readFileSync(join(root, "before.sqlite")).equals(copy)).toBe(true);

  const kept = /The old content is in (.*)/.exec(out)?.[1] as string;
  await flowctl(root, "restore", kept);
  expect(await names(client)).toEqual(["Greeter", "Later", "Sales: night"]);
  expect(readdirSync(join(root, ".genesys/orgs")).filter((name) => name.startsWith(".copy"))).toEqual([]);
});

test("reset leaves the content of the seed, the id and a snapshot", async () => {
  const { root, server } = await inUse();
  const { code, out, err } = await flowctl(root, "reset");
  expect(code).toBe(0);
  expect(err).toMatch(/npm run pulumi -- refresh/);
  const client = await OrganisationClient.connect(server.url);
  expect(await names(client)).toEqual([]);
  expect((await client.ok("GET", "/api/v2/routing/queues")).entities).toMatchObject([{ name: "Enquiries" }]);
  expect((await client.ok("GET", "/api/v2/organizations/me")).id).toBe(server.organisationId);
  await flowctl(root, "restore", /The old content is in (.*)/.exec(out)?.[1] as string);
  expect(await names(await OrganisationClient.connect(server.url))).toEqual(["Greeter", "Sales: night"]);
});

test("restoring another organisation says that stacks will refuse it", async () => {
  const { root } = await inUse();
  await flowctl(root, "seed", "--file", "other.sqlite");
  const { code, err } = await flowctl(root, "restore", "other.sqlite");
  expect(code).toBe(0);
  expect(err).toMatch(/^This organisation is different from the previous one/);
});

test("export writes each published version under a name that files can have", async () => {
  const { root, client } = await inUse();
  const { code, out } = await flowctl(root, "export", "exports");
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toEqual([
    "exports/commonModule/Greeter_v2-0.yaml",
    "exports/inboundCall/Sales_ night_v1-0.yaml",
  ]);
  const flow = (await client.ok("GET", "/api/v2/flows?type=commonmodule")).entities[0];
  expect(readFileSync(join(root, "exports/commonModule/Greeter_v2-0.yaml"), "utf8")).toBe(
    await client.exported(flow.id),
  );
});

test("log lists requests, the last ones when asked", async () => {
  const { root, client } = await inUse();
  await client.call("GET", "/api/v2/flows/none");
  const { out } = await flowctl(root, "log", "--last", "1");
  expect(out).toMatch(
    /^\d{4}-\d\d-\d\dT[\d:.]+Z GET {4}404 +[\d.]+ ms \/api\/v2\/flows\/none {2}# Could not find flow with specified ID\.\n$/,
  );
  expect((await flowctl(root, "log")).out.split("\n").length).toBeGreaterThan(5);
  expect((await flowctl(root, "log", "--last", "0")).out).toBe("");
});

test(
  "log --follow prints new requests until it is ended",
  async () => {
    const { root, client } = await inUse();
    const process = started(root, "log", "--last", "0", "--follow");
    const first = process.line();
    await client.ok("GET", "/api/v2/organizations/me");
    // Requests from before the log was opened do not count, so send some until one is shown.
    const again = setInterval(() => void client.call("GET", "/api/v2/organizations/me"), 200);
    expect(await first.finally(() => clearInterval(again))).toMatch(/GET {4}200 .* \/api\/v2\/organizations\/me$/);
    expect(await process.end()).toBe(0);
  },
  PATIENTLY,
);

test(
  "serve prints the address, answers, and ends with Ctrl-C",
  async () => {
    const root = makeProject(files);
    const process = started(root, "serve", "--port", "0", "--stack", "shared");
    const url = await process.line();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect((await flowctl(root, "serve", "--port", new URL(url).port)).err).toMatch(
      /^The port \d+ is in use\. Choose another/,
    );
    expect(await process.end()).toBe(0);
    expect(existsSync(join(root, "shared.sqlite"))).toBe(true);
  },
  PATIENTLY,
);

describe("wrong use is explained, with exit code 2", () => {
  const cases: [name: string, args: string[], says: RegExp][] = [
    [
      "no organisation yet",
      ["status"],
      /^The organisation \.genesys\/orgs\/example-dev\.sqlite does not exist yet\. Deploy to it with npm start, or create it/,
    ],
    ["a stack on a real organisation", ["log", "--stack", "prod"], /^The stack prod runs on a real organisation/],
    ["an invalid name of a stack", ["status", "--stack", "../x"], /^'\.\.\/x' is not a valid stack name/],
    ["no port", ["serve", "--port", "many"], /^many is not a port/],
    ["a certificate without its key", ["serve", "--port", "0", "--cert", "a.pem"], /^--cert and --key belong together/],
    ["a secret without a client", ["serve", "--port", "0", "--secret", "s"], /^--secret needs --client/],
    [
      "no certificate",
      ["serve", "--port", "0", "--cert", "gone.pem", "--key", "gone.key"],
      /^gone\.pem cannot be read: ENOENT/,
    ],
    [
      "a certificate that is something else",
      ["serve", "--port", "0", "--cert", "Pulumi.yaml", "--key", "Pulumi.yaml"],
      /^The certificate and its key cannot be used: /,
    ],
    ["no snapshot", ["restore", "gone.sqlite"], /^The snapshot .*gone\.sqlite does not exist\./],
    [
      "a snapshot that is something else",
      ["restore", "Pulumi.yaml"],
      /Pulumi\.yaml cannot be copied: file is not a database/,
    ],
    ["a store that is something else", ["status", "--file", "Pulumi.yaml"], /Pulumi\.yaml cannot be opened/],
    ["no number", ["log", "--file", "Pulumi.yaml", "--last", "few"], /^--last few/],
  ];
  test.each(cases)("%s", async (_name, args, says) => {
    const root = makeProject(files);
    const [command = "", ...rest] = args;
    const { code, out, err } = await flowctl(root, command, ...rest);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(says);
    expect(existsSync(join(root, FILE))).toBe(false);
  });

  test("an empty file is not made an organisation", async () => {
    const root = makeProject(files);
    writeFileSync(join(root, "empty.sqlite"), "");
    expect((await flowctl(root, "restore", "empty.sqlite")).err).toMatch(/it is not an organisation/);
  });
});

/** A command line in a process of its own. */
function started(root: string, ...args: string[]) {
  const main = join(import.meta.dirname, "../../packages/flowctl/main.ts");
  const child = spawn(process.execPath, [main, "org", ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", resolve);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const made = {
    async line(): Promise<string> {
      const { value, done } = await lines.next();
      if (done) throw new Error(`ended without a line: ${complaint}`);
      return value as string;
    },
    end(): Promise<number | null> {
      child.kill("SIGINT");
      return ended;
    },
  };
  processes.push(made);
  return made;
}

test("an absolute localOrganisation is the file itself", async () => {
  const root = makeProject(files);
  const file = join(makeProject({}), "elsewhere.sqlite");
  writeFileSync(
    join(root, "Pulumi.shared.yaml"),
    `config:\n  genesyscloud:region: local\n  genesyscloud:localOrganisation: ${file}\n`,
  );
  expect((await flowctl(root, "seed", "--stack", "shared")).code).toBe(0);
  expect(existsSync(file)).toBe(true);
  expect((await flowctl(root, "status", "--stack", "shared")).code).toBe(0);
  expect(readdirSync(root).sort()).toEqual([...new Set(Object.keys(files).map((name) => name.split("/")[0]))].sort());
});
