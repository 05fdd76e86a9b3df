import { connect } from "node:net";
import type platform from "purecloud-platform-client-v2";
import type { KnownFault, OrganisationClient } from "../../harness/organisation-client.ts";
import type { ServerOptions } from "../../harness/served-organisation.ts";
import { SEED } from "../flows/documents.ts";
import { started } from "../support/organisation.ts";

/** A running organisation with faults, seen by the vendor's SDK and by plain requests. */
export interface Faulty {
  readonly url: string;
  readonly port: number;
  readonly api: OrganisationClient;
  readonly sdk: InstanceType<typeof platform.ApiClientClass>;
  /** How often a fault ended the process. */
  crashes(): number;
  /** Adds a scenario. */
  faults(scenario: object | string): Promise<KnownFault[]>;
  list(): Promise<KnownFault[]>;
  clear(): Promise<void>;
}

/** Starts an organisation with the seed of the flow tests, ended by `endAll`. */
export async function faulty(o: ServerOptions = {}): Promise<Faulty> {
  const organisation = await started({ seedText: SEED, ...o });
  let crashes = 0;
  organisation.onCrash = () => {
    crashes++;
  };
  const { client, server } = organisation;
  return {
    url: client.url,
    port: server.port,
    api: client,
    sdk: organisation.sdk(),
    crashes: () => crashes,
    faults: (scenario) => client.addFaults(scenario),
    list: () => client.faults(),
    clear: () => client.removeFaults(),
  };
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
  const socket = connect(port, "127.0.0.1");
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
