import type { LoggedRequest } from "@genesys-flows/local-org";

/** Answer of one request; `body` is parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  readonly body: any;
  readonly text: string;
}

/** What a request says beside its method and path. */
export interface Said {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A publish job, as the platform gives it with its messages. */
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

/** A fault that the organisation has been given. */
export interface KnownFault {
  readonly id: string;
  readonly name: string;
  readonly happened: number;
  readonly problem?: string;
}

/** A client of a served organisation: plain HTTP, each path from the root. */
export class OrganisationClient {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  /** Logs in with a client's credentials. @throws Error when they are refused */
  static async connect(url: string, id = "local", secret = "local"): Promise<OrganisationClient> {
    const { status, body, text } = await new OrganisationClient(url, "").send("POST", "/oauth/token", {
      headers: { Authorization: basic(id, secret), "Content-Type": "application/x-www-form-urlencoded" },
      raw: "grant_type=client_credentials",
    });
    if (status !== 200) throw new Error(`The log-in of ${id} was refused: ${status} ${text}`);
    return new OrganisationClient(url, body.access_token);
  }

  get authorization(): string {
    return `Bearer ${this.token}`;
  }

  /** One request, whatever comes of it, with this client's token unless `said` has another authorization. */
  async send(method: string, path: string, { body, raw, headers }: Said = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token && { Authorization: this.authorization }),
        "Content-Type": "application/json",
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : undefined, text };
  }

  /** One request with a JSON body, whatever comes of it. */
  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, path, { body });
  }

  /** The body of a request that must succeed. @throws Error with the answer when it does not */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  async ok<Body = any>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Registers a publish job and uploads the document. Returns the job's id. */
  async upload(document: string, o: { createStubs?: boolean } = {}): Promise<string> {
    const job = await this.ok("POST", "/api/v2/flows/jobs", o.createStubs ? { createStubs: true } : undefined);
    const put = await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: document });
    if (put.status !== 200) throw new Error(`The upload answered ${put.status}: ${await put.text()}`);
    return job.id;
  }

  job(id: string): Promise<JobState> {
    return this.ok("GET", `/api/v2/flows/jobs/${id}?expand=messages`);
  }

  /** Publishes a document, whatever comes of it. Returns the job at its end. */
  async publish(document: string, o: { createStubs?: boolean } = {}): Promise<JobState> {
    const id = await this.upload(document, o);
    return ended(() => this.job(id));
  }

  /** Publishes a document that must be accepted. Returns the flow. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  async published(document: string, o: { createStubs?: boolean } = {}): Promise<any> {
    const job = await this.publish(document, o);
    if (job.status !== "Success") throw new Error(`${job.status}: ${errorsOf(job).join("\n")}`);
    return this.ok("GET", `/api/v2/flows/${job.flow?.id}`);
  }

  /** The YAML of one version of a flow from an export job, of the latest by default. */
  async exported(id: string, version?: string): Promise<string> {
    const job = await this.ok("POST", "/api/v2/flows/export/jobs", { flows: [{ flow: { id, version } }] });
    const state = await ended(() => this.ok("GET", `/api/v2/flows/export/jobs/${job.id}?expand=messages`));
    if (state.status !== "Success") throw new Error(`The export of ${id} failed: ${JSON.stringify(state)}`);
    return (await fetch(state.downloadUrl)).text();
  }

  /** What a version of a flow uses, from dependency tracking: `type name version` per entry. */
  async uses(id: string, version: string, type = "INBOUNDCALLFLOW"): Promise<string[]> {
    const query = `id=${id}&version=${version}&objectType=${type}&pageSize=100`;
    const { entities } = await this.ok("GET", `/api/v2/architect/dependencytracking/consumedresources?${query}`);
    return (entities as { type: string; name: string; version?: string }[]).map((used) =>
      [used.type, used.name, used.version].filter(Boolean).join(" "),
    );
  }

  /** The organisation's own log of the requests that came after the one with the number `after`. */
  async requests(after = 0): Promise<LoggedRequest[]> {
    return (await this.ok<{ entities: LoggedRequest[] }>("GET", `/_local/requests?after=${after}`)).entities;
  }

  /** The requests that `work` makes the organisation see, log-ins left out. */
  async requestsOf(work: () => Promise<unknown>): Promise<LoggedRequest[]> {
    const before = (await this.requests()).at(-1)?.seq;
    await work();
    return (await this.requests(before)).filter(({ path }) => path !== "/oauth/token");
  }

  /** Gives the organisation a scenario of faults; a text is sent as it is. @throws Error when it is refused */
  async addFaults(scenario: object | string): Promise<KnownFault[]> {
    const raw = typeof scenario === "string" ? scenario : JSON.stringify(scenario);
    const { status, body, text } = await this.send("POST", "/_local/faults", { raw });
    if (status !== 200) throw new Error(body?.message ?? `POST /_local/faults: ${status} ${text}`);
    return body.entities;
  }

  /** The faults that the organisation has. */
  async faults(): Promise<KnownFault[]> {
    return (await this.ok<{ entities: KnownFault[] }>("GET", "/_local/faults")).entities;
  }

  /** Takes one fault, or all of them, from the organisation. */
  async removeFaults(id?: string): Promise<void> {
    await this.ok("DELETE", id === undefined ? "/_local/faults" : `/_local/faults/${id}`);
  }
}

export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
}

/** Texts of the errors of a job. */
export function errorsOf(job: JobState): string[] {
  return textsOf(job, "Error");
}

/** Texts of the warnings of a job. */
export function warningsOf(job: JobState): string[] {
  return textsOf(job, "Warning");
}

function textsOf({ messages = [] }: JobState, type: string): string[] {
  return messages.filter((message) => message.type === type).map(({ text }) => text);
}

/** The state of a job once it has ended. */
export async function ended<State extends { status?: string }>(ask: () => Promise<State>): Promise<State> {
  for (;;) {
    const state = await ask();
    if (state.status === "Success" || state.status === "Failure") return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
