import { ServedOrganisation, type StartOptions } from "../../harness/served-organisation.ts";
import type { Plain } from "./plugin.ts";

const seedText = `
organisation: {name: Test Organisation}
didPools: [{start: "+13175550100", end: "+13175550199"}]
queues: [{name: General}]
integrations: [{name: CRM, dataActions: [{name: Verify PIN, inputs: {pin: string}, outputs: {id: string}}]}]
clients:
  - {id: local, name: Local client, secret: local}
  - {id: person, name: A person, secret: person}
  - {id: ci-client, name: CI, secret: ci-client-secret-3141592653}
`;

/** An organisation in the folder of a project, whose client is somebody outside the stack. */
export class TestOrganisation extends ServedOrganisation {
  override start(o: StartOptions = {}): Promise<this> {
    return super.start({ seedText, client: "person", ...o });
  }

  /** Configuration of a provider that runs this organisation within itself. */
  get embedded(): Plain {
    return { region: "local", localOrganisation: this.file, localSeed: "organisation.yaml" };
  }

  /** As `remote`, by a client with credentials; the requests that it may make are not limited. */
  get asClient(): Plain {
    return { ...this.remote, oauthclientId: "ci-client", oauthclientSecret: "ci-client-secret-3141592653" };
  }

  /** A request by somebody outside the stack, which must succeed. */
  api<T = Plain>(method: string, path: string, body?: unknown): Promise<T> {
    return this.client.ok<T>(method, path, body);
  }

  /** Publishes a document as somebody outside the stack. Returns the id of the flow. */
  async publish(document: string): Promise<string> {
    return (await this.client.published(document)).id;
  }

  /** What a person does to the flow `Sales` in Architect, at the next request. */
  async edit(edit: Plain): Promise<void> {
    const flow = { type: "inboundCall", name: "Sales" };
    const faults = await this.client.addFaults({ faults: [{ do: { edit: { flow, ...edit } } }] });
    await this.flowsNamed("Sales");
    for (const { id } of faults) await this.client.removeFaults(id);
  }

  flow(id: string): Promise<Plain & { name: string; description?: string; publishedVersion?: { id: string } }> {
    return this.api("GET", `/api/v2/flows/${id}`);
  }

  async flowsNamed(name: string): Promise<Plain[]> {
    return (await this.api<{ entities: Plain[] }>("GET", `/api/v2/flows?name=${encodeURIComponent(name)}`)).entities;
  }

  /** Takes locks away and deletes all flows. */
  async deleteFlows(): Promise<void> {
    const flows = await this.flowsNamed("*");
    for (const { id, lockedClient } of flows) {
      if (lockedClient) await this.api("POST", `/api/v2/flows/actions/unlock?flow=${id}`);
    }
    if (flows.length > 0) await this.api("DELETE", `/api/v2/flows?id=${flows.map(({ id }) => id).join(",")}`);
  }

  /** The requests that `work` makes the organisation see: `POST /api/v2/flows/jobs`, without what each run begins with. */
  async requestsOf(work: () => Promise<unknown>): Promise<string[]> {
    return (await this.client.requestsOf(work))
      .filter(({ path }) => path !== "/api/v2/organizations/me")
      .map(({ method, path }) => `${method} ${path}`);
  }
}
