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
 * Which resource has which live object: in this run, and in the stack's state. The engine replaces a resource by Create and
 * Delete (`--replace`, `state taint`, a resource under another parent), and moves it in the same way. Then the live object stays:
 * - Create brings the object that the state has for the resource to the desired state, where an update can do that.
 * - Delete deletes nothing that a resource of this run has, that a registered resource is about to get, or that another
 *   resource of the state has.
 */
export class Holdings {
  readonly #readState: StateReader;
  readonly #notes: CreationNotes;
  readonly #registered = new Map<string, Registered>();
  /** URN -> id of the object that the resource has in this run. */
  readonly #held = new Map<string, string>();
  /** Entries of the state whose Delete this run has had. */
  readonly #left = new Set<StateEntry>();
  /** Objects that this run has deleted, or has seen deleted: type and id. */
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

  /** Whether a resource has a live object: in this run, or in the stack's state. */
  async has(resource: Pick<Resource, "token">, id: string, stack: string): Promise<boolean> {
    if (this.#holderOf(resource.token, id) !== undefined) return true;
    return (await this.#entriesOf(stack, resource)).some((entry) => entry.id === id);
  }

  /** Whether the stack's state has an object that no resource of this run has: in a run of a program that is over, and in `destroy`. */
  async leaves(resource: Pick<Resource, "token">, id: string, stack: string): Promise<boolean> {
    return this.#holderOf(resource.token, id) === undefined && (await this.has(resource, id, stack));
  }

  /** Ids of all objects of a type that the state has, or had when this run began. */
  async everHeld(token: string, stack: string): Promise<string[]> {
    this.#state ??= this.#readState(stack).then((entries) => entries ?? []);
    return (await this.#state).filter(({ type }) => type === token).map(({ id }) => id);
  }

  /** The same resource, whose objects stay where the engine replaces or moves it. */
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
        // Before a registration, the engine asks whether a replacement of another resource replaces this one.
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

  /** @throws Error when another registered resource has the object */
  #hold({ noun, token }: Resource, { urn }: Operation, id: string): void {
    const other = this.#holderOf(token, id);
    if (other !== undefined && other !== urn.text && this.#registered.has(urn.text)) {
      throw new Error(
        `The program registers the ${noun} ${id} twice: as ${urn.text}, and as ${other}. Remove one of them from the program.`,
      );
    }
    this.#held.set(urn.text, id);
  }

  #holderOf(token: string, id: string): string | undefined {
    for (const [urn, held] of this.#held) if (held === id && parseUrn(urn)?.type === token) return urn;
    return undefined;
  }

  /** The result of Create for an object that stays; undefined if another one is to be created. */
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
        // The state gets no entry: the object waits for the next run (`#staying`).
        this.#held.delete(operation.urn.text);
        throw error;
      }
    }
    const from = before.urn === operation.urn.text ? "" : ` It was ${before.urn} until now.`;
    operation.log.info(`The ${named(resource, known)} stays: same id, nothing deleted.${from}`);
    return { id, outputs };
  }

  /** The object that the state has for a resource: its own, or the same object of a resource that the program no longer registers. */
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

  /** Why an object is not deleted; undefined when it is. */
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
    return other && `the state has it as ${other.urn}, too.`;
  }

  /** The entries of a type, without those that the engine is about to delete. Read once: at the first Create or Delete. */
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
