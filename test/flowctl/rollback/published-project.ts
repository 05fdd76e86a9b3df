import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArchy } from "@genesys-flows/architect";
import { readMark } from "@genesys-flows/platform";
import { type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";
import { ACCOUNT_FORMAT, accountName } from "@genesys-flows/report/account";
import { contentOf } from "../../../packages/flowctl/rollback/versions.ts";
import { markDocument } from "../../../packages/platform/flows/mark.ts";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { commandLine, type Ended } from "../program.ts";
import { Repository } from "../repository.ts";

type Files = Readonly<Record<string, string>>;

const STACK = "Pulumi.dev.yaml";
const SEED = `organisation: {name: Test}
queues: [{name: Sales}]
users: [{name: Ann, email: ann@example.com}]
clients: [{id: local, secret: local}, {id: ann, secret: ann, user: Ann}]
`;

/** A project in a Git repository, and an organisation that gets what an update would publish: without the engine, in milliseconds. */
export class PublishedProject extends Repository {
  readonly #organisation: ServedOrganisation;
  #ann: OrganisationClient | undefined;
  #releases = 0;

  constructor(files: Files) {
    super({
      "Pulumi.yaml": "name: example\n",
      [STACK]: "config:\n  genesyscloud:region: local\n",
      "local/organisation.yaml": SEED,
      ...files,
    });
    this.git("config", "user.name", "Test");
    this.git("config", "user.email", "test@example.com");
    this.#organisation = new ServedOrganisation({ file: join(this.root, ".genesys/orgs/example-dev.sqlite") });
  }

  async start(): Promise<this> {
    mkdirSync(join(this.root, ".genesys/orgs"), { recursive: true });
    await this.#organisation.start({ seed: join(this.root, "local/organisation.yaml") });
    this.#ann = await this.#organisation.connect("ann", "ann");
    return this;
  }

  close(): Promise<void> {
    return this.#organisation.close();
  }

  get client(): OrganisationClient {
    return this.#organisation.client;
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), "utf8");
  }

  /** Replaces text in a file. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    this.write({ [file]: text.replaceAll(from, to) });
  }

  remove(file: string): void {
    rmSync(join(this.root, file));
  }

  /** The project as the stack sees it. */
  load(): Promise<FlowProject> {
    return loadProject({ root: this.root, stack: stackFileEntries(STACK, this.read(STACK)), stackFile: STACK });
  }

  /** Publishes every flow whose live version is not of its source: modules first, with the mark of the stack. */
  async publish(o: { readonly release?: boolean } = {}): Promise<void> {
    const { flows } = await this.load();
    const outputs: Record<string, object> = {};
    for (const { key, name, type, document, digest, formerly } of flows) {
      const live = (await this.flowOf(key)) ?? (await this.flowOf(formerly[0] ?? key));
      if (live && live.name !== name) await this.#rename(live, name);
      const mark = { project: "example", stack: "dev", key, digest };
      const isKept = live !== undefined && readMark(live.description)?.key === key && live.name === name;
      const isLive = isKept && (await this.content(key)) === this.#published.get(`${key} ${digest}`);
      const flow = isLive ? live : await this.client.published(markDocument(document, mark).text);
      this.#published.set(`${key} ${digest}`, await this.content(key));
      outputs[key] = { id: flow.id, name, type, digest, publishedVersion: flow.publishedVersion.id };
    }
    if (o.release) this.#keepRelease(outputs);
  }

  // biome-ignore lint/suspicious/noExplicitAny: an entity of the API
  async #rename({ id, type, description }: any, name: string): Promise<void> {
    await this.client.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    await this.client.ok("PUT", `/api/v2/flows/${id}`, { id, name, type, description });
    await this.client.ok("POST", `/api/v2/flows/actions/unlock?flow=${id}`);
  }

  /** Key and digest -> what the platform has of it. */
  readonly #published = new Map<string, string>();

  #keepRelease(flows: Record<string, object>): void {
    this.#releases += 1;
    const time = `2026-01-0${this.#releases}T03:04:05.000Z`;
    const folder = join(this.root, ".genesys/releases/example/dev");
    mkdirSync(folder, { recursive: true });
    const report = { verdict: { text: "Done." }, flows: [] };
    const release = { format: ACCOUNT_FORMAT, time, commit: this.git("rev-parse", "HEAD"), flows, report };
    writeFileSync(join(folder, `${accountName(time)}.json`), JSON.stringify(release));
  }

  /** Ann changes texts of a flow in Architect, and publishes it. The ownership mark stays in its description. */
  async annPublishes(key: string, from: string, to: string): Promise<void> {
    const flow = await this.flowOf(key);
    const text = await this.client.exported(flow.id, flow.publishedVersion.id);
    if (!text.includes(from)) throw new Error(`${key} does not say ${from}`);
    await (this.#ann as OrganisationClient).published(text.replaceAll(from, to));
  }

  /** The live flow that has the mark of a key. */
  // biome-ignore lint/suspicious/noExplicitAny: an entity of the API
  async flowOf(key: string): Promise<any> {
    const { entities } = await this.client.ok("GET", "/api/v2/flows?pageSize=500");
    return entities.find(({ description }: { description?: string }) => readMark(description)?.key === key);
  }

  /** What a version says, without its name and its mark; the published one by default. */
  async content(key: string, version?: string): Promise<string> {
    const flow = await this.flowOf(key);
    const text = await this.client.exported(flow.id, version ?? flow.publishedVersion.id);
    return contentOf(parseArchy(text, { file: `${key}.yaml` }));
  }

  /** The published version of a flow. */
  async version(key: string): Promise<string> {
    return (await this.flowOf(key)).publishedVersion.id;
  }

  flowctl(...args: string[]): Promise<Ended> {
    return commandLine(this.root, ...args, "--stack", "dev");
  }
}
