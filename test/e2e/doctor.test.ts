import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { contextOf } from "@genesys-flows/cli";
import { neededPermissions } from "@genesys-flows/platform/permissions";
import { serverCertificate } from "../../packages/flowctl/commands/org/certificate.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { Dice } from "./faults/dice.ts";
import { callerOfErrorHandler, flows } from "./fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const NUMBER = "+13175550100";
const SECRET = "a-secret-of-the-client";
/** The client has what the documentation lists, and nothing else. */
const exact = neededPermissions({
  kinds: ["queue"],
  outside: [],
  declared: new Set(["queue"]),
  numbers: true,
  emailAddresses: false,
  forceUnlock: false,
});
const seed = `organisation: {name: Region}
didPools: [{start: "+13175550100", end: "+13175550109"}]
queues: [{name: Overflow}]
clients:
  - {id: deploy, secret: ${SECRET}, permissions: ${JSON.stringify(exact.map(({ name }) => name))}}
  - {id: reader, secret: ${SECRET}, permissions: ["architect:flow:*", "architect:dependencyTracking:view", "routing:*", "telephony:*"]}
`;

interface Check {
  readonly id: string;
  readonly result: string;
  readonly text: string;
}

/** What was changed before a case: config of the stack and environment, over those that work. */
interface Planted {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Case {
  /** The check that finds it. */
  readonly id: string;
  readonly result?: string;
  readonly command?: "preview" | "up";
  /** The part of its text that is the update's. Default: all of it. */
  readonly part?: RegExp;
  plant(): Planted | Promise<Planted>;
  undo?(): void | Promise<void>;
}

/** Issue 17: what `doctor` finds is what an update would meet. Each failure is planted, and both texts are compared. */
describe("doctor", () => {
  let workspace: Workspace;
  const region = new ServedOrganisation();
  const other = new ServedOrganisation();

  beforeAll(async () => {
    await Promise.all([region.start({ seedText: seed }), other.start({ seedText: seed })]);
    workspace = await createWorkspace({
      stack: "test",
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "queues.yaml": "queues: {Sales: {description: Callers who want to buy}}\n",
        "inbound/overflow.yaml": `inboundCall: Overflow
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: {queue: Overflow}, on: {failure: sorry}}
  sorry: {playAudio: "We cannot take your call. Goodbye.", then: bye}
  bye: {disconnect: {}}
`,
        "inbound/complaints.yaml": callerOfErrorHandler("Complaints").replace("\n", `\nnumbers: ["${NUMBER}"]\n`),
      },
      organisation: "organisation: {name: Unused}\n",
      config: configured(region),
    });
  });

  afterAll(async () => {
    await workspace?.dispose();
    await Promise.all([region.close(), other.close()]);
  });

  const cases: Record<string, Case> = {
    "a region that does not exist": {
      id: "region",
      plant: () => ({ config: { "genesyscloud:region": "eu-centrl-1", "genesyscloud:gateway": undefined } }),
    },
    "no credentials": {
      id: "credentials",
      plant: () => ({ env: { GENESYSCLOUD_OAUTHCLIENT_ID: "", GENESYSCLOUD_OAUTHCLIENT_SECRET: "" } }),
    },
    "a wrong secret": {
      id: "credentials",
      plant: () => ({ env: { GENESYSCLOUD_OAUTHCLIENT_SECRET: "another" } }),
    },
    "the id of another organisation": {
      id: "organisation",
      plant: () => ({ config: { "genesyscloud:organizationId": other.organisationId } }),
    },
    "no id of an organisation": {
      id: "organisation",
      plant: () => ({ config: { "genesyscloud:organizationId": undefined } }),
    },
    "a host that does not answer": {
      id: "connection",
      plant: async () => {
        const gone = await new ServedOrganisation().start();
        const { gateway } = gone.remote;
        await gone.close();
        return { config: { "genesyscloud:gateway": gateway } };
      },
    },
    "a certificate that is not trusted": {
      id: "connection",
      plant: async () => {
        const context = contextOf({ root: workspace.root, out: () => {}, err: () => {} });
        const { cert, key } = serverCertificate({}, context);
        const { port } = await region.serve({ tls: { cert, key } });
        const gateway = { protocol: "https", host: "127.0.0.1", port: String(port) };
        return { config: { "genesyscloud:gateway": gateway } };
      },
    },
    "a permission that no read tests": {
      id: "permission architect:job:create",
      command: "up",
      part: /Give the OAuth client a role with the permission architect:job:create .*?\)\./,
      plant: () => ({ env: { GENESYSCLOUD_OAUTHCLIENT_ID: "reader" } }),
    },
    "a number in no DID pool": {
      id: "number +13175550999",
      result: "warning",
      plant: () => {
        workspace.edit("flows/inbound/complaints.yaml", NUMBER, "+13175550999");
        return {};
      },
      undo: () => workspace.edit("flows/inbound/complaints.yaml", "+13175550999", NUMBER),
    },
    "levels that do not exist": {
      id: "levels",
      plant: () => ({ config: { "genesys-flows:policyLevels": "nowhere" } }),
    },
    "an entry that the config of flows does not have": {
      id: "config",
      // Without the caret frame, which a report leaves out.
      part: /Pulumi\.test\.yaml:.* is not known\./,
      plant: () => ({ config: { "genesys-flows:flowDir": "elsewhere" } }),
    },
    "a setting of the provider with a wrong value": {
      id: "config",
      part: /genesyscloud:tokenPoolSize is .*/,
      plant: () => ({ config: { "genesyscloud:tokenPoolSize": 99 } }),
    },
    "the lock of another machine": {
      id: "lock",
      command: "up",
      plant: () => {
        mkdirSync(locks(), { recursive: true });
        const lock = { pid: 4711, username: "ann", hostname: "build-7", timestamp: "2026-01-02T03:04:05Z" };
        writeFileSync(path.join(locks(), "lock.json"), JSON.stringify(lock));
        return {};
      },
      undo: () => rmSync(locks(), { recursive: true }),
    },
    "a state that does not exist": {
      id: "state",
      plant: () => ({ env: { PULUMI_BACKEND_URL: `file://${workspace.path(".empty")}` } }),
    },
    "another passphrase": {
      id: "passphrase",
      plant: () => ({ env: { PULUMI_CONFIG_PASSPHRASE: "another" } }),
    },
  };

