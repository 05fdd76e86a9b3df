import { Agent, request } from "node:http";

export interface Answer {
  readonly status: number;
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

/** Times of a load; all in milliseconds. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One request on a kept connection. @throws Error when the status is not 2xx */
export function send(agent: Agent, { port, method, path, headers = {}, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host: "127.0.0.1", port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const text = Buffer.concat(chunks).toString("utf8");
        if (status >= 300) reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`));
        else resolve({ status, headers: response.headers as Record<string, string>, body: text });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Does `work` `times` times by `clients` at once, each on a connection of its own. */
export async function load(o: {
  clients: number;
  times: number;
  work: (agent: Agent, index: number) => Promise<unknown>;
}): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: o.clients });
  const taken: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < o.times) {
      const index = next++;
      const started = performance.now();
      await o.work(agent, index);
      taken.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: o.clients }, client));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { ...loadOf(taken), perSecond: o.times / seconds };
}

/** The load of one client that sends one request after another, each of which takes so many milliseconds. */
export function loadOf(taken: readonly number[]): Load {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond: (1000 * taken.length) / taken.reduce((sum, ms) => sum + ms, 0), p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
