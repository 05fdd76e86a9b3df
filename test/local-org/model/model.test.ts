import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, storeFolder } from "../support/organisation.ts";
import { ServerProcess } from "../support/server-process.ts";
import { violations } from "./invariants.ts";
import { Model } from "./model.ts";
import { type Step, steps, take } from "./steps.ts";

const CLIENTS = ["local", "pipeline", "kim"];
const SEED = `
users: [{name: Kim Weber, email: kim@example.com}]
clients:
  - {id: local, secret: local}
  - {id: pipeline, secret: pipeline}
  - {id: kim, secret: kim, user: Kim Weber}
`;

const servers = [new ServerProcess(), new ServerProcess()] as const;

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end()));
  await endAll();
});

/** Takes the steps in a new organisation; leaves its file. */
async function run(sequence: readonly Step[]): Promise<string> {
  const folder = storeFolder();
  const served = { file: join(folder, "organisation.sqlite"), seed: join(folder, "organisation.yaml") };
  writeFileSync(served.seed, SEED);
  for (const server of servers) await server.serve(served);
  const apis = () =>
    Promise.all(
      servers.map(({ url }) => Promise.all(CLIENTS.map((client) => OrganisationClient.connect(url, client, client)))),
    );
  let clients = await apis();
  const pair = { model: new Model(), flowIds: new Map(), queueIds: new Map() };
  for (const step of sequence) {
    if (step.kind === "kill") {
      await servers[step.server as 0 | 1].restart();
      clients = await apis();
    }
    const api = clients[step.server]?.[step.client];
    if (api) await take(step, pair, api, CLIENTS[step.client] as string);
  }
  for (const server of [0, 1]) {
    const api = clients[server]?.[0];
    if (api) await take({ kind: "list", client: 0, server }, pair, api, "local");
  }
  return served.file;
}

test("three clients on two processes get the answers of a simple model", async () => {
  const property = fc.asyncProperty(steps({ length: 150, kills: false }), async (sequence) => {
    expect(violations(await run(sequence))).toEqual([]);
  });
  await fc.assert(property, {
    numRuns: Number(process.env["MODEL_RUNS"] ?? 25),
    endOnFailure: false,
    interruptAfterTimeLimit: 240_000,
  });
}, 300_000);

test("also when the processes are killed between the calls", async () => {
  const property = fc.asyncProperty(steps({ length: 60, kills: true }), async (sequence) => {
    expect(violations(await run(sequence))).toEqual([]);
  });
  await fc.assert(property, {
    numRuns: Number(process.env["MODEL_RUNS"] ?? 4),
    endOnFailure: true,
    interruptAfterTimeLimit: 240_000,
  });
}, 300_000);
