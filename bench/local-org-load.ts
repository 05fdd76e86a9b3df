import { Agent, request } from "node:http";

export interface Answer {
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Call {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Times under a load; all in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Sends one request on a kept-alive connection. @throws Error when the status is not 2xx */
export function send(agent: Agent, { body, ...call }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host: "127.0.0.1", ...call }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const text = Buffer.concat(chunks).toString("utf8");
        if (status >= 300) reject(new Error(`${call.method} ${call.path}: ${status} ${text.slice(0, 500)}`));
        else resolve({ headers: response.headers as Record<string, string>, body: text });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Sends a request to an organisation's API with a token. Other headers replace the API's. */
export type Ask = (method: string, path: string, body?: string, headers?: Record<string, string>) => Promise<Answer>;

/** Logs in to the organisation on a port. @returns the headers for requests to its API */
export async function logIn(agent: Agent, port: number): Promise<Record<string, string>> {
  const headers = {
    Authorization: `Basic ${btoa("local:local")}`,
    "Content-Type": "application/x-www-form-urlencoded",
  };
  const call = { port, method: "POST", path: "/oauth/token", headers, body: "grant_type=client_credentials" };
  const { access_token: token } = JSON.parse((await send(agent, call)).body);
  return { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
}

/** Publishes a document with a job that takes no time, in three requests. @returns the id of the flow */
export async function publish(ask: Ask, text: string): Promise<string> {
  const job = JSON.parse((await ask("POST", "/api/v2/flows/jobs", "null")).body);
  const { pathname, search } = new URL(job.presignedUrl);
  await ask("PUT", pathname + search, text, job.headers);
  const state = JSON.parse((await ask("GET", `/api/v2/flows/jobs/${job.id}?expand=messages`)).body);
  if (state.status !== "Success") throw new Error(`${text.slice(0, 80)}: ${JSON.stringify(state)}`);
  return state.flow.id;
}

/** Runs `work` `times` times from `clients` clients at the same time, each on its own connection. */
export async function load(o: {
  clients: number;
  times: number;
  work: (agent: Agent, index: number) => Promise<unknown>;
}): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: o.clients });
  const taken: number[] = [];
  const started = performance.now();
  await atOnce(o.clients, Array.from({ length: o.times }).keys(), async (index) => {
    const begun = performance.now();
    await o.work(agent, index);
    taken.push(performance.now() - begun);
  });
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { ...loadOf(taken), perSecond: o.times / seconds };
}

export async function atOnce<Item>(
  parallel: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = Iterator.from(items);
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** The load of one client that sends one request after another, each with its time in milliseconds. */
export function loadOf(taken: readonly number[]): Load {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond: (1000 * taken.length) / taken.reduce((sum, ms) => sum + ms, 0), p50: at(0.5), p99: at(0.99) };
}
