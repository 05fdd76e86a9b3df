import { readFileSync } from "node:fs";
import { join } from "node:path";
import { archyFromBody, printArchy } from "@genesys-flows/architect";
import { contextOf } from "@genesys-flows/cli";
import { markLine } from "@genesys-flows/platform";
import { parse } from "yaml";
import type { Context } from "../../../packages/flowctl/context.ts";
import { loadForStack } from "../../../packages/flowctl/stack-file.ts";
import { OrganisationClient } from "../../harness/organisation-client.ts";
import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { makeProject, writeFiles } from "../../project/harness.ts";
import { commandLine, type Ended } from "../program.ts";

type Files = Readonly<Record<string, string>>;

const seed = `organisation: {name: Test}
users: [{name: Ann, email: ann@example.com}]
queues: [{name: Sales}, {name: Support}, {name: Night desk}]
integrations: [{name: CRM, dataActions: [{name: Verify PIN, inputs: {pin: string}, outputs: {id: string}}]}]
clients:
  - {id: local, name: Pipeline, secret: local}
  - {id: architect, name: Architect, secret: architect, user: Ann}
  - {id: maintenance, name: Nightly maintenance, secret: maintenance}
`;

function stackFile(config: object): string {
  const entries = Object.entries({
    "genesyscloud:region": "local",
    "genesys-flows:external": ["queue:Sales", "queue:Support", "queue:Night desk"],
    ...config,
  });
  return `# The stack dev.\nconfig:\n${entries.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`).join("")}`;
}

/** The lines that one text has and the other does not: `-` of the old, then `+` of the new one. */
export function changedLines(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => text.split("\n")) as [string[], string[]];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

/** A project with an embedded organisation that has its flows as the stack `dev` published them. */
export class TakeScene {
  readonly root: string;
  /** The first text of the stack's file. */
  readonly config: string;
  readonly #organisation: ServedOrganisation;
  #ann: OrganisationClient | undefined;

  private constructor(root: string) {
    this.root = root;
    this.config = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    this.#organisation = new ServedOrganisation({ file: join(root, ".genesys/orgs/example-dev.sqlite") });
  }

  static async open(files: Files, config: object = {}): Promise<TakeScene> {
    const root = makeProject({
      ".gitignore": ".genesys/\n",
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stackFile(config),
      "local/organisation.yaml": seed,
      ...files,
    });
    const scene = new TakeScene(root);
    const { server } = await scene.#organisation.start({ seed: join(root, "local/organisation.yaml") });
    scene.#ann = await OrganisationClient.connect(server.url, "architect", "architect");
    try {
      await scene.publish();
    } catch (error) {
      await scene.close();
      throw error;
    }
    return scene;
  }

  get #context(): Context {
    return contextOf({ root: this.root, out() {}, err() {} });
  }

  /** The stack publishes its flows, each with its mark. */
  async publish(): Promise<void> {
    const { flows } = await loadForStack(this.#context, "dev");
    for (const { key, document, digest } of flows) {
      const { description } = document.body;
      const mark = markLine({ project: "example", stack: "dev", key, digest });
      const body = {
        name: document.name,
        ...document.body,
        description: description ? `${description}\n${mark}` : mark,
      };
      await this.#organisation.client.published(printArchy(archyFromBody(document.flowType, body, { file: key })));
    }
  }

  /** The digest of a flow as the project has it. */
  async digest(key: string): Promise<string | undefined> {
    const { flows } = await loadForStack(this.#context, "dev");
    return flows.find((flow) => flow.key === key)?.digest;
  }

  /** What the stack's file says of the version that a flow was taken from. */
  taken(key: string): unknown {
    return parse(this.read("Pulumi.dev.yaml")).config["genesys-flows:flows"]?.[key]?.taken;
  }

  /** The published version of a flow. */
  async version(name: string): Promise<string> {
    const { publishedVersion } = await this.#organisation.client.ok("GET", `/api/v2/flows/${await this.id(name)}`);
    return publishedVersion.id;
  }

  async id(name: string): Promise<string> {
    const { entities } = await this.#organisation.client.ok("GET", `/api/v2/flows?name=${encodeURIComponent(name)}`);
    return entities[0].id;
  }

  async exported(name: string): Promise<string> {
    return this.#organisation.client.exported(await this.id(name));
  }

  /** Ann publishes a flow with another text; or a client that is no person, and keeps the description too. */
  async edited(name: string, edit: (text: string) => string, client?: "maintenance" | "local"): Promise<void> {
    const before = await this.exported(name);
    const after = edit(before);
    if (after === before) throw new Error(`The edit of '${name}' changes nothing.`);
    const other = client && (await this.#organisation.connect(client, client));
    await (other ?? (this.#ann as OrganisationClient)).published(after);
  }

  /** Ann does something else in Architect. */
  async change(name: string, edit: object): Promise<void> {
    const flow = { type: "inboundCall", name };
    const faults = await this.#organisation.client.addFaults({
      faults: [{ do: { edit: { flow, by: "Ann", ...edit } } }],
    });
    await this.#organisation.client.ok("GET", "/api/v2/flows");
    for (const { id } of faults) await this.#organisation.client.removeFaults(id);
  }

  /** The organisation refuses an operation. */
  async refuses(operation: string): Promise<void> {
    const error = { status: 403, code: "missing.permissions", message: "You are missing a permission." };
    await this.#organisation.client.addFaults({ faults: [{ when: { operation }, do: { error } }] });
  }

  take(...args: string[]): Promise<Ended> {
    return commandLine(this.root, "take", ...args, "--stack", "dev");
  }

  /** Another command. */
  run(...args: string[]): Promise<Ended> {
    return commandLine(this.root, ...args, "--stack", "dev");
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), "utf8");
  }

  write(files: Files): void {
    writeFiles(this.root, files);
  }

  close(): Promise<void> {
    return this.#organisation.close();
  }
}
