import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import type { Existing, Operation, Resource } from "../engine/resource.ts";
import { type Properties, withoutContent } from "../engine/values.ts";
import type { CreationNotes } from "./creation-notes.ts";
import type { StateEntry, StateReader } from "./stack-state.ts";

interface Registered {
  readonly urn: ResourceUrn;
  readonly resource: Resource;
  readonly inputs: Properties;
}

/**
 * Tracks which resource owns which live object, in this run and in the stack's state. The engine replaces a resource
 * with Create and Delete (`--replace`, `state taint`, a different parent), and moves a resource in the same way. In
 * these cases, the live object is kept:
 * - Create updates the object that the state has for the resource, if an update can reach the desired state.
 * - Delete does not delete an object that belongs to a resource of this run or to another resource in the state, or that
 *   a registered resource is about to take over.
 */
export class Holdings {
  readonly #readState: StateReader;
  readonly #notes: CreationNotes;
  readonly #registered = new Map<string, Registered>();
  /** URN -> id of the resource's object in this run. */
  readonly #held = new Map<string, string>();
  /** State entries whose Delete this run has already received. */
  readonly #left = new Set<StateEntry>();
  /** Type and id of objects that this run has deleted or found deleted. */
  readonly #gone = new Set<string>();
  #state: Promise<readonly StateEntry[]> | undefined;

  constructor(readState: StateReader, notes: CreationNotes) {
    this.#readState = readState;
    this.#notes = notes;
  }