  // Six of them by a seed; `FAULTS=all npm test -- test/e2e/doctor.test.ts` runs each.
  const day = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
  const dice = new Dice(day);
  const all = Object.entries(cases);
  const chosen =
    process.env["FAULTS"] === "all" ? all : [...new Set(Array.from({ length: 20 }, () => dice.one(all)))].slice(0, 6);

  test.each(chosen)(`%s: as the update says it (FAULTS_SEED=${day})`, async (_, planted) => {
    const { config, env } = await planted.plant();
    workspace.configure({ ...configured(region), ...config }, "test");
    try {
      const { checks, code } = await doctor(env);
      const update = await workspace.script("pulumi", commandOf(planted), { env: { ...client, ...env } });

      const found = checks.find(({ id }) => id === planted.id);
      expect(found).toMatchObject({ id: planted.id, result: planted.result ?? "problem" });
      const [part] = (planted.part ?? /[\s\S]+/).exec(found?.text ?? "") ?? ["(the text has no such part)"];
      expect(plain(update.output)).toContain(plain(part));
      expect(code).toBe(planted.result === "warning" ? 0 : 1);
      expect(update.code === 0).toBe(planted.result === "warning");
    } finally {
      await planted.undo?.();
      workspace.configure(configured(region), "test");
    }
  });

  test("a client that may not read audits: a warning with what is missing then", async () => {
    const { checks } = await doctor({ GENESYSCLOUD_OAUTHCLIENT_ID: "reader" });
    expect(checks.find(({ id }) => id === "permission audits:audit:view")).toMatchObject({
      result: "warning",
      text: expect.stringMatching(
        /403 .*audits:audit:view.* The permission is needed for reporting who changed or deleted something/s,
      ),
    });
  });

  test("after a deployment: no problem, then an organisation that is not the state's", async () => {
    const up = await workspace.script("pulumi", ["up", "--yes", "--stack", "test"], { env: client });
    expect(up).toMatchObject({ code: 0 });
    const before = (await region.client.requests()).at(-1)?.seq ?? 0;

    const { checks, code } = await doctor();

    expect(checks.filter(({ result }) => result !== "ok")).toEqual([]);
    expect(code).toBe(0);
    const requests = await region.client.requests(before);
    expect(requests.filter(({ path }) => /^\/api\/v2\/flows(?!\/(outcomes|milestones))/.test(path))).toEqual([]);
    const reads = ["/oauth/token", "/api/v2/audits/query/realtime"];
    expect(requests.filter(({ method, path }) => method !== "GET" && !reads.includes(path))).toEqual([]);

    // A backend that only the Pulumi CLI can read.
    const byCli = await doctor({ PULUMI_BACKEND_URL: "file://./.state" });
    expect(byCli.checks.filter(({ result }) => result !== "ok")).toEqual([]);

    workspace.configure({ ...configured(other), "genesyscloud:organizationId": other.organisationId }, "test");
    workspace.edit("flows/inbound/complaints.yaml", /say: "[^"]*"/, 'say: "Changed."');
    const elsewhere = await doctor();
    const update = await workspace.script("pulumi", ["preview", "--stack", "test"], { env: client });

    const found = elsewhere.checks.find(({ id }) => id === "organisation");
    expect(found).toMatchObject({ result: "problem" });
    expect(plain(update.output)).toContain(plain(found?.text ?? "(none)"));
  });

  const client = { GENESYSCLOUD_OAUTHCLIENT_ID: "deploy", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };

  async function doctor(env: Readonly<Record<string, string>> = {}): Promise<{ checks: Check[]; code: number | null }> {
    const args = ["doctor", "--stack", "test", "--format", "json"];
    const { stdout, code, output } = await workspace.script("flowctl", args, { env: { ...client, ...env } });
    if (stdout === "") throw new Error(output);
    return { checks: (JSON.parse(stdout) as { checks: Check[] }).checks, code };
  }

  function locks(): string {
    return path.join(workspace.backend, ".pulumi/locks/organization/genesys-flows/test");
  }
});

function configured({ remote }: ServedOrganisation): Record<string, unknown> {
  return {
    "genesyscloud:region": remote.region,
    "genesyscloud:organizationId": remote.organizationId,
    "genesyscloud:gateway": remote.gateway,
  };
}

function commandOf({ command = "preview" }: Case): string[] {
  return [command, "--stack", "test", ...(command === "up" ? ["--yes"] : [])];
}

/** A text without its line breaks, and without what differs from request to request. */
function plain(text: string): string {
  return text.replace(/\(correlation id [^)]*\)/g, "").replace(/\s+/g, "");
}
