import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startLocalOrganisation } from "@genesys-flows/local-org";
import { OrganisationClient } from "../../harness/organisation-client.ts";
import { callOf, greeter, inbound, SEED } from "../flows/documents.ts";
import { endAll, storeFolder } from "../support/organisation.ts";
import { ServerProcess } from "../support/server-process.ts";
import { violations } from "./invariants.ts";

jest.setTimeout(120_000); // processes are started and killed

const servers: ServerProcess[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.end()));
  await endAll();
});

function newServer(): ServerProcess {
  const server = new ServerProcess();
  servers.push(server);
  return server;
}

function newStore(): { file: string; seed: string } {
  const folder = storeFolder();
  const served = { file: join(folder, "organisation.sqlite"), seed: join(folder, "organisation.yaml") };
  writeFileSync(served.seed, SEED);
  return served;
}

/** What a publish leaves in all places together: versions, jobs, snapshots. */
async function state(api: OrganisationClient) {
  const { entities } = await api.ok("GET", "/api/v2/flows?sortBy=name");
  return Promise.all(
    entities.map(async (flow: { id: string; name: string; publishedVersion?: { id: string } }) => {
      const version = flow.publishedVersion?.id ?? "";
      const versions = (await api.ok("GET", `/api/v2/flows/${flow.id}/versions`)).total;
      return `${flow.name} ${version} of ${versions}: ${(await api.uses(flow.id, version)).join(", ")}`;
    }),
  );
}

describe("a process that is killed in a publish", () => {
  test.each([
    ["before", "Main 1.0 of 1: COMMONMODULEFLOW Greeter 1.0", "Registered"],
    ["during", "Main 1.0 of 1: COMMONMODULEFLOW Greeter 1.0", "Registered"],
    ["after", "Main 2.0 of 2: COMMONMODULEFLOW Greeter 2.0", "Success"],
  ])("%s its effect leaves all of it or nothing", async (moment, expected, status) => {
    const served = newStore();
    const server = newServer();
    await server.serve(served);
    let api = await OrganisationClient.connect(server.url);
    await api.published(greeter());
    await api.published(inbound("Main", [callOf()]));
    await api.published(greeter({ say: "Hello." }));
    await fetch(`${server.url}/_local/faults`, {
      method: "POST",
      body: JSON.stringify({ faults: [{ when: { operation: "putFlowUpload" }, times: 1, do: { crash: moment } }] }),
    });
    const job = await api.ok("POST", "/api/v2/flows/jobs");
    const upload = { method: "PUT", headers: job.headers, body: inbound("Main", [callOf()]) };
    await expect(fetch(job.presignedUrl, upload)).rejects.toThrow();
    await server.restart();

    expect(violations(served.file)).toEqual([]);
    api = await OrganisationClient.connect(server.url);
    expect(await state(api)).toEqual([expect.stringContaining("Greeter 2.0 of 2"), expected]);
    expect((await api.job(job.id)).status).toBe(status);
    const repeated = new URL(job.presignedUrl);
    const again = await fetch(`${server.url}${repeated.pathname}${repeated.search}`, upload);
    expect(again.status).toBe(200);
    expect((await state(api))[1]).toBe("Main 2.0 of 2: COMMONMODULEFLOW Greeter 2.0");
  });
});

test("everything that was answered is stored, whenever a process is killed", async () => {
  const served = newStore();
  const [killed, other] = [newServer(), newServer()];
  await killed.serve(served);
  await other.serve(served);
  const answered = new Map<string, number>();
  for (const round of [1, 2, 3]) {
    const clients = await Promise.all(
      [killed.url, killed.url, other.url].map((url) => OrganisationClient.connect(url)),
    );
    let atRisk = 0;
    const publishing = clients.map(async (api, index) => {
      for (let turn = 0; turn < 8 * round; turn++) {
        const name = `Flow ${turn % 2}`;
        const version = await publishedVersion(api, name);
        if (version === undefined) return;
        answered.set(name, Math.max(answered.get(name) ?? 0, version));
        if (index < 2 && ++atRisk === 5 * round) void killed.kill();
      }
    });
    await Promise.all(publishing);
    await killed.restart();
    expect(violations(served.file)).toEqual([]);
  }
  const api = await OrganisationClient.connect(other.url);
  for (const [name, version] of answered) {
    const [flow] = (await api.ok("GET", `/api/v2/flows?name=${encodeURIComponent(name)}`)).entities;
    expect(Number.parseInt(flow.publishedVersion.id, 10)).toBeGreaterThanOrEqual(version);
  }
  expect(answered.size).toBe(2);
});

/** Publishes; undefined when the connection broke. */
async function publishedVersion(api: OrganisationClient, name: string): Promise<number | undefined> {
  try {
    const flow = await api.published(inbound(name));
    return Number.parseInt(flow.publishedVersion.id, 10);
  } catch (error) {
    if ((error as Error).message === "fetch failed") return undefined;
    throw error;
  }
}

describe("a file of the first schema", () => {
  const dump = readFileSync(join(import.meta.dirname, "first-schema.sql"), "utf8");

  function oldStore(): string {
    const { file } = newStore();
    const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
    database.exec(dump);
    database.close();
    return file;
  }

  test("is migrated with its content", async () => {
    const file = oldStore();
    const server = newServer();
    await server.serve({ file, seed: newStore().seed });
    expect(violations(file)).toEqual([]);
    const api = await OrganisationClient.connect(server.url);
    expect(await state(api)).toEqual([
      "Greeter 2.0 of 2: ",
      "Main 1.0 of 2: COMMONMODULEFLOW Greeter 1.0, QUEUE Sales",
    ]);
    const { entities } = await api.ok("GET", "/api/v2/flows?sortBy=name");
    const main = entities[1];
    expect(main).toMatchObject({ lockedUser: { name: "Robin Meyer" }, savedVersion: { id: "2.0", type: "SAVE" } });
    const { id: history } = await api.ok("POST", `/api/v2/flows/${main.id}/history`);
    expect((await api.ok("GET", `/api/v2/flows/${main.id}/history/${history}`)).entities).toMatchObject([
      { action: "SAVE", version: "2.0", user: { name: "Robin Meyer" } },
      { action: "PUBLISH", version: "1.0" },
    ]);
    expect((await api.ok("GET", "/api/v2/architect/ivrs")).entities).toMatchObject([
      { name: "Hotline", dnis: ["+13175550100"], openHoursFlow: { id: main.id } },
    ]);
    expect(await api.call("DELETE", `/api/v2/flows/${main.id}`)).toMatchObject({ status: 405 });
    await api.ok("POST", `/api/v2/flows/actions/unlock?flow=${main.id}`);
    const published = await api.published(inbound("Main", [callOf()]));
    expect(published.publishedVersion.id).toBe("3.0");
    expect(await (await fetch(`${server.url}/_local/faults`)).json()).toEqual({ entities: [] });
  });

  test("is migrated once, by the first process", async () => {
    const file = oldStore();
    const { seed } = newStore();
    const opened = await Promise.all([1, 2, 3].map(() => startLocalOrganisation({ file, seed })));
    await Promise.all(opened.map((organisation) => organisation.close()));
    const database = new DatabaseSync(file);
    expect(database.prepare("SELECT count(*) AS count FROM flowHistory").get()).toEqual({ count: 4 });
    database.close();
    expect(violations(file)).toEqual([]);
  });
});