  begin(): void {
    for (const known of [this.#registered, this.#held, this.#left, this.#gone]) known.clear();
    this.#state = undefined;
  }

  /** Whether a resource owns a live object, in this run or in the stack's state. */
  async has(resource: Pick<Resource, "token">, id: string, stack: string): Promise<boolean> {
    if (this.#holderOf(resource.token, id) !== undefined) return true;
    return (await this.#entriesOf(stack, resource)).some((entry) => entry.id === id);
  }

  /**
   * Whether an object is in the stack's state but does not belong to any resource of this run. Meaningful once the
   * program has ended, and in `destroy`.
   */
  async leaves(resource: Pick<Resource, "token">, id: string, stack: string): Promise<boolean> {
    return this.#holderOf(resource.token, id) === undefined && (await this.has(resource, id, stack));
  }

  /** Ids of all objects of a type that were in the state when it was first read. */
  async everHeld(token: string, stack: string): Promise<string[]> {
    this.#state ??= this.#readState(stack).then((entries) => entries ?? []);
    return (await this.#state).filter(({ type }) => type === token).map(({ id }) => id);
  }

  /** Wraps a resource so that its objects are kept if the engine replaces or moves it. */
  keeping(resource: Resource): Resource {
    return {
      ...resource,
      check: async (operation, request) => {
        const result = await resource.check(operation, request);
        const { urn } = operation;
        if (result.failures.length === 0) this.#registered.set(urn.text, { urn, resource, inputs: result.inputs });
        return result;
      },
      diff: async (operation, request) => {
        const { text } = operation.urn;
        const result = await resource.diff(operation, request);
        const replaces = [...result.changes.values()].some(({ kind }) => kind.endsWith("-replace"));
        // Before a registration, the engine asks whether the replacement of a different resource also replaces this
        // one.
        if (replaces) this.#held.delete(text);
        else if (this.#registered.has(text)) this.#hold(resource, operation, request.id);
        return result;
      },
      create: async (operation, request) => {
        const kept = await this.#kept(resource, operation, request);
        const created = kept ?? (await resource.create(operation, request));
        if (created.id !== undefined) this.#hold(resource, operation, created.id);
        return created;
      },
      read: async (operation, request) => {
        const result = await resource.read(operation, request);
        const isImport = Object.keys(request.state).length === 0;
        if (!result) this.#gone.add(`${resource.token} ${request.id}`);
        else if (isImport) this.#hold(resource, operation, request.id);
        return result;
      },
      delete: async (operation, request) => {
        const stays = await this.#staying(resource, operation, request);
        if (stays !== undefined) {
          operation.log.info(`The ${named(resource, request)} stays in the organisation: ${stays}`);
          return;
        }
        await resource.delete(operation, request);
        this.#gone.add(`${resource.token} ${request.id}`);
      },
    };
  }

  /** @throws Error if a different registered resource owns the object */
  #hold({ noun, token }: Resource, { urn }: Operation, id: string): void {
    const other = this.#holderOf(token, id);
    if (other !== undefined && other !== urn.text && this.#registered.has(urn.text)) {
      throw new Error(
        `The program registers the ${noun} ${id} twice: as ${urn.text} and as ${other}. Remove one of these resources from the program.`,
      );
    }
    this.#held.set(urn.text, id);
  }

  #holderOf(token: string, id: string): string | undefined {
    for (const [urn, held] of this.#held) if (held === id && parseUrn(urn)?.type === token) return urn;
    return undefined;
  }

  /** Result of Create for an object that is kept; undefined if a new object must be created. */
  async #kept(resource: Resource, operation: Operation, request: { inputs: Properties; preview: boolean }) {
    const before = await this.#before(resource, operation.urn, request.inputs);
    if (!before) return undefined;
    const { id } = before;
    const { preview } = request;
    const inputs = withoutContent(request.inputs);
    const known = { id, inputs: before.inputs, state: before.outputs };
    const live = preview ? { inputs: before.inputs, outputs: before.outputs } : await resource.read(operation, known);
    const reaches =
      live && resource.continues({ inputs: before.inputs, state: live.outputs }, inputs, { isMoved: false });
    if (!reaches) return undefined;
    this.#hold(resource, operation, id);
    const compared = { id, inputs, oldInputs: before.inputs, state: live.outputs };
    const { changes } = await resource.diff(operation, compared);
    let { outputs } = live;
    if (changes.size > 0) {
      try {
        outputs = await resource.update(operation, { ...compared, inputs: request.inputs, preview });
      } catch (error) {
        // No state entry is written; the object is kept for the next run (`#staying`).
        this.#held.delete(operation.urn.text);
        throw error;
      }
    }
    const from = before.urn === operation.urn.text ? "" : ` It was ${before.urn} until now.`;
    operation.log.info(`The ${named(resource, known)} stays: same id, nothing deleted.${from}`);
    return { id, outputs };
  }

  /**
   * Object in the state for a resource: its own, or the same object under a resource that the program no longer
   * registers.
   */
  async #before(resource: Resource, urn: ResourceUrn, inputs: Properties): Promise<StateEntry | undefined> {
    const entries = await this.#entriesOf(urn.stack, resource);
    const own = entries.find((entry) => entry.urn === urn.text);
    const continues = (entry: StateEntry) =>
      resource.continues({ inputs: entry.inputs, state: entry.outputs }, inputs, { isMoved: entry !== own });
    if (own) return continues(own) ? own : undefined;
    return entries.find(
      (entry) =>
        !this.#registered.has(entry.urn) && this.#holderOf(resource.token, entry.id) === undefined && continues(entry),
    );
  }

  /** Reason why an object is not deleted; undefined if it is deleted. */
  async #staying(
    resource: Resource,
    { urn, log }: Operation,
    { id, inputs: oldInputs, state }: Existing,
  ): Promise<string | undefined> {
    const holder = this.#holderOf(resource.token, id);
    if (holder === urn.text) return "the replacement kept it.";
    if (holder !== undefined) return `it is ${holder} now.`;
    const heir = [...this.#registered.values()].find(
      ({ resource: { token }, urn: { text }, inputs }) =>
        token === resource.token &&
        !this.#held.has(text) &&
        resource.continues({ inputs: oldInputs, state }, inputs, { isMoved: text !== urn.text }),
    );
    if (heir) {
      const { organizationId } = state;
      if (typeof organizationId === "string") await this.#notes.keep(heir.urn, { id, organizationId }, log.debug);
      return heir.urn.text === urn.text ? "its replacement keeps it." : `it becomes ${heir.urn.text}.`;
    }
    const entries = await this.#entriesOf(urn.stack, resource);
    for (const entry of entries) if (entry.urn === urn.text && entry.id === id) this.#left.add(entry);
    const other = entries.find((entry) => entry.id === id && entry.urn !== urn.text && !this.#left.has(entry));
    return other && `it also belongs to ${other.urn} in the state.`;
  }

  /**
   * State entries of a type, except those that the engine is about to delete. The state is read once, at the first
   * Create or Delete.
   */
  async #entriesOf(stack: string, { token }: Pick<Resource, "token">): Promise<StateEntry[]> {
    this.#state ??= this.#readState(stack).then((entries) => entries ?? []);
    const isKept = ({ type, id, isPendingDeletion }: StateEntry) =>
      type === token && !isPendingDeletion && !this.#gone.has(`${type} ${id}`);
    return (await this.#state).filter(isKept);
  }
}

/** `flow 'Sales' (id)` */
function named({ noun }: Resource, { id, state }: Pick<Existing, "id" | "state">): string {
  const { name } = state;
  return typeof name === "string" && name !== "" ? `${noun} '${name}' (${id})` : `${noun} ${id}`;
}
