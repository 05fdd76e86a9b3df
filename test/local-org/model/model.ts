import type { Content } from "./documents.ts";

/** What the organisation should be: simple, in memory, without HTTP, versions in arrays. */
export class Model {
  readonly flows: ModelFlow[] = [];
  readonly queues: ModelQueue[] = [];

  /** A publish job by a client. `newId` gives the id to a flow that did not exist. */
  publish(content: Content, client: string): Outcome {
    const flow = this.#flowNamed(content.type, content.name);
    const errors = [
      ...(flow?.lockedBy !== undefined && flow.lockedBy !== client ? ["architect.flow.locked.by.user"] : []),
      ...this.#contentErrors(content),
    ];
    if (errors.length > 0) return { status: "Failure", codes: errors.sort() };
    const target = flow ?? this.#add(content.type, content.name);
    target.name = content.name;
    this.#publishInto(target, content);
    return { status: "Success", codes: [] };
  }

  create(type: Content["type"], name: string): Outcome {
    if (this.#flowNamed(type, name)) return refusal(409, "architect.flow.already.exists");
    this.#add(type, name);
    return { status: 200, codes: [] };
  }

  checkout(flow: ModelFlow, client: string): Outcome {
    if (flow.deleted) return GONE;
    if (flow.lockedBy !== undefined && flow.lockedBy !== client) return refusal(409, "architect.flow.locked.by.user");
    flow.lockedBy = client;
    return { status: 200, codes: [] };
  }

  save(flow: ModelFlow, content: Content, client: string): Outcome {
    const refused = this.#withoutLock(flow, client);
    if (refused) return refused;
    if (flow.draft) flow.versions.pop();
    flow.versions.push({ content, uses: [] });
    flow.draft = true;
    return { status: 200, codes: [] };
  }

  checkin(flow: ModelFlow, client: string): Outcome {
    const refused = this.#withoutLock(flow, client);
    if (refused) return refused;
    if (!flow.draft && flow.checkedIn === 0) return refusal(409, "architect.flow.cannot.checkin.missing.config");
    this.#release(flow);
    return { status: 200, codes: [] };
  }

  unlock(flow: ModelFlow): Outcome {
    if (flow.deleted) return GONE;
    this.#release(flow);
    return { status: 200, codes: [] };
  }

  revert(flow: ModelFlow, client: string): Outcome {
    const refused = this.#withoutLock(flow, client);
    if (refused) return refused;
    if (flow.draft) flow.versions.pop();
    flow.draft = false;
    flow.lockedBy = undefined;
    return { status: 200, codes: [] };
  }

  /** The publish action: the latest version as it is now, under the present names of what it uses. */
  republish(flow: ModelFlow, client: string): Outcome {
    const refused = this.#withoutLock(flow, client);
    if (refused) return refused;
    const latest = flow.versions.at(-1);
    if (!latest) return refusal(404, "architect.flow.data.missing");
    const content = this.#presentContent(flow, latest);
    if (this.#contentErrors(content).length > 0)
      return { status: "FAILURE", codes: ["architect.flow.cannot.publish.missing.dependencies"] };
    this.#publishInto(flow, content);
    return { status: "SUCCESS", codes: [] };
  }

  rename(flow: ModelFlow, name: string, client: string): Outcome {
    const refused = this.#withoutLock(flow, client);
    if (refused) return refused;
    const holder = this.#flowNamed(flow.type, name);
    if (holder && holder !== flow) return refusal(409, "architect.flow.already.exists");
    flow.name = name;
    return { status: 200, codes: [] };
  }

  remove(flow: ModelFlow, client: string): Outcome {
    if (flow.deleted) return GONE;
    if (flow.lockedBy !== undefined && flow.lockedBy !== client)
      return refusal(405, "architect.flow.cannot.delete.user.does.not.have.lock");
    if (this.#isUsed(flow)) return refusal(409, "architect.dependency.object.in.use");
    flow.deleted = true;
    flow.lockedBy = undefined;
    return { status: 204, codes: [] };
  }

  createQueue(name: string): Outcome {
    if (this.#queueNamed(name)) return refusal(400, "duplicate.name");
    this.queues.push({ name, deleted: false });
    return { status: 200, codes: [] };
  }

  removeQueue(queue: ModelQueue): Outcome {
    if (queue.deleted) return refusal(404, "resource.not.found");
    if (this.#isUsed(queue)) return refusal(409, "architect.dependency.object.in.use");
    queue.deleted = true;
    return { status: 204, codes: [] };
  }

  /** All flows that exist, as a listing shows them, by name. */
  listing(): string[] {
    return this.flows
      .filter((flow) => !flow.deleted)
      .map(
        ({ type, name, published, checkedIn, versions, lockedBy }) =>
          `${type.toUpperCase()} ${name} ${published}.${checkedIn}.${versions.length} ${lockedBy ?? "-"}`,
      )
      .sort();
  }

  /** What the published version of a flow uses. */
  uses(flow: ModelFlow): string[] {
    const { uses = [] } = flow.versions[flow.published - 1] ?? {};
    return uses.map(({ thing, version }) => `${thing.name} ${version ?? "-"}`).sort();
  }

  /** Versions of flows that use an object. */
  consumers(thing: Thing): string[] {
    return this.flows
      .filter((flow) => !flow.deleted)
      .flatMap((flow) =>
        flow.versions.flatMap(({ uses }, index) =>
          uses.some((use) => use.thing === thing) ? [`${flow.name} ${index + 1}.0`] : [],
        ),
      )
      .sort();
  }

  #add(type: Content["type"], name: string): ModelFlow {
    const flow: ModelFlow = { type, name, published: 0, checkedIn: 0, draft: false, versions: [], deleted: false };
    this.flows.push(flow);
    return flow;
  }

  #publishInto(flow: ModelFlow, content: Content): void {
    flow.versions.push({ content, uses: this.#usesOf(content) });
    flow.published = flow.versions.length;
    flow.checkedIn = flow.versions.length;
    flow.draft = false;
    flow.lockedBy = undefined;
  }

  #release(flow: ModelFlow): void {
    flow.lockedBy = undefined;
    const draft = flow.versions.at(-1);
    if (!flow.draft || !draft) return;
    draft.uses = this.#usesOf(draft.content);
    flow.checkedIn = flow.versions.length;
    flow.draft = false;
  }

  #withoutLock(flow: ModelFlow, client: string): Outcome | undefined {
    if (flow.deleted) return GONE;
    if (flow.lockedBy === undefined) return refusal(409, "architect.flow.not.locked.by.user");
    return flow.lockedBy === client ? undefined : refusal(409, "architect.flow.locked.by.user");
  }

  #contentErrors({ module, queue }: Content): string[] {
    const errors: string[] = [];
    if (queue !== undefined && !this.#queueNamed(queue)) errors.push("unknown-queue");
    if (module === undefined) return errors;
    const called = this.#flowNamed("commonModule", module);
    if (!called) errors.push("unknown-commonModule");
    else if (called.published === 0) errors.push("not-published");
    return errors;
  }

  /** What a version would use now; names that nothing has are left out. */
  #usesOf({ module, queue }: Content): Use[] {
    const called = module === undefined ? undefined : this.#flowNamed("commonModule", module);
    const target = queue === undefined ? undefined : this.#queueNamed(queue);
    return [
      ...(called ? [{ thing: called, ...(called.published > 0 ? { version: `${called.published}.0` } : {}) }] : []),
      ...(target ? [{ thing: target }] : []),
    ];
  }

  /** Existing objects have their present names. */
  #presentContent(flow: ModelFlow, { content, uses }: ModelVersion): Content {
    const alive = uses.map(({ thing }) => thing).filter((thing) => !thing.deleted);
    const module = alive.find((thing) => "type" in thing)?.name ?? content.module;
    const queue = alive.find((thing) => !("type" in thing))?.name ?? content.queue;
    return { type: flow.type, name: flow.name, ...(module ? { module } : {}), ...(queue ? { queue } : {}) };
  }

  /** By a published or the latest checked-in version of another flow. */
  #isUsed(thing: Thing): boolean {
    return this.flows.some(
      (flow) =>
        !flow.deleted &&
        flow !== thing &&
        [flow.published, flow.checkedIn].some((n) => flow.versions[n - 1]?.uses.some((use) => use.thing === thing)),
    );
  }

