import { writeFileSync } from "node:fs";
import { connect as open } from "node:net";
import { join } from "node:path";
import { type LocalOrganisationOptions, startLocalOrganisation } from "@genesys-flows/local-org";
import platform from "purecloud-platform-client-v2";
import { SEED } from "../flows/documents.ts";
import { type Client, cleanUp, connect, newFolder, recorder, type TestOptions } from "../flows/organisation.ts";

/** A running organisation with faults, seen by the vendor's SDK and by plain requests. */
export interface Faulty {
  readonly url: string;
  readonly port: number;
  readonly api: Client;
  readonly sdk: InstanceType<typeof platform.ApiClientClass>;
  /** How often `onCrash` was called. */
  crashes(): number;
  /** Adds a scenario. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers
  faults(scenario: object | string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers
  list(): Promise<any[]>;
  clear(): Promise<void>;
}

const ending: (() => Promise<void>)[] = [];

/** Starts an organisation with the seed of the flow tests, ended by `endAll`. */
export async function faulty(o: TestOptions & Partial<LocalOrganisationOptions> = {}): Promise<Faulty> {
  const seed = join(newFolder(), "organisation.yaml");
  writeFileSync(seed, SEED);
  let crashes = 0;
  const server = await startLocalOrganisation({
    file: ":memory:",
    requestsPerMinute: 100_000,
    onAnswer: recorder.observe,
    onCrash: () => {
      crashes++;
    },
    ...o,
    seed,
  });
  ending.push(() => server.close());
  const { url, port } = server;
  const sdk = new platform.ApiClientClass();
  sdk.setGateway({ host: "127.0.0.1", protocol: "http", port } as never);
  await sdk.loginClientCredentialsGrant("local", "local");
  const local = async (method: string, body?: string) => {
    const response = await fetch(`${url}/_local/faults`, { method, body });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  return {
    url,
    port,
    api: await connect(url),
    sdk,
    crashes: () => crashes,
    async faults(scenario) {
      const answer = await local("POST", typeof scenario === "string" ? scenario : JSON.stringify(scenario));
      if (answer.status !== 200) throw new Error(answer.body.message);
      return answer.body.entities;
    },
    list: async () => (await local("GET")).body.entities,
    async clear() {
      await local("DELETE");
    },
  };
}

export async function endAll(): Promise<void> {
  await Promise.all(ending.splice(0).map((end) => end()));
  await cleanUp();
}

/** What a client sees that reads the bytes of the connection itself. */
export interface RawAnswer {
  /** All bytes until the connection ended. */
  readonly text: string;
  /** `ECONNRESET` and the like. */
  readonly error?: string;
}

/** Sends one request and reads until the connection ends. */
export async function raw(port: number, request: string): Promise<RawAnswer> {
  const socket = open(port, "127.0.0.1");
  let text = "";
  let error: string | undefined;
  socket.on("data", (chunk) => {
    text += chunk.toString("utf8");
  });
  socket.on("error", (cause: NodeJS.ErrnoException) => {
    error = cause.code;
  });
  socket.write(`${request}\r\n`);
  await new Promise((resolve) => socket.on("close", resolve));
  return { text, error };
}

/** The rejection of a promise that must reject. */
// biome-ignore lint/suspicious/noExplicitAny: the SDK rejects with bodies of every shape
export async function refusal(promise: Promise<unknown>): Promise<any> {
  return promise.then(
    () => {
      throw new Error("The request was not refused.");
    },
    (error: unknown) => error,
  );
}
