import type { FlowType } from "@genesys-flows/architect";

/** The document that a flow was published with, as the state knows it. */
interface PublishedDocument {
  /** Path of the compiled document, relative to the project; it may no longer exist. */
  readonly path: string | undefined;
  /** sha256 of its content. */
  readonly hash: string | undefined;
}

/** What an update will do to one flow. */
export interface ChangedFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  /** Absent where it does not exist yet. */
  readonly id?: string | undefined;
  readonly operation: "create" | "update" | "delete";
  /** The document itself changes, its name included. False for a caller that is republished for a module. */
  readonly ownChange: boolean;
  /** Keys of the modules whose new version its publishing copies. */
  readonly takes: readonly string[];
  /** Digest of the document that will be published; of a flow that is deleted, of the published one. */
  readonly digest: string;
  /** The published version, as the state knows it. */
  readonly version?: string | undefined;
  /** Undefined where the state does not say what is published. */
  readonly published?: PublishedDocument | undefined;
}

/** What the update will do to the flows and numbers of the stack, as a preview found. */
export class ChangePlan {
  readonly #changed = new Map<string, ChangedFlow>();
  readonly #ids = new Set<string>();
  readonly #live = new Map<string, string>();
  readonly #numbers = new Map<string, string>();

  clear(): void {
    this.#changed.clear();
    this.#ids.clear();
    this.#live.clear();
    this.#numbers.clear();
  }

  /** A flow of the stack, changed or not. */
  addId(id: string): void {
    this.#ids.add(id);
  }

  /** The first record of a flow stays: a replacement is an update, although the engine creates a flow for it. */
  add(flow: ChangedFlow): void {
    if (flow.id !== undefined) this.#ids.add(flow.id);
    if (!this.#changed.has(flow.key)) this.#changed.set(flow.key, flow);
  }

  /** Whether the update publishes or deletes the flow of a key, as far as this preview knows. */
  has(key: string): boolean {
    return this.#changed.has(key);
  }

  /** The published version of a flow in the organisation. */
  found(id: string, version: string | undefined): void {
    if (version !== undefined) this.#live.set(id, version);
  }

  /** A number that led to a flow of the stack, and will lead to another or to none. @param from key of the flow */
  addNumber(number: string, from: string): void {
    this.#numbers.set(number, from);
  }

  /** By key. */
  get flows(): readonly ChangedFlow[] {
    return [...this.#changed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Ids of the flows of the stack, those that leave it among them. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** The published version in the organisation, where this preview read it. */
  liveVersion(id: string): string | undefined {
    return this.#live.get(id);
  }

  /** Number -> key of the flow that it led to. */
  get movedNumbers(): ReadonlyMap<string, string> {
    return this.#numbers;
  }
}
