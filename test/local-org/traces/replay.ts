import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Organisation } from "../support/organisation.ts";
import { Bindings } from "./bindings.ts";
import { differences, isNothing } from "./compare.ts";
import { type Fault, faultFor, jobFault } from "./faults.ts";
import { SEED_KINDS, SEEDED, seedFor } from "./prerequisites.ts";
import { expectationOf } from "./recorded-faults.ts";
import type { Exchange, Run, SeedObject } from "./recording.ts";
import { recording } from "./wave.ts";

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** What came of a run: how much was sent and asserted, and what was not as the client needs it. */
export interface ReplayResult {
  requests: number;
  faults: number;
  assertions: number;
  readonly problems: string[];
  /** Answers by `<method> <recorded path>`, the latest last. */
  readonly answers: Map<string, Reply[]>;
}

const DELETE_QUERY = "?forceDelete=true&force=true&allResources=true";

/** Sends everything that was recorded in a run to a fresh organisation and compares what comes back. */
export async function replay(run: Run): Promise<ReplayResult> {
  const organisation = await new Organisation().start({ seedText: seedFor(run) });
  try {
    const replayer = new Replayer(run, organisation);
    await replayer.prepare();
    for (const step of run.steps) await replayer.play(step.exchanges);
    replayer.checkNeeded();
    return replayer.result;
  } finally {
    await organisation.end();
  }
}

class Replayer {
  readonly result: ReplayResult = { requests: 0, faults: 0, assertions: 0, problems: [], answers: new Map() };
  readonly #run: Run;
  readonly #organisation: Organisation;
  readonly #bindings = new Bindings();
  #url: string;
  #token = "";
  /** Headers that a presigned address asks for, by the path of the recording. */
  readonly #uploadHeaders = new Map<string, Record<string, string>>();
  #elapsed = 0;

  constructor(run: Run, organisation: Organisation) {
    this.#run = run;
    this.#organisation = organisation;
    this.#url = organisation.server.url;
  }

