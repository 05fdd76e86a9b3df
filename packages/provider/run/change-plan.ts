import type { FlowType } from "@genesys-flows/architect";

/** What an update will do to one flow. */
export interface ChangedFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  readonly id?: string | undefined;
  readonly operation: "create" | "update" | "delete";
  /**
   * Whether the document itself changes, including its name. False for a caller that is republished because of a
   * module.
   */
  readonly ownChange: boolean;
  /** Ids of added or changed nodes in the document; undefined if the state does not contain the previous nodes. */
  readonly nodes?: readonly string[] | undefined;
  readonly takes: readonly string[];
  /** Digest of the document that will be published; for a deleted flow, digest of the published document. */
  readonly digest: string;
  /** The published version according to the state. */
  readonly version?: string | undefined;
  /**
   * The published document: its path relative to the project (the file may no longer exist) and the SHA-256 hash of its
   * content. Undefined if the state does not identify the published document.
   */
  readonly published?: { readonly path: string | undefined; readonly hash: string | undefined } | undefined;
}

/** Changes that the update will make to the flows and numbers of the stack, according to a preview. */
export class ChangePlan {
  readonly #changed = new Map<string, ChangedFlow>();
  /** Ids of all flows of the stack, changed or not, including flows that leave the stack. */
  readonly ids = new Set<string>();
  /** Id of a flow -> its published version in the organisation, if this preview read it. */
  readonly liveVersions = new Map<string, string>();
  /** Number that routed to a flow of the stack and will route to a different flow or to no flow -> key of the flow. */
  readonly movedNumbers = new Map<string, string>();

  /** Like `movedNumbers`, for e-mail addresses. */
  readonly movedAddresses = new Map<string, string>();

  clear(): void {
    const { ids, liveVersions, movedNumbers, movedAddresses } = this;
    for (const known of [this.#changed, ids, liveVersions, movedNumbers, movedAddresses]) known.clear();
  }

  /** Keeps the first record of a flow: a replacement is an update, although the engine creates a flow for it. */
  add(flow: ChangedFlow): void {
    if (flow.id !== undefined) this.ids.add(flow.id);
    if (!this.#changed.has(flow.key)) this.#changed.set(flow.key, flow);
  }

  /** Whether the update publishes or deletes the flow with a key, as far as this preview knows. */
  has(key: string): boolean {
    return this.#changed.has(key);
  }

  get flows(): readonly ChangedFlow[] {
    return [...this.#changed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
