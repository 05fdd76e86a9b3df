import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import platform from "purecloud-platform-client-v2";
import {
  type LocalOrganisation,
  type LocalOrganisationOptions,
  startLocalOrganisation,
} from "../../../packages/local-org/index.ts";
import { Recorder } from "../support/recorder.ts";

/** The seed that most tests start from. */
export const SEED = `
organisation: {name: Test Organisation, countryCode: US}
divisions: [{name: Sales, description: sells}]
didPools: [{start: "+13175550100", end: "+13175550119"}]
users: [{name: Test Agent, email: agent@example.com}]
skills: [{name: English}]
wrapupCodes: [{name: Done}]
queues: [{name: General Enquiries}]
integrations:
  - name: CRM
    dataActions: [{name: Verify PIN, inputs: {phoneNumber: string, pin: string}, outputs: {verified: boolean}}]
clients:
  - {id: local, secret: local}
  - {id: agent, secret: "s:3", user: Test Agent}
  - {id: reader, secret: reader, permissions: ["routing:queue:view"]}
`;

/** A clock that moves when it is told to. */
export class TestClock {
  #now = Date.parse("2026-03-01T12:00:00.000Z");

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  readonly body: any;
  readonly text: string;
}

/** One organisation for a test: in a folder of its own, gone with `end()`. */
export class Organisation {
  readonly folder = mkdtempSync(join(tmpdir(), "local-org-"));
  readonly file = join(this.folder, "organisation.sqlite");
  readonly clock = new TestClock();
  readonly defects: unknown[] = [];
  readonly recorder = new Recorder();
  readonly #servers: LocalOrganisation[] = [];
  #token = "";

  static async start(o: { seed?: string; options?: Partial<LocalOrganisationOptions> } = {}): Promise<Organisation> {
    const organisation = new Organisation();
    await organisation.serve({ seed: organisation.write("organisation.yaml", o.seed ?? SEED), ...o.options });
    organisation.#token = await organisation.token();
    return organisation;
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** One more server on the same file. */
  async serve(options: Partial<LocalOrganisationOptions> = {}): Promise<LocalOrganisation> {
    const server = await startLocalOrganisation({
      file: this.file,
      clock: this.clock,
      onDefect: (error) => this.defects.push(error),
      onAnswer: this.recorder.observe,
      ...options,
    });
    this.#servers.push(server);
    return server;
  }

  get server(): LocalOrganisation {
    return this.#servers[0] as LocalOrganisation;
  }

  async token(client = "local", secret = "local"): Promise<string> {
    const answer = await this.call("POST", "/oauth/token", {
      headers: { Authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}` },
      raw: "grant_type=client_credentials",
    });
    return answer.body.access_token as string;
  }

  /** A plain request; `body` is sent as JSON, `raw` as it is. The token of the client `local` unless another is given. */
  async call(
    method: string,
    path: string,
    o: { body?: unknown; raw?: string; token?: string; headers?: Record<string, string>; url?: string } = {},
  ): Promise<Answer> {
    const token = o.token ?? this.#token;
    const response = await fetch((o.url ?? this.server.url) + path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        "Content-Type": "application/json",
        ...o.headers,
      },
      body: o.raw ?? (o.body === undefined ? undefined : JSON.stringify(o.body)),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.startsWith("application/json") && text !== "";
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : undefined, text };
  }

  /** The vendor's SDK, logged in. */
  async sdk(): Promise<InstanceType<typeof platform.ApiClientClass>> {
    const client = new platform.ApiClientClass();
    client.setGateway({ host: "127.0.0.1", protocol: "http", port: this.server.port } as never);
    await client.loginClientCredentialsGrant("local", "local");
    return client;
  }

  /** @throws when a request met a defect of the organisation (500), or an answer contradicts the platform's description. */
  async end(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
    rmSync(this.folder, { recursive: true, force: true });
    expect(this.defects).toEqual([]);
    expect(this.recorder.violations).toEqual([]);
  }
}
