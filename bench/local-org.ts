import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, type Ask, type Load, load, loadOf, logIn, publish, send } from "./local-org-load.ts";
import type { Order, Report } from "./local-org-server.ts";
import { beyond, median, table } from "./measure.ts";

/**
 * How fast the embedded organisation responds, compared with a bare `node:http` route in the same process that returns
 * the same bytes; whether publishing gets slower as versions pile up; whether memory grows. Exits non-zero when a bound
 * is exceeded.
 */
const CLIENTS = [1, 8, 32] as const;
const READ_BOUND = 3;
/** For a response that must be built, because the flow that is read, or a listed one, was published just before. */
const CHANGED_BOUND = 4;
const GROWTH_BOUND = 1.5;
/** Bytes by which the heap may grow or shrink over 10,000 requests. */
const MEMORY_BOUND = 4 * 1024 * 1024;
const LISTED = 500;
const PUBLISHES = 2_000;
const SOAK = 10_000;

const folder = mkdtempSync(join(tmpdir(), "bench-local-org-"));
const child = fork(join(import.meta.dirname, "local-org-server.ts"), [join(folder, "organisation.sqlite")], {
  execArgv: ["--expose-gc", "--disable-warning=ExperimentalWarning"],
});
try {
  const { ready } = (await report()) as Extract<Report, { ready: unknown }>;
  const agent = new Agent({ keepAlive: true });
  const own = await logIn(agent, ready.organisation);
  const askBy =
    (by: Agent, port = ready.organisation): Ask =>
    (method, path, body, headers = own) =>
      send(by, { port, method, path, headers, ...(body !== undefined && { body }) });
  const ports = Object.entries({ of: ready.organisation, bare: ready.bare }) as ["of" | "bare", number][];

  let flowId = "";
  for (let n = 0; n < LISTED; n += 1) flowId = await publish(askBy(agent), flow(`Flow ${n}`, 0));

  const rows: string[][] = [];
  const reads: [string, string, number][] = [
    ["GET /flows/{id}", `/api/v2/flows/${flowId}`, 4_000],
    [`GET /flows, ${LISTED} of them`, `/api/v2/flows?pageSize=${LISTED}`, 200],
  ];
  for (const [name, path, times] of reads) {
    await order({ bare: bytesOf(await askBy(agent)("GET", path)) });
    await afterChanges(name, path);
    for (const clients of CLIENTS) {
      const measured = { of: [] as Load[], bare: [] as Load[] };
      for (let round = 0; round < 5; round += 1) {
        const share = Math.ceil(times / 5);
        for (const [key, port] of ports) {
          const work = (by: Agent) => askBy(by, port)("GET", path);
          measured[key].push(await load({ clients, times: share, work }));
        }
      }
      const [of, bare] = [best(measured.of), best(measured.bare)];
      compared(name, clients, { of, bare, ratio: bare.perSecond / of.perSecond, bound: READ_BOUND });
    }
  }
  async function afterChanges(name: string, path: string): Promise<void> {
    const measured = { of: [] as Load[], bare: [] as Load[] };
    for (let round = 0; round < 5; round += 1) {
      const taken = { of: [] as number[], bare: [] as number[] };
      for (let n = 0; n < 20; n += 1) {
        await publish(askBy(agent), flow(`Flow ${LISTED - 1}`, round * 20 + n + 1));
        for (const [key, port] of ports) {
          const started = performance.now();
          await askBy(agent, port)("GET", path);
          taken[key].push(performance.now() - started);
        }
      }
      measured.of.push(loadOf(taken.of));
      measured.bare.push(loadOf(taken.bare));
    }
    const [of, bare] = [best(measured.of), best(measured.bare)];
    compared(`${name}, after a change`, 1, { of, bare, ratio: of.p50 / bare.p50, bound: CHANGED_BOUND });
  }
  function compared(name: string, clients: number, o: { of: Load; bare: Load; ratio: number; bound: number }): void {
    rows.push([name, String(clients), ...shown(o.of), ...shown(o.bare), `${o.ratio.toFixed(2)}x`]);
    if (o.ratio > o.bound) beyond(`${name} with ${clients} clients: ${o.ratio.toFixed(2)}x of the floor`);
  }
  for (const clients of CLIENTS) {
    const work = (by: Agent, n: number) => publish(askBy(by), flow(`Flow ${n % LISTED}`, 1));
    rows.push(["publish job, 3 calls", String(clients), ...shown(await load({ clients, times: 150, work }))]);
  }
  table(["operation", "clients", "req/s", "p50 ms", "p99 ms", "bare req/s", "p50 ms", "p99 ms", "ratio"], rows);

  const soaked = async (): Promise<Extract<Report, { memory: unknown }>["memory"]> => {
    const paths = [`flows/${flowId}`, "flows?pageSize=25", "routing/queues", "flows/none"];
    const work = (by: Agent, n: number) =>
      askBy(by)("GET", `/api/v2/${paths[n % paths.length]}`).catch((error: Error) => {
        if (!error.message.includes(": 404 ")) throw error;
      });
    await load({ clients: 8, times: SOAK, work });
    await order({ bare: { headers: {}, body: "" } });
    return ((await order({ memory: true })) as Extract<Report, { memory: unknown }>).memory;
  };
  const [before, after] = [await soaked(), await soaked()];
  const growth = after.heap - before.heap;
  table(
    ["memory", "before", `after ${SOAK} requests`, "growth"],
    [
      ["heap and buffers, MB", mb(before.heap), mb(after.heap), mb(growth)],
      ["resident, MB", mb(before.resident), mb(after.resident), mb(after.resident - before.resident)],
    ],
  );
  if (growth > MEMORY_BOUND) beyond(`memory grew by ${mb(growth)} MB in ${SOAK} requests`);

  const taken: number[] = [];
  for (let n = 0; n < PUBLISHES; n += 1) {
    const started = performance.now();
    await publish(askBy(agent), flow(`Growing ${n % 20}`, n));
    taken.push(performance.now() - started);
  }
  const quarters = [0, 1, 2, 3].map((q) => median(taken.slice((q * PUBLISHES) / 4, ((q + 1) * PUBLISHES) / 4)));
  const grown = (quarters[3] as number) / (quarters[0] as number);
  table(
    [`${PUBLISHES} publishes, median ms of`, "1st quarter", "2nd", "3rd", "4th", "4th / 1st"],
    [["one publish", ...quarters.map((ms) => ms.toFixed(2)), `${grown.toFixed(2)}x`]],
  );
  if (grown > GROWTH_BOUND) beyond(`a publish took ${grown.toFixed(2)}x of the first ones after ${PUBLISHES}`);
  agent.destroy();
} finally {
  child.disconnect();
  await once(child, "exit");
  rmSync(folder, { recursive: true, force: true });
}

