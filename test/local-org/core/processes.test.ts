import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { startLocalOrganisation } from "@genesys-flows/local-org";
import { Organisation, SEED } from "../support/organisation.ts";
import { ServerProcess } from "../support/server-process.ts";

// Tokens pass between processes, so all of them must have one time.
const systemClock = { now: () => Date.now() };

// Processes are slow to start on a busy machine.
jest.setTimeout(60_000);

let organisation: Organisation;
const processes: ServerProcess[] = [];
beforeEach(() => {
  organisation = new Organisation();
  organisation.write("organisation.yaml", SEED);
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((server) => server.end()));
  await organisation.end();
});

async function serveInProcess(): Promise<ServerProcess> {
  const server = new ServerProcess();
  processes.push(server);
  await server.serve({ file: organisation.file, seed: join(organisation.folder, "organisation.yaml") });
  return server;
}

test("two processes that start at once create one organisation, and each sees the other's changes", async () => {
  const [a, b] = await Promise.all([serveInProcess(), serveInProcess()]);
  expect(a.organisationId).toBe(b.organisationId);
  await organisation.serve({ clock: systemClock });
  const token = await organisation.token();
  const queue = await organisation.call("POST", "/api/v2/routing/queues", {
    token,
    url: a.url,
    body: { name: "Shared" },
  });
  const read = await organisation.call("GET", queue.body.selfUri, { token, url: b.url });
  expect(read.body).toEqual(queue.body);
  const taken = await organisation.call("POST", "/api/v2/routing/queues", {
    token,
    url: b.url,
    body: { name: "shared" },
  });
  expect(taken.body.code).toBe("duplicate.name");
  const home = await organisation.call("GET", "/api/v2/authorization/divisions?name=Home", { token, url: b.url });
  expect(home.body.total).toBe(1);
});

test("many processes may open a new file at the same moment", async () => {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const workers = Array.from(
    { length: 3 },
    () => new Worker(join(import.meta.dirname, "open-worker.ts"), { workerData: gate }),
  );
  for (let round = 1; round <= 20; round++) {
    const file = join(organisation.folder, `race-${round}.sqlite`);
    const opened = workers.map((worker) => once(worker, "message"));
    for (const worker of workers) worker.postMessage({ round, file });
    const ids = (await Promise.all(opened)).map(([id]) => id as string);
    expect(ids).toEqual([ids[0], ids[0], ids[0]]);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
});

test("concurrent writes of two processes are all stored, with unique names", async () => {
  const [a, b] = await Promise.all([serveInProcess(), serveInProcess()]);
  await organisation.serve({ clock: systemClock });
  const token = await organisation.token();
  const post = (name: string, url: string) =>
    organisation.call("POST", "/api/v2/routing/queues", { token, url, body: { name } });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => [post(`q${index}`, a.url), post(`q${index}`, b.url)]).flat(),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(40);
  expect(answers.filter((answer) => answer.body.code === "duplicate.name")).toHaveLength(40);
  const { body } = await organisation.call("GET", "/api/v2/routing/queues?name=q*", { token });
  expect(body.total).toBe(40);
});

test("a process that is killed while it writes leaves a consistent file with every answered write", async () => {
  const server = await serveInProcess();
  const { url } = server;
  await organisation.serve({ clock: systemClock });
  const token = await organisation.token();
  const confirmed: string[] = [];
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let index = 0; ; index++) {
      const name = `w${writer}-${index}`;
      const answer = await organisation
        .call("POST", "/api/v2/routing/queues", { token, url, body: { name } })
        .catch(() => undefined);
      if (answer?.status !== 200) return;
      confirmed.push(name);
      if (confirmed.length === 60) void server.kill();
    }
  });
  await Promise.all(writers);
  const { body } = await organisation.call("GET", "/api/v2/routing/queues?name=w*&pageSize=500", { token });
  const names = new Set(body.entities.map((queue: { name: string }) => queue.name));
  expect(confirmed.filter((name) => !names.has(name))).toEqual([]);
  const database = new DatabaseSync(organisation.file);
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  database.close();
});

test("close ends a running request and leaves only the file", async () => {
  const server = await startLocalOrganisation({ file: organisation.file });
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n123");
  const closed = new Promise((resolve) => {
    socket.on("error", () => undefined).on("close", resolve); // a reset closes it too
  });
  await server.close();
  await closed;
  expect(readdirSync(organisation.folder).sort()).toEqual(["organisation.sqlite", "organisation.yaml"]);
});

test("a file of a newer version is refused, with what to do", async () => {
  await organisation.serve({ clock: systemClock });
  const database = new DatabaseSync(organisation.file);
  database.exec("UPDATE schema_version SET version = 99 WHERE service = 'queues'");
  database.close();
  await expect(organisation.serve()).rejects.toThrow(
    /was written by a newer version: its queues tables are at step 99, but this version knows only \d/,
  );
});
