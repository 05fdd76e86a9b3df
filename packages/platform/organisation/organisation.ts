import { existsSync } from "node:fs";
import { z } from "zod";
import { type ClientOptions, type Connection, PlatformClient } from "../client/platform-client.ts";
import { commandLine } from "../words.ts";
import { lostOrganisation, otherOrganisation } from "./embedded-organisation.ts";
import { EarlierJobTimes, JobTimes } from "./job-times.ts";
import { embeddedPace, type Pace, platformPace } from "./pace.ts";
import type { SecretKeeper } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** The organisation that this run works on. It has been checked to be the right one. */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  /** The stack of this run, for commands in messages; undefined if unknown. */
  readonly stack: string | undefined;
  readonly embedded: boolean;
  /** The project's folder. */
  readonly folder: string;
  readonly client: PlatformClient;
  readonly pace: Pace;
  readonly jobTimes: JobTimes;
}

/** Opens the organisation when it is first needed. */
export type OrganisationAccess = Pick<OrganisationSession, "open">;

const organisationAnswer = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  /** Set by the embedded organisation; the platform has no such field (docs/local-org.md). */
  embeddedOrganisation: z.boolean().nullish(),
});

/** The settings and, if known, their stack. */
export interface RunSettings extends Settings {
  readonly stack?: string;
}

interface SessionOptions {
  /** @throws Error that describes the problem with the configuration */
  readonly settings: () => RunSettings;
  /** The project's folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly secrets: SecretKeeper;
  /** Replaces the default pace of the organisation. */
  readonly paceFor?: (usual: Pace) => Pace;
  /** Called with notes about the connection for the user. */
  readonly onNote?: (text: string) => void;
  /** Replaces some of the client's default settings. */
  readonly client?: Pick<ClientOptions, "patience" | "onAnswer">;
}

/** One organisation for the lifetime of the process. An embedded organisation runs in this process. */
export class OrganisationSession {
  readonly #o: SessionOptions;
  #opened: Promise<Organisation> | undefined;
  #closeEmbedded: (() => Promise<void>) | undefined;
  #keepJobTimes: (() => void) | undefined;

  constructor(options: SessionOptions) {
    this.#o = options;
  }

  /**
   * @param stateOrganizationId the organisation named in the resource's state
   * @throws Error if the credentials belong to an organisation other than the state's or the configuration's
   */
  async open(stateOrganizationId?: string): Promise<Organisation> {
    const settings = this.#o.settings();
    if (!this.#opened) {
      const opening = this.#start(settings, stateOrganizationId);
      opening.catch(() => {
        this.#opened = undefined;
      });
      this.#opened = opening;
    }
    const organisation = await this.#opened;
    refuseOther(organisation, settings, stateOrganizationId);
    return organisation;
  }

  async close(): Promise<void> {
    try {
      this.#keepJobTimes?.();
    } catch {
      // If the file is missing, the next forecast assumes a job time and says so.
    }
    await this.#closeEmbedded?.();
  }

  async #start(settings: RunSettings, stateId: string | undefined): Promise<Organisation> {
    const { target, stack, tokenPoolSize, note } = settings;
    const { folder, signal, secrets, onNote, paceFor, client: clientOptions } = this.#o;
    const reached =
      target.kind === "embedded" ? await this.#startEmbedded(target, { stateId, stack }) : target.connection;
    const connection: Connection = { ...reached, tokenPoolSize };
    if (note) onNote?.(note);
    if ("token" in connection.credentials) secrets.add(connection.credentials.token);
    else secrets.addClient(connection.credentials);
    const client = await PlatformClient.connect(connection, {
      signal,
      onToken: (issued) => secrets.add(issued),
      ...(onNote && { onNote }),
      ...clientOptions,
    });
    const { id, name, embeddedOrganisation } = await client.call(
      { method: "GET", path: "/api/v2/organizations/me" },
      organisationAnswer,
    );
    const earlierJobs = new EarlierJobTimes(folder, id);
    const jobTimes = new JobTimes({ earlierMedian: earlierJobs.median });
    this.#keepJobTimes = () => earlierJobs.keep(jobTimes);
    const pace = embeddedOrganisation ? embeddedPace : platformPace;
    return {
      id,
      name: name ?? id,
      stack,
      embedded: target.kind === "embedded",
      folder,
      client,
      pace: paceFor?.(pace) ?? pace,
      jobTimes,
    };
  }

  /** @param stateId the organisation that the stack was deployed to, which must not be replaced by a new one */
  async #startEmbedded(
    target: { file: string; seed: string; seedRequired: boolean },
    { stateId, stack }: { stateId: string | undefined; stack: string | undefined },
  ) {
    const seeded = existsSync(target.seed);
    if (!seeded && target.seedRequired)
      throw new Error(`genesyscloud:localSeed names ${target.seed}, which does not exist.`);
    const { inspectOrganisation, startLocalOrganisation } = await import("@genesys-flows/local-org");
    if (stateId !== undefined && inspectOrganisation(target.file).kind !== "organisation")
      throw new Error(lostOrganisation({ file: target.file, stateId, stack }));
    const server = await startLocalOrganisation({ file: target.file, ...(seeded && { seed: target.seed }) });
    this.#closeEmbedded = () => server.close();
    return {
      gateway: { protocol: "http", host: "127.0.0.1", port: server.port },
      credentials: { clientId: "local", clientSecret: "local" },
    };
  }
}

function refuseOther(organisation: Organisation, settings: RunSettings, stateId: string | undefined): void {
  const { id, name, embedded } = organisation;
  const reached = `${embedded ? "The embedded organisation" : "The credentials"} ${embedded ? "is" : "belong to organisation"} '${name}' (${id})`;
  if (settings.organizationId && settings.organizationId !== id) {
    throw new Error(
      `${reached}, but genesyscloud:organizationId is ${settings.organizationId}. Nothing was changed. Check the credentials, or the configuration of this stack.`,
    );
  }
  if (stateId && stateId !== id && settings.target.kind === "embedded") {
    throw new Error(otherOrganisation({ file: settings.target.file, reached, stateId, stack: settings.stack }));
  }
  if (stateId && stateId !== id) {
    throw new Error(
      `${reached}, but the state of this stack belongs to organisation ${stateId}. Neither the organisation nor the state was changed. ` +
        "Check the credentials and the region (GENESYSCLOUD_*, genesyscloud:region, genesyscloud:localOrganisation).",
    );
  }
  if (!embedded && !settings.organizationId) {
    throw new Error(
      `${reached}. genesyscloud:organizationId is not set. It is required for a real organisation, so that credentials for the wrong organisation cannot change anything. ` +
        `If this is the right organisation, run \`${commandLine("pulumi", `config set genesyscloud:organizationId ${id}`, settings)}\`.`,
    );
  }
}