async function report(): Promise<Report> {
  const ended = once(child, "exit").then(() => {
    throw new Error("The server ended.");
  });
  const [message] = (await Promise.race([once(child, "message"), ended])) as [Report];
  return message;
}

function order(what: Order): Promise<Report> {
  const answer = report();
  child.send(what);
  return answer;
}

/** The bytes that the bare route returns: a response, with its headers except those that Node sets itself. */
function bytesOf({ headers, body }: Answer): { headers: Record<string, string>; body: string } {
  const own = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);
  return { headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name))), body };
}

/** An inbound call flow of common size: as many tasks as a menu has. */
function flow(name: string, round: number): string {
  const task = (n: number) => `    - task:
        name: Task ${n}
        refId: task_${n}
        actions:
          - playAudio: {name: Say ${n}, audio: {tts: "Round ${round}, part ${n}."}}
          - decision:
              name: Is it ${n}
              condition: {exp: "ToString(Flow.count) == \\"${n}\\""}
              outputs:
                yes: {actions: [{updateData: {name: Count ${n}, statements: [{integer: {variable: Flow.count, value: {exp: Flow.count + 1}}}]}}]}
                no: {actions: [{playAudio: {name: No ${n}, audio: {tts: No}}}]}
          - disconnect: {name: Bye ${n}}
`;
  return `inboundCall:
  name: ${name}
  description: round ${round}
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[task_0]"
  variables:
    - integerVariable: {name: Flow.count, initialValue: {lit: 0}}
  tasks:
${[0, 1, 2, 3].map(task).join("")}`;
}

/** The round that other work on the machine disturbed least. */
function best(loads: readonly Load[]): Load {
  return [...loads].sort((a, b) => b.perSecond - a.perSecond)[0] as Load;
}

function shown({ perSecond, p50, p99 }: Load): string[] {
  return [perSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)];
}

function mb(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
