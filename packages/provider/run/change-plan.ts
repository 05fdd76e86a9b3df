import type { FlowType } from "@genesys-flows/architect";

/** What an update will do to one flow. */
export interface ChangedFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  readonly id?: string | undefined;
  readonly operation: "create" | "update" | "delete";
  /** The document itself changes, its name included. False for a caller that is republished for a module. */
  readonly ownChange: boolean;
  /** Ids of the nodes that are added or changed, in the document. Undefined if the state does not say which there were. */
  readonly nodes?: readonly string[] | undefined;
  readonly takes: readonly string[];
  /** Digest of the document that will be published; of a flow that is deleted, of the published one. */
  readonly digest: string;
  /** The published version, as the state knows it. */
  readonly version?: string | undefined;
  /**
   * The document that it was published with: its path, relative to the project, where it may no longer exist, and the sha256 of its
   * content. Undefined if the state does not say what is published.
   */
  readonly published?: { readonly path: string | undefined; readonly hash: string | undefined } | undefined;
}

/** What the update will do to the flows and numbers of the stack, as a preview found. */
export class ChangePlan {
  readonly #changed = new Map<string, ChangedFlow>();
  /** Ids of the flows of the stack, changed or not, those that leave it among them. */
  readonly ids = new Set<string>();
  /** Id of a flow -> its published version in the organisation, where this preview read it. */
  readonly liveVersions = new Map<string, string>();
  /** Number that led to a flow of the stack, and will lead to another or to none -> key of the flow. */
  readonly movedNumbers = new Map<string, string>();

  /** The same for e-mail addresses. */
  readonly movedAddresses = new Map<string, string>();

  clear(): void {
    const { ids, liveVersions, movedNumbers, movedAddresses } = this;
    for (const known of [this.#changed, ids, liveVersions, movedNumbers, movedAddresses]) known.clear();
  }

  /** The first record of a flow stays: a replacement is an update, although the engine creates a flow for it. */
  add(flow: ChangedFlow): void {
    if (flow.id !== undefined) this.ids.add(flow.id);
    if (!this.#changed.has(flow.key)) this.#changed.set(flow.key, flow);
  }

  /** Whether the update publishes or deletes the flow of a key, as far as this preview knows. */
  has(key: string): boolean {
    return this.#changed.has(key);
  }

  get flows(): readonly ChangedFlow[] {
    return [...this.#changed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
