import { createHash } from "node:crypto";
import { parseUrn } from "@genesys-flows/project/state";
import { type Pace, platformPace } from "../../../packages/platform/organisation/pace.ts";
import { type Operation, PartialFailure, type Resource } from "../../../packages/provider/engine/resource.ts";
import { Asset, type Properties } from "../../../packages/provider/engine/values.ts";
import { createProvider } from "../../../packages/provider/provider.ts";
import { TestOrganisation } from "../harness/organisation.ts";
import type { Plain } from "../harness/plugin.ts";
import { FLOW } from "../harness/scene.ts";

/** Seconds of the organisation in one of this machine. */
const SPEED = 20;

/** The platform's pace on a clock that runs so much faster. */
function fast(pace: Pace): Pace {
  const shorter = (value: unknown): unknown => {
    if (typeof value === "number") return value / SPEED;
    if (Array.isArray(value)) return value.map(shorter);
    return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, shorter(inner)]));
  };
  return shorter(pace) as Pace;
}

/** A resource as the state has it. */
export interface Known {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** An organisation whose clock runs fast, and runs of one stack on it at the pace of a real one, in this process. */
export class LateOrganisation extends TestOrganisation {
  readonly #ending: (() => Promise<void>)[] = [];

  override start(): Promise<this> {
    const began = Date.now();
    return super.start({ clock: { now: () => began + Math.round((Date.now() - began) * SPEED) } });
  }

  /** Reads of these kinds are so many seconds late from now on. */
  async late(lags: Readonly<Record<string, number>>): Promise<void> {
    const faults = Object.entries(lags).map(([kind, seconds]) => ({ do: { readLag: { seconds, of: [kind] } } }));
    await this.client.addFaults({ faults });
  }

  async inTime(): Promise<void> {
    await this.client.removeFaults();
  }

  /** In place of what was late until now: so many reads of a kind, as of ten minutes ago. */
  async lateOnly(times: number, kind: string): Promise<void> {
    const before = await this.client.faults();
    await this.client.addFaults({ faults: [{ times, do: { readLag: { seconds: 600, of: [kind] } } }] });
    for (const { id } of before) await this.client.removeFaults(id);
  }

  /** A run of the stack: another process, as it were, with the state of an earlier run. */
  run(after?: LateRun): LateRun {
    const run = new LateRun(this, new Map(after?.state));
    this.#ending.push(() => run.close());
    return run;
  }

  /** Ends the runs of a test and deletes its flows. */
  async reset(): Promise<void> {
    await this.#endRuns();
    await this.inTime();
    await this.deleteFlows();
  }

  override async close(): Promise<void> {
    await this.#endRuns();
    await super.close();
  }

  async #endRuns(): Promise<void> {
    await Promise.all(this.#ending.splice(0).map((end) => end()));
  }
}

/** One run of the engine on a stack of flows. */
export class LateRun {
  readonly state: Map<string, Known>;
  /** What stays on the screen. */
  readonly said: string[] = [];
  readonly warned: string[] = [];
  /** What is shown while an operation runs. */
  readonly shown: string[] = [];
  readonly #cancel = new AbortController();
  readonly #provider: ReturnType<typeof createProvider>;
  readonly #flow: Resource;
  /** Another run of the engine begins in this process. */
  readonly #begin: () => void;

  constructor(organisation: TestOrganisation, state: Map<string, Known>) {
    this.state = state;
    this.#provider = createProvider({
      signal: this.#cancel.signal,
      folder: organisation.folder,
      environment: {},
      paceFor: () => fast(platformPace),
    });
    const urn = parseUrn("urn:pulumi:dev::flows::pulumi:providers:genesyscloud::default");
    this.#begin = () => this.#provider.configure({ inputs: organisation.asClient as Properties, urn });
    this.#begin();
    this.#flow = this.#provider.resources.get(FLOW) as Resource;
  }

  known(key: string): Known {
    const known = this.state.get(key);
    if (!known) throw new Error(`The stack has no flow ${key}.`);
    return known;
  }

  /** `pulumi up` of one flow. @returns what was done. @throws why it was not */
  async up(key: string, text: string, more: Plain = {}): Promise<"create" | "update" | "same"> {
    const operation = this.#operation(key);
    const old = this.state.get(key);
    const document = new Asset({ text, hash: createHash("sha256").update(text).digest("hex") });
    const checked = await this.#flow.check(operation, {
      inputs: { document, ...more } as Properties,
      oldInputs: old?.inputs ?? {},
    });
    if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
    const { inputs } = checked;
    try {
      if (!old) {
        const { id, outputs } = await this.#flow.create(operation, { inputs, preview: false });
        this.state.set(key, { id: String(id), inputs, outputs });
        return "create";
      }
      const request = { id: old.id, inputs, oldInputs: old.inputs, state: old.outputs };
      if ((await this.#flow.diff(operation, request)).changes.size === 0) return "same";
      const outputs = await this.#flow.update(operation, { ...request, preview: false });
      this.state.set(key, { id: old.id, inputs, outputs });
      return "update";
    } catch (error) {
      if (error instanceof PartialFailure) this.state.set(key, { id: error.id, inputs, outputs: error.outputs });
      throw error;
    }
  }

  /** The module as callers name it in `modules`. */
  module(key: string, name: string): Plain {
    const { id, outputs } = this.known(key);
    return { modules: { [key]: { flowId: id, digest: outputs["digest"], name } } };
  }

  /** `pulumi refresh` of one flow; false when it is gone. */
  async refresh(key: string): Promise<boolean> {
    const { id, inputs, outputs } = this.known(key);
    const read = await this.#flow.read(this.#operation(key), { id, inputs, state: outputs });
    if (read) this.state.set(key, { id, ...read });
    else this.state.delete(key);
    return read !== undefined;
  }

  async delete(key: string): Promise<void> {
    const { id, inputs, outputs } = this.known(key);
    this.#begin();
    await this.#flow.delete(this.#operation(key), { id, inputs, state: outputs });
    this.state.delete(key);
  }

  async close(): Promise<void> {
    this.#cancel.abort(new Error("The test is over."));
    await this.#provider.close();
  }

  #operation(key: string): Operation {
    const urn = parseUrn(`urn:pulumi:dev::flows::${FLOW}::${key}`);
    if (!urn) throw new Error(`No URN for ${key}.`);
    return {
      urn,
      signal: this.#cancel.signal,
      log: {
        progress: (message) => void this.shown.push(message),
        info: (message) => void this.said.push(message),
        warn: (message) => void this.warned.push(message),
        note: ({ message }) => void this.warned.push(message),
        debug: () => {},
      },
      runsProgram: async () => true,
    };
  }
}
