import { type Answer, basic, OrganisationClient, type Said } from "../../harness/organisation-client.ts";
import { ServedOrganisation, type ServerOptions, type StartOptions } from "../../harness/served-organisation.ts";
import { newFolder, removeFolder } from "../../harness/temporary-folder.ts";
import { type VendorClient, vendorClient } from "../../harness/vendor-sdk.ts";
import { Recorder } from "./recorder.ts";
import { TestClock } from "./test-clock.ts";

/** The seed that most tests of the core start from. */
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

/** An organisation on a clock of its own, whose answers are validated; gone with `end()`. */
export class Organisation extends ServedOrganisation {
  readonly clock = new TestClock();
  readonly defects: unknown[] = [];
  readonly recorder = new Recorder();

  override serve(options: ServerOptions = {}) {
    return super.serve({
      clock: this.clock,
      onDefect: (error) => this.defects.push(error),
      onAnswer: this.recorder.observe,
      ...options,
    });
  }

  /** A token of a client of the seed. */
  async token(id = "local", secret = "local"): Promise<string> {
    const { body } = await new OrganisationClient(this.url, "").send("POST", "/oauth/token", {
      headers: { Authorization: basic(id, secret) },
      raw: "grant_type=client_credentials",
    });
    return body.access_token;
  }

  /** One request, whatever comes of it, as the client `local` unless `token` is another's. */
  call(method: string, path: string, o: Said & { token?: string; url?: string } = {}): Promise<Answer> {
    return new OrganisationClient(o.url ?? this.url, o.token ?? this.client.token).send(method, path, o);
  }

  /** The vendor's SDK, logged in. */
  sdk(): VendorClient {
    return vendorClient(this.server.port, this.client.token);
  }

  /** @throws when a request met a defect of the organisation (500), or an answer contradicts the platform's description */
  async end(): Promise<void> {
    await this.close();
    expect(this.defects).toEqual([]);
    expect(this.recorder.violations).toEqual([]);
  }
}

const running: Organisation[] = [];
const folders: string[] = [];

/** A new folder for a store that outlives its server, removed by `endAll`. */
export function storeFolder(): string {
  const folder = newFolder("store");
  folders.push(folder);
  return folder;
}

/** Starts an organisation in memory on this machine's clock, ended by `endAll`. */
export async function started(o: StartOptions = {}): Promise<Organisation> {
  const organisation = new Organisation();
  running.push(organisation);
  return organisation.start({ file: ":memory:", clock: Date, ...o });
}

/** To be called after each test. @throws as `Organisation.end` does */
export async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((organisation) => organisation.end()));
  for (const folder of folders.splice(0)) removeFolder(folder);
}
