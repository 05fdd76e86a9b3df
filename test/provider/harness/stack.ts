import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { type Plain, type Plugin, PluginError, plain, struct, unknownValue } from "./plugin.ts";

/** A resource as state keeps it. */
export interface Stored {
  id: string;
  inputs: Plain;
  outputs: Plain;
}

/** What the engine did, or would do, with one resource. */
export interface Step {
  readonly operation: "create" | "update" | "replace" | "same" | "failed-check";
  readonly failures: { property: string; reason: string }[];
  readonly detailedDiff: Record<string, string>;
  /** Outputs; in a preview with `unknownValue`. */
  readonly outputs: Plain;
}

const kindNames = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

/** The engine's part, with the state of one stack: check, diff, then create or update. */
export class Stack {
  plugin: Plugin;
  readonly project: string;
  readonly name: string;
  readonly state = new Map<string, Stored>();

  constructor(plugin: Plugin, where: { project?: string; name?: string } = {}) {
    this.plugin = plugin;
    this.project = where.project ?? "flows";
    this.name = where.name ?? "dev";
  }

  urn(type: string, name: string): string {
    return `urn:pulumi:${this.name}::${this.project}::${type}::${name}`;
  }

  get(type: string, name: string): Stored {
    const stored = this.state.get(this.urn(type, name));
    if (!stored) throw new Error(`The stack has no ${type} ${name}.`);
    return stored;
  }

  /** What an alias does in the next run: the resource is the same under another name. */
  async rename(type: string, from: string, to: string): Promise<void> {
    await this.plugin.beginRun();
    this.state.set(this.urn(type, to), this.get(type, from));
    this.state.delete(this.urn(type, from));
  }

  preview(type: string, name: string, inputs: Plain): Promise<Step> {
    return this.#step(type, name, inputs, true);
  }

  /** @param o.afterCheck what happens while the engine has checked the inputs and does something else first */
  up(type: string, name: string, inputs: Plain, o: { afterCheck?: () => void } = {}): Promise<Step> {
    return this.#step(type, name, inputs, false, o.afterCheck);
  }

  async #step(type: string, name: string, program: Plain, preview: boolean, afterCheck?: () => void): Promise<Step> {
    const urn = this.urn(type, name);
    const old = this.state.get(urn);
    const check = new messages.CheckRequest();
    check.setUrn(urn);
    check.setOlds(struct(old?.inputs ?? {}));
    check.setNews(struct(program));
    const checked = await this.plugin.call<messages.CheckResponse>("check", check);
    const failures = checked.getFailuresList().map((f) => ({ property: f.getProperty(), reason: f.getReason() }));
    if (failures.length > 0) return { operation: "failed-check", failures, detailedDiff: {}, outputs: {} };
    const inputs = plain(checked.getInputs());
    afterCheck?.();
    if (!old) return this.#create(urn, inputs, preview);

    const diff = new messages.DiffRequest();
    diff.setId(old.id);
    diff.setUrn(urn);
    diff.setOlds(struct(withoutContent(old.outputs)));
    diff.setOldInputs(struct(withoutContent(old.inputs)));
    diff.setNews(struct(withoutContent(inputs)));
    const result = await this.plugin.call<messages.DiffResponse>("diff", diff);
    const detailedDiff: Record<string, string> = {};
    result.getDetaileddiffMap().forEach((value: messages.PropertyDiff, key: string) => {
      detailedDiff[key] = kindNames[value.getKind()] ?? "?";
    });
    if (result.getReplacesList().length > 0) {
      if (result.getDeletebeforereplace() && !preview) {
        await this.#delete(old, urn);
        return { ...(await this.#create(urn, inputs, preview)), operation: "replace", detailedDiff };
      }
      const created = await this.#create(urn, inputs, preview);
      if (!preview) await this.#delete(old, urn);
      return { ...created, operation: "replace", detailedDiff };
    }
    if (result.getChanges() === messages.DiffResponse.DiffChanges.DIFF_NONE) {
      if (!preview) this.state.set(urn, { ...old, inputs: withoutContent(inputs) });
      return { operation: "same", failures, detailedDiff, outputs: old.outputs };
    }
    const update = new messages.UpdateRequest();
    update.setId(old.id);
    update.setUrn(urn);
    update.setOlds(struct(withoutContent(old.outputs)));
    update.setOldInputs(struct(withoutContent(old.inputs)));
    update.setNews(struct(inputs));
    update.setPreview(preview);
    const outputs = await this.#keepingPartial(urn, inputs, async () =>
      plain((await this.plugin.call<messages.UpdateResponse>("update", update)).getProperties()),
    );
    if (!preview) this.state.set(urn, { id: old.id, inputs: withoutContent(inputs), outputs });
    return { operation: "update", failures, detailedDiff, outputs };
  }

