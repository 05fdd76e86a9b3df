import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  type LocalOrganisation,
  type LocalOrganisationOptions,
  startLocalOrganisation,
} from "@genesys-flows/local-org";
import { OrganisationClient } from "./organisation-client.ts";
import { newFolder, removeFolder } from "./temporary-folder.ts";

export type ServerOptions = Partial<LocalOrganisationOptions>;

export interface StartOptions extends ServerOptions {
  /** Text of its `organisation.yaml`, in place of a path in `seed`. */
  readonly seedText?: string;
  /** The client that logs in, `local` by default, and its secret, its id by default. */
  readonly client?: string;
  readonly secret?: string;
}

/**
 * An embedded organisation that this process serves, in a folder of its own unless its file is given:
 * `await new ServedOrganisation().start({ seedText })`, and at the end `close()`.
 */
export class ServedOrganisation {
  readonly folder: string;
  readonly file: string;
  /** What a fault `crash` does, in place of ending the process of the tests. */
  onCrash: () => void = () => {};
  readonly #ownsFolder: boolean;
  readonly #servers: LocalOrganisation[] = [];
  #client: OrganisationClient | undefined;

  /** @param o.file where another has made the folder, or makes the organisation */
  constructor(o: { file?: string } = {}) {
    this.#ownsFolder = o.file === undefined;
    this.folder = o.file === undefined ? newFolder("organisation") : path.dirname(o.file);
    this.file = o.file ?? path.join(this.folder, "organisation.sqlite");
  }

  /** Serves the organisation and logs in. */
  async start({ seedText, client = "local", secret = client, ...options }: StartOptions = {}): Promise<this> {
    const seed = seedText === undefined ? options.seed : this.write("organisation.yaml", seedText);
    const { url } = await this.serve({ ...options, seed });
    this.#client = await OrganisationClient.connect(url, client, secret);
    return this;
  }

  /** One more server on the same file. Tests are many: what a client may ask in a minute is no limit unless `options` say so. */
  async serve(options: ServerOptions = {}): Promise<LocalOrganisation> {
    const server = await startLocalOrganisation({
      file: this.file,
      requestsPerMinute: 1_000_000,
      onCrash: () => this.onCrash(),
      ...options,
    });
    this.#servers.push(server);
    return server;
  }

  /** Writes a file of the folder; returns its path. */
  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  /** The server that was started first. */
  get server(): LocalOrganisation {
    const [server] = this.#servers;
    if (!server) throw new Error("The organisation is not served yet.");
    return server;
  }

  get url(): string {
    return this.server.url;
  }

  get organisationId(): string {
    return this.server.organisationId;
  }

  /** The client that `start` logged in. */
  get client(): OrganisationClient {
    if (!this.#client) throw new Error("The organisation was not started.");
    return this.#client;
  }

  /** Another client of the seed, logged in. */
  connect(id: string, secret: string): Promise<OrganisationClient> {
    return OrganisationClient.connect(this.url, id, secret);
  }

  /** Configuration of a provider that reaches this organisation over the network, as a real one. */
  get remote() {
    return {
      region: "eu-central-1",
      organizationId: this.organisationId,
      gateway: { protocol: "http", host: "127.0.0.1", port: String(this.server.port) },
    };
  }

  /** Ends its servers and removes its own folder. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
    if (this.#ownsFolder) removeFolder(this.folder);
  }
}