  async prepare(): Promise<void> {
    this.#token = await this.#organisation.token();
    for (const [placeholder, path] of Object.entries(SEEDED)) {
      const { entities } = (await this.#send("GET", path)).body as { entities: { id: string }[] };
      if (entities[0]) this.#bindings.bind(placeholder, entities[0].id);
    }
    const home = (await this.#send("GET", "/api/v2/authorization/divisions/home")).body as { id: string };
    this.#bindings.bind("{division-home}", home.id);
    this.#bindings.bind("{base}", this.#url);
    for (const object of this.#run.seeds) await this.#seed(object);
  }

  async #seed({ kind, body }: SeedObject): Promise<void> {
    const { id, selfUri: _, resources: __, version: ___, state: ____, mailFromSettings: _____, _dom, ...posted } = body;
    if (id === "{division-home}") return;
    const made = SEED_KINDS[kind];
    if (!made) throw new Error(`${this.#run.file}: objects of the kind ${kind} cannot be made.`);
    const path = made.path.replace("{domain}", String(_dom));
    const full = this.#bindings.value({ ...made.fill, ...posted, ...(kind === "emaildomain" ? { id } : {}) });
    const reply = await this.#send("POST", path, JSON.stringify(full));
    const created = (reply.body as { id?: string } | undefined)?.id;
    if (reply.status !== 200 || !created) throw new Error(`${this.#run.file}: ${kind} was not made: ${reply.text}`);
    this.#bindings.bind(String(id), created);
  }

  /** One terraform command. An object that its reads find deleted is deleted in a copy of the organisation, which has an end with the step. */
  async play(exchanges: readonly Exchange[]): Promise<void> {
    this.#elapsed = 0;
    const gone = goneBefore(exchanges);
    if (gone.length === 0) {
      for (const [index, exchange] of exchanges.entries()) await this.#exchange(exchange, exchanges.slice(index + 1));
      return;
    }
    const file = join(this.#organisation.folder, `${this.#run.name || "run"}-${exchanges[0]?.step}.sqlite`);
    const original = new DatabaseSync(this.#organisation.file);
    original.exec(`VACUUM INTO '${file}'`);
    original.close();
    const url = this.#url;
    const copy = await this.#organisation.serve({ file, requestsPerMinute: 1_000_000 });
    this.#url = copy.url;
    for (const path of gone) {
      const removed = await this.#send("DELETE", this.#bindings.text(path) + DELETE_QUERY);
      // What no operation deletes is kept from being read.
      if (removed.status >= 300) {
        const when = { method: "GET", path: this.#bindings.text(path) };
        await this.#fault({ when, times: 1000, do: { error: { status: 404, code: "not.found" } } });
      }
    }
    for (const [index, exchange] of exchanges.entries()) await this.#exchange(exchange, exchanges.slice(index + 1));
    this.#url = url;
  }

  /** Each field without which a plan was not empty, or the provider crashed, is in the last read of the object (`without_field`). */
  checkNeeded(): void {
    const { needed, steps } = this.#run;
    if (needed.length === 0) return;
    const reads = steps.find(({ name }) => name === "plan_after_import")?.exchanges ?? [];
    const read = reads.find(({ resp_body: body }) => needed.every((field) => field in ((body ?? {}) as object)));
    if (!read) throw new Error(`${this.#run.file}: no recorded read has ${needed.join(", ")}.`);
    const answered = this.result.answers.get(`GET ${read.path}`)?.findLast(({ status }) => status === 200)?.body;
    for (const field of needed) {
      const there = typeof answered === "object" && answered !== null && field in answered;
      this.#assert(read, there, `${field} is missing, which the client needs`);
    }
  }

  async #exchange(exchange: Exchange, later: readonly Exchange[]): Promise<void> {
    this.#organisation.clock.advance(Math.max(0, Math.round((exchange.t - this.#elapsed) * 1000)));
    this.#elapsed = exchange.t;
    const expected = expectationOf(this.#run.file, exchange);
    if (expected.lost) {
      this.result.faults += 1;
      return;
    }
    const target = this.#target(exchange);
    const fault = exchange.injected ? faultFor(exchange, target.split("?", 1)[0] as string) : undefined;
    if (fault) await this.#fault(fault);
    if (exchange.method === "POST" && exchange.path === "/api/v2/flows/jobs" && exchange.status === 200) {
      const job = jobFault(exchange, later);
      if (job) await this.#fault(job);
    }
    const reply = await this.#send(exchange.method, target, this.#body(exchange), exchange);
    this.result.requests += 1;
    const key = `${exchange.method} ${exchange.path}`;
    this.result.answers.set(key, [...(this.result.answers.get(key) ?? []), reply]);
    this.#check(exchange, expected, reply);
  }

  #check(exchange: Exchange, expected: ReturnType<typeof expectationOf>, reply: Reply): void {
    const status = expected.status ?? exchange.status;
    const same =
      status < 300 ? reply.status === status || (status === 204 && reply.status === 200) : reply.status === status;
    this.#assert(exchange, same, `status ${reply.status}, recorded ${status}: ${reply.text.slice(0, 300)}`);
    if (exchange.status >= 400) {
      const after = exchange.resp_headers?.["Retry-After"] ?? null;
      this.#assert(
        exchange,
        reply.headers.get("retry-after") === after,
        `Retry-After ${reply.headers.get("retry-after")}`,
      );
      const correlation = reply.headers.get("inin-correlation-id");
      this.#assert(exchange, correlation !== null, "no ININ-Correlation-Id");
      return;
    }
    if (exchange.path === "/oauth/token") {
      const { access_token: token, expires_in: seconds } = reply.body as { access_token?: string; expires_in?: number };
      this.#assert(exchange, typeof token === "string" && Number(seconds) > 60, "no token that lasts (§0 rule 17)");
      this.#token = token ?? this.#token;
      return;
    }
    const recorded = expected.body?.(exchange.resp_body) ?? exchange.resp_body;
    if (recorded === null || typeof recorded === "string") {
      if (typeof recorded === "string" && exchange.path.includes("/templates/"))
        this.#assert(exchange, reply.text === recorded, `text ${reply.text}`);
      return;
    }
    const { presignedUrl } = recorded as { presignedUrl?: string };
    const { headers } = (reply.body ?? {}) as { headers?: Record<string, string> };
    if (presignedUrl && headers) this.#uploadHeaders.set(presignedUrl.replace("{base}", ""), headers);
    this.#learnSuffix(recorded, reply.body);
    this.#bindings.learn(recorded, reply.body);
    const wanted = this.#bindings.value(recorded);
    for (const problem of differences(wanted, reply.body)) this.#assert(exchange, false, problem);
    this.result.assertions += leaves(recorded);
    for (const [field, value] of Object.entries((reply.body ?? {}) as Record<string, unknown>)) {
      if (field in (exchange.resp_body as object) || !expected.optional.has(field)) continue;
      this.#assert(exchange, isNothing(value), `${field} was not configured and is ${JSON.stringify(value)}`);
    }
    const { entities } = recorded as { entities?: unknown[] };
    if (entities?.length === 0) {
      const { entities: actual } = reply.body as { entities: unknown[] };
      this.#assert(exchange, actual.length === 0, `${actual.length} entities, recorded none`);
    }
  }

  /** The id of a subdomain ends in the platform's own domain, which the recorded server called otherwise. */
  #learnSuffix(recorded: unknown, actual: unknown): void {
    const [from, to] = [recorded, actual].map((body) => (body as { id?: unknown } | undefined)?.id);
    if (typeof from !== "string" || typeof to !== "string" || !from.endsWith(".mypurecloud.test")) return;
    if (from.split(".")[0] === to.split(".")[0]) this.#bindings.replace(from, to);
  }

  /** Path and query; a presigned address is the one that the server handed out where the recording has another. */
  #target({ path, query }: Exchange): string {
    const handedOut = path.startsWith("/upload") ? this.#bindings.text(`{base}${path}`) : undefined;
    const address = handedOut ? new URL(handedOut) : undefined;
    const target = address ? address.pathname + address.search : this.#bindings.text(path);
    return query === "" ? target : `${target}${target.includes("?") ? "&" : "?"}${this.#bindings.text(query)}`;
  }

  #body({ req_body: body, path }: Exchange): string | FormData | undefined {
    if (body === null || body === undefined) return undefined;
    if (typeof body === "object" && "_multipart" in body) {
      const form = new FormData();
      form.append("file", new Blob([recording(1644)], { type: "application/octet-stream" }), "greeting.wav");
      return form;
    }
    if (typeof body === "string") return path === "/oauth/token" ? body : this.#bindings.text(body);
    return JSON.stringify(this.#bindings.value(body));
  }

  async #send(method: string, target: string, body?: string | FormData, exchange?: Exchange): Promise<Reply> {
    const upload = exchange?.path.startsWith("/upload");
    const authorization = target.startsWith("/oauth/")
      ? `Basic ${Buffer.from(expectationOf(this.#run.file, exchange).client ?? "local:local").toString("base64")}`
      : upload
        ? this.#token // the prompt upload sends the token bare; a presigned address asks for none
        : `Bearer ${this.#token}`;
    const type = upload ? {} : { "Content-Type": target.startsWith("/oauth/") ? FORM : "application/json" };
    const response = await fetch(this.#url + target, {
      method,
      headers: {
        ...type,
        ...(exchange?.method === "PUT" && upload
          ? this.#uploadHeaders.get(exchange.path)
          : { Authorization: authorization }),
      },
      body: method === "GET" ? undefined : body,
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  }

  async #fault(fault: Fault): Promise<void> {
    this.result.faults += 1;
    const reply = await this.#send("POST", "/_local/faults", JSON.stringify({ faults: [fault] }));
    if (reply.status !== 200) throw new Error(`${JSON.stringify(fault)}: ${reply.text}`);
  }

  #assert(exchange: Exchange, holds: boolean, problem: string): void {
    this.result.assertions += 1;
    if (holds) return;
    const { step, seq, method, path, query } = exchange;
    this.result.problems.push(`${this.#run.name} ${step} #${seq} ${method} ${path}?${query}: ${problem}`);
  }
}

const FORM = "application/x-www-form-urlencoded";

/** Paths that a step finds deleted although nothing in it deletes them. */
function goneBefore(exchanges: readonly Exchange[]): string[] {
  const deleted = new Set<string>();
  const gone = new Set<string>();
  for (const { method, path, status, injected } of exchanges) {
    if (method === "DELETE") deleted.add(path);
    if (method === "GET" && status === 404 && !injected && !deleted.has(path)) gone.add(path);
  }
  return [...gone];
}

function leaves(value: unknown): number {
  if (value === null || typeof value !== "object") return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leaves(item), 0);
}
