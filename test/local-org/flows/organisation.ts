import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalOrganisation, startLocalOrganisation } from "@genesys-flows/local-org";
import { Recorder } from "../support/recorder.ts";

/** Answer of one request. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers
  readonly body: any;
}

export interface JobState {
  readonly id: string;
  readonly status: string;
  readonly command: string;
  readonly flow?: { id: string };
  readonly messages?: {
    type: string;
    text: string;
    dateTime: string;
    details: { errorCode: string; errorMessage: string }[];
  }[];
}

/** What a client of the organisation can do, by plain HTTP. */
export class Client {
  readonly url: string;
  readonly authorization: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
    this.authorization = `Bearer ${token}`;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v2${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** The body of a request that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers
  async ok(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Registers a publish job and uploads the document. Returns the job's id. */
  async upload(document: string, o: { createStubs?: boolean } = {}): Promise<string> {
    const job = await this.ok("POST", "/flows/jobs", o.createStubs ? { createStubs: true } : null);
    const put = await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: document });
    expect(put.status).toBe(200);
    return job.id;
  }

  job(id: string): Promise<JobState> {
    return this.ok("GET", `/flows/jobs/${id}?expand=messages`);
  }

  async publish(document: string, o: { createStubs?: boolean } = {}): Promise<JobState> {
    return this.job(await this.upload(document, o));
  }

  /** Publishes a document that must be accepted. Returns the flow. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers
  async published(document: string, o: { createStubs?: boolean } = {}): Promise<any> {
    const job = await this.publish(document, o);
    if (job.status !== "Success") throw new Error(`${job.status}: ${errorsOf(job).join("\n")}`);
    return this.ok("GET", `/flows/${job.flow?.id}`);
  }

  /** Exports one version of a flow, the latest by default, as YAML. */
  async exported(id: string, version?: string): Promise<string> {
    const { id: job } = await this.ok("POST", "/flows/export/jobs", { flows: [{ flow: { id, version } }] });
    const state = await this.ok("GET", `/flows/export/jobs/${job}?expand=messages`);
    expect(state).toMatchObject({ status: "Success", command: "Export" });
    return (await fetch(state.downloadUrl)).text();
  }

  /** What a version of a flow uses: `type name version` per entry. */
  async uses(id: string, version: string, type = "INBOUNDCALLFLOW"): Promise<string[]> {
    const path = `/architect/dependencytracking/consumedresources?id=${id}&version=${version}&objectType=${type}&pageSize=100`;
    const { entities } = await this.ok("GET", path);
    return entities.map(
      (e: Record<string, unknown>) => `${e["type"]} ${e["name"]}${e["version"] ? ` ${e["version"]}` : ""}`,
    );
  }
}

export function errorsOf(job: JobState): string[] {
  return (job.messages ?? []).filter((message) => message.type === "Error").map((message) => message.text);
}

export function warningsOf(job: JobState): string[] {
  return (job.messages ?? []).filter((message) => message.type === "Warning").map((message) => message.text);
}

const running: LocalOrganisation[] = [];
/** Validates every answer of every organisation that is started here. */
export const recorder = new Recorder();
const folders: string[] = [];

/** A new folder for a store, removed by `cleanUp`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-org-flows-"));
  folders.push(folder);
  return folder;
}

export interface TestOptions {
  readonly file?: string;
  /** Text of `organisation.yaml`. */
  readonly seed?: string;
  readonly clock?: { now(): number };
  readonly jobDurationMs?: number;
}

/** Starts an organisation, closed by `cleanUp`. */
export async function start(o: TestOptions = {}): Promise<LocalOrganisation> {
  const seed = o.seed === undefined ? undefined : join(newFolder(), "organisation.yaml");
  if (seed) writeFileSync(seed, o.seed as string);
  const organisation = await startLocalOrganisation({
    file: o.file ?? ":memory:",
    seed,
    clock: o.clock,
    jobDurationMs: o.jobDurationMs,
    requestsPerMinute: 100_000,
    onAnswer: recorder.observe,
    onDefect: (error) => {
      throw error;
    },
  });
  running.push(organisation);
  return organisation;
}

/** A client of a running organisation. */
export async function connect(url: string, id = "local", secret = "local"): Promise<Client> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  expect(response.status).toBe(200);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return new Client(url, token);
}

/** Starts an organisation and connects its default client. */
export async function client(o: TestOptions = {}): Promise<Client> {
  return connect((await start(o)).url);
}

/** To be called after each test. @throws when an answer contradicts the platform's description */
export async function cleanUp(): Promise<void> {
  await Promise.all(running.splice(0).map((organisation) => organisation.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  expect(recorder.violations.splice(0)).toEqual([]);
}