  #flowNamed(type: Content["type"], name: string): ModelFlow | undefined {
    return this.flows.find((flow) => !flow.deleted && flow.type === type && same(flow.name, name));
  }

  #queueNamed(name: string): ModelQueue | undefined {
    return this.queues.find((queue) => !queue.deleted && same(queue.name, name));
  }
}

/** How an operation ended: an HTTP status, or that of a job or operation, and the codes of its errors. */
export interface Outcome {
  readonly status: number | "Success" | "Failure" | "SUCCESS" | "FAILURE";
  readonly codes: readonly string[];
}

export interface ModelFlow {
  readonly type: Content["type"];
  name: string;
  /** 0: none. */
  published: number;
  checkedIn: number;
  /** The last version is saved, and not checked in. */
  draft: boolean;
  readonly versions: ModelVersion[];
  lockedBy?: string;
  deleted: boolean;
}

interface ModelVersion {
  readonly content: Content;
  uses: readonly Use[];
}

export interface ModelQueue {
  readonly name: string;
  deleted: boolean;
}

type Thing = ModelFlow | ModelQueue;

interface Use {
  readonly thing: Thing;
  readonly version?: string;
}

const GONE: Outcome = { status: 410, codes: ["architect.flow.deleted"] };

function refusal(status: number, code: string): Outcome {
  return { status, codes: [code] };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
