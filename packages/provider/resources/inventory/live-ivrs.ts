import { ApiFailure, commandLine, ivrEntity, type LiveIvr, liveIvrs, pause } from "@genesys-flows/platform";
import { architectIvr } from "../architect-ivr.ts";
import { bodyOnto } from "../plain/body.ts";
import { readLive } from "../plain/live.ts";
import type { LifeContext } from "../plain/spec.ts";

/**
 * Delays while waiting for an IVR that is not visible or has its old version, and for a number to become free: the
 * platform's data may be up to a minute old.
 */
const LATE_MS = [200, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000];
/** Delays before retries of a write without a response. */
const AGAIN_MS = [200, 500, 1000, 2000, 4000];

/** The IVRs of an organisation, as this run has read and written them. */
export class LiveIvrs {
  readonly #context: LifeContext;
  readonly #ivrs: Map<string, LiveIvr>;

  private constructor(context: LifeContext, ivrs: Map<string, LiveIvr>) {
    this.#context = context;
    this.#ivrs = ivrs;
  }

  /**
   * Lists all IVRs. If the list omits an IVR or has an older version than the known one, reads the IVR by its id until
   * it is current, for up to a minute.
   * @param known id of each IVR of the stack -> its version when the stack last wrote it, if known
   * @throws ApiFailure, the signal's reason
   */
  static async read(context: LifeContext, known: ReadonlyMap<string, number | undefined>): Promise<LiveIvrs> {
    const listed = await liveIvrs(context.client);
    const ivrs = new LiveIvrs(context, new Map(listed.map((ivr) => [ivr.id, ivr])));
    await Promise.all([...known].map(([id, version]) => ivrs.#catchUp(id, version ?? 0)));
    return ivrs;
  }

  get versions(): ReadonlyMap<string, number> {
    return new Map([...this.#ivrs.values()].map(({ id, version }) => [id, version ?? 0]));
  }

  get(id: string): LiveIvr | undefined {
    return this.#ivrs.get(id);
  }

  get numbers(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#ivrs.values()].map(({ id, dnis }) => [id, dnis ?? []]));
  }

  holderOf(number: string): LiveIvr | undefined {
    return [...this.#ivrs.values()].find(({ dnis }) => dnis?.includes(number));
  }

  /** Adds numbers to an IVR. @throws ApiFailure, the signal's reason */
  add(id: string, numbers: readonly string[]): Promise<void> {
    return this.#write(id, (dnis) => [...dnis, ...numbers.filter((number) => !dnis.includes(number))]);
  }

  remove(id: string, numbers: readonly string[]): Promise<void> {
    return this.#write(id, (dnis) => dnis.filter((number) => !numbers.includes(number)));
  }

  /** Whether an IVR has all of the numbers. Reads an unknown IVR. @throws ApiFailure, the signal's reason */
  async has(id: string, numbers: readonly string[]): Promise<boolean> {
    const { dnis } = this.#ivrs.get(id) ?? (await this.#awaited(id));
    return numbers.every((number) => dnis?.includes(number));
  }

  /**
   * The same IVRs, for writes that must be completed even though the update was cancelled.
   * @param signal aborts when the time limit is reached
   */
  async uncancelled(signal: AbortSignal): Promise<LiveIvrs> {
    const client = await this.#context.client.uncancelled(signal);
    return new LiveIvrs({ ...this.#context, client, signal }, this.#ivrs);
  }

  /**
   * Sends a PUT with the version from the last response. If the platform has a newer version, or no response arrives,
   * reads the IVR again. If the platform considers a number to be still in use, retries for about a minute. If the
   * result of a write is uncertain, removes the IVR from the list.
   */
  async #write(id: string, change: (dnis: readonly string[]) => readonly string[]): Promise<void> {
    const { client, signal } = this.#context;
    let again = 0;
    let late = 0;
    for (;;) {
      const live = this.#ivrs.get(id) ?? (await this.#awaited(id));
      const dnis = [...change(live.dnis ?? [])];
      const body = bodyOnto(architectIvr, live, { inputs: { dnis }, oldInputs: {} });
      try {
        const path = `/api/v2/architect/ivrs/${encodeURIComponent(id)}`;
        this.#ivrs.set(id, await client.call({ method: "PUT", path, body }, ivrEntity));
        return;
      } catch (error) {
        const { passing, late: isLate } = natureOf(error);
        if (passing) this.#ivrs.delete(id);
        const wait = isLate ? LATE_MS[late++] : passing ? AGAIN_MS[again++] : undefined;
        if (wait === undefined) throw error;
        await pause(wait, signal);
        await this.#refresh(id);
        const now = this.#ivrs.get(id)?.dnis ?? [];
        if (passing && this.#ivrs.has(id) && sameNumbers(now, change(now))) return;
      }
    }
  }

  /**
   * Reads an unlisted IVR, because a new IVR may appear in the listing only later. @throws Error if the IVR does not
   * exist
   */
  async #awaited(id: string): Promise<LiveIvr> {
    const { signal, organisation } = this.#context;
    for (const wait of [0, ...LATE_MS]) {
      if (wait > 0) await pause(wait, signal);
      await this.#refresh(id);
      const live = this.#ivrs.get(id);
      if (live) return live;
    }
    throw new Error(
      `The IVR ${id} does not exist. \`${commandLine("pulumi", "refresh", organisation)}\` shows what is missing.`,
    );
  }

  async #catchUp(id: string, version: number): Promise<void> {
    const isNew = () => (this.#ivrs.get(id)?.version ?? -1) >= version;
    if (isNew()) return;
    await this.#refresh(id);
    if (!this.#ivrs.has(id)) return; // deleted or new: in that case, a write reads it again
    for (const wait of LATE_MS) {
      if (isNew()) return;
      await pause(wait, this.#context.signal);
      await this.#refresh(id);
    }
  }

  async #refresh(id: string): Promise<void> {
    const live = await readLive(architectIvr, this.#context, id);
    if (live) this.#ivrs.set(id, ivrEntity.parse(live));
    else this.#ivrs.delete(id);
  }
}

/** Whether a write may have succeeded or may still succeed, and whether the refusal may be based on outdated data. */
function natureOf(error: unknown): { passing: boolean; late: boolean } {
  // Cancelled: the request may have arrived.
  if (!(error instanceof ApiFailure)) return { passing: true, late: false };
  const { kind, status, platformMessage } = error;
  const conflict = status === 409 || (status === 400 && /version/i.test(platformMessage));
  const held = status === 400 && /already exists/i.test(platformMessage);
  return { passing: ["server", "network", "unexpected-answer"].includes(kind), late: conflict || held };
}

function sameNumbers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((number) => b.includes(number));
}