  async #create(urn: string, inputs: Plain, preview: boolean): Promise<Step> {
    const create = new messages.CreateRequest();
    create.setUrn(urn);
    create.setProperties(struct(inputs));
    create.setPreview(preview);
    const response = await this.#keepingPartial(urn, inputs, () =>
      this.plugin.call<messages.CreateResponse>("create", create),
    );
    const outputs = plain(response.getProperties());
    if (!preview) this.state.set(urn, { id: response.getId(), inputs: withoutContent(inputs), outputs });
    return { operation: "create", failures: [], detailedDiff: {}, outputs };
  }

  async #keepingPartial<T>(urn: string, inputs: Plain, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PluginError && error.partial) {
        const { id, properties } = error.partial;
        this.state.set(urn, { id, inputs: withoutContent(inputs), outputs: properties });
      }
      throw error;
    }
  }

  /** `pulumi refresh` of one resource; false when it was gone. */
  async refresh(type: string, name: string): Promise<boolean> {
    const urn = this.urn(type, name);
    const old = this.get(type, name);
    const response = await this.read(urn, old.id, old);
    if (!response.getId()) {
      this.state.delete(urn);
      return false;
    }
    this.state.set(urn, {
      id: response.getId(),
      inputs: plain(response.getInputs()),
      outputs: plain(response.getProperties()),
    });
    return true;
  }

  /** `pulumi import`: the resource by its id alone. */
  async import(type: string, name: string, id: string): Promise<Stored> {
    const urn = this.urn(type, name);
    const response = await this.read(urn, id);
    const stored = {
      id: response.getId(),
      inputs: plain(response.getInputs()),
      outputs: plain(response.getProperties()),
    };
    this.state.set(urn, stored);
    return stored;
  }

  read(urn: string, id: string, known?: Stored): Promise<messages.ReadResponse> {
    const read = new messages.ReadRequest();
    read.setId(id);
    read.setUrn(urn);
    read.setProperties(struct(withoutContent(known?.outputs ?? {})));
    read.setInputs(struct(withoutContent(known?.inputs ?? {})));
    return this.plugin.call("read", read);
  }

  async destroy(type: string, name: string): Promise<void> {
    const urn = this.urn(type, name);
    const stored = this.get(type, name);
    await this.plugin.beginRun();
    await this.#delete(stored, urn);
    this.state.delete(urn);
  }

  async #delete(stored: Stored, urn: string): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(stored.id);
    request.setUrn(urn);
    request.setProperties(struct(withoutContent(stored.outputs)));
    request.setOldInputs(struct(withoutContent(stored.inputs)));
    await this.plugin.call("delete", request);
  }
}

/** As the engine hands over what it has in its state: assets without text. */
function withoutContent(properties: Plain): Plain {
  const { document, ...rest } = properties;
  if (document === undefined) return rest;
  const { text: _text, ...asset } = document as Plain;
  return { ...rest, document: asset };
}

export { unknownValue };
