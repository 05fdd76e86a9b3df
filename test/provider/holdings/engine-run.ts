import path from "node:path";
import { parseUrn } from "@genesys-flows/project/state";
import type { Operation, Resource } from "../../../packages/provider/engine/resource.ts";
import { Asset, type Properties, type PropertyValue } from "../../../packages/provider/engine/values.ts";
import { createProvider } from "../../../packages/provider/provider.ts";
import type { StateEntry } from "../../../packages/provider/run/stack-state.ts";
import type { TestOrganisation } from "../harness/organisation.ts";
import type { Plain } from "../harness/plugin.ts";

/** The signature of an asset in the engine's form of properties. */
const ASSET = "4dabf18193072939515e22adb298388d";

/**
 * One run of the engine in this process, as far as a replacement, a move and a deletion need it: the calls that the engine makes,
 * in its order. The state is one list for all runs of a test; it changes as the engine writes it.
 */
export class EngineRun {
  readonly state: StateEntry[];
  /** What stays on the screen. */
  readonly said: string[] = [];
  readonly #folder: string;
  readonly #cancel = new AbortController();
  readonly #provider: ReturnType<typeof createProvider>;

  constructor(organisation: TestOrganisation, state: StateEntry[]) {
    this.state = state;
    this.#folder = organisation.folder;
    this.#provider = createProvider({
      signal: this.#cancel.signal,
      folder: organisation.folder,
      environment: {},
      readState: async () => structuredCopy(state),
    });
    this.#provider.configure({
      inputs: organisation.asClient as Properties,
      urn: parseUrn("urn:pulumi:dev::flows::pulumi:providers:genesyscloud::default"),
    });
  }

  /** The engine registers a resource that the state does not have, or that is to be replaced: Check without old inputs, Create. */
  async creates(urn: string, program: Plain): Promise<string> {
    const inputs = await this.#checked(urn, program, {});
    return this.createsChecked(urn, inputs);
  }

  /** The engine checks a resource and creates nothing: `--target` names another one, or the creation fails. */
  async registers(urn: string, program: Plain): Promise<void> {
    await this.#checked(urn, program, {});
  }

  async createsChecked(urn: string, inputs: Properties): Promise<string> {
    const [resource, operation] = this.#of(urn);
    const { id, outputs } = await resource.create(operation, { inputs, preview: false });
    const entry = { urn, type: operation.urn.type, id: String(id), inputs, outputs, isPendingDeletion: false };
    const before = this.state.find((old) => old.urn === urn && !old.isPendingDeletion);
    if (before) this.#change(before, { ...before, isPendingDeletion: true });
    this.state.unshift(entry);
    return entry.id;
  }

  /** What a preview would do: the id of an object that stays, undefined for a new one. */
  async previewsCreate(urn: string, program: Plain): Promise<string | undefined> {
    const inputs = await this.#checked(urn, program, {});
    const [resource, operation] = this.#of(urn);
    return (await resource.create(operation, { inputs, preview: true })).id;
  }

  /** The engine registers a resource of the state: Check, Diff. Other changes than none are not made. */
  async finds(urn: string, program: Plain): Promise<readonly string[]> {
    const entry = this.entry(urn);
    const inputs = await this.#checked(urn, program, entry.inputs);
    const [resource, operation] = this.#of(urn);
    const request = { id: entry.id, inputs, oldInputs: entry.inputs, state: entry.outputs };
    return [...(await resource.diff(operation, request)).changes.keys()];
  }

  /** The engine checks a resource that it is about to replace, and deletes the old object first. */
  async checksThenDeletes(urn: string, program: Plain): Promise<Properties> {
    const inputs = await this.#checked(urn, program, {});
    const entry = this.entry(urn);
    await this.#delete(entry);
    return inputs;
  }

  /** The engine deletes what was replaced, or what the program did not register. */
  async deletes(...entries: readonly StateEntry[]): Promise<void> {
    for (const entry of entries) {
      await this.#delete(entry);
      this.state.splice(this.state.indexOf(entry), 1);
    }
  }

  /** The live entry of a resource. */
  entry(urn: string): StateEntry {
    const found = this.state.find((entry) => entry.urn === urn && !entry.isPendingDeletion);
    if (!found) throw new Error(`The state has no ${urn}.`);
    return found;
  }

  /** The replaced entry of a resource. */
  replaced(urn: string): StateEntry {
    const found = this.state.find((entry) => entry.urn === urn && entry.isPendingDeletion);
    if (!found) throw new Error(`The state has no replaced ${urn}.`);
    return found;
  }

  async close(): Promise<void> {
    this.#cancel.abort(new Error("The test is over."));
    await this.#provider.close();
  }

  async #checked(urn: string, program: Plain, oldInputs: Properties): Promise<Properties> {
    const [resource, operation] = this.#of(urn);
    const checked = await resource.check(operation, { inputs: properties(program, this.#folder), oldInputs });
    if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
    return checked.inputs;
  }

  async #delete({ urn, id, inputs, outputs }: StateEntry): Promise<void> {
    const [resource, operation] = this.#of(urn);
    await resource.delete(operation, { id, inputs, state: outputs });
  }

  #change(from: StateEntry, to: StateEntry): void {
    this.state.splice(this.state.indexOf(from), 1, to);
  }

  #of(text: string): [Resource, Operation] {
    const urn = parseUrn(text);
    const resource = urn && this.#provider.resources.get(urn.type);
    if (!urn || !resource) throw new Error(`No resource for ${text}.`);
    const note = (message: string) => void this.said.push(message);
    const log = { progress: () => {}, info: note, warn: note, note: () => {}, debug: () => {} };
    return [resource, { urn, signal: this.#cancel.signal, log, runsProgram: async () => true }];
  }
}

/** What a program in a folder passes, with its assets. */
function properties(plain: Plain, folder: string): Properties {
  const read = (value: unknown): PropertyValue => {
    if (Array.isArray(value)) return value.map(read);
    if (value === null || typeof value !== "object") return value as PropertyValue;
    if (!(ASSET in value)) return properties(value as Plain, folder);
    const asset = value as { hash?: string; text?: string; path?: string };
    return new Asset({ ...asset, ...(asset.path && { path: path.join(folder, asset.path) }) });
  };
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const isFile = name === "filename" && typeof value === "string";
      return [name, isFile ? path.join(folder, value) : read(value)];
    }),
  );
}

function structuredCopy(state: readonly StateEntry[]): StateEntry[] {
  return state.map((entry) => ({ ...entry }));
}
