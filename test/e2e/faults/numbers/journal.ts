import type { Exchange } from "../proxy/proxy.ts";

/** An IVR as the platform has it. */
export interface Ivr {
  readonly id: string;
  readonly name: string;
  readonly numbers: readonly string[];
  readonly flowId?: string;
}

/** A write to `/api/v2/architect/ivrs`, and all IVRs after it. */
export interface IvrWrite {
  readonly method: string;
  /** Name of the IVR that it was about. */
  readonly ivr: string;
  /** Numbers that the IVR lost and gained by it. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  readonly status?: number;
  /** Every number that an IVR has, by number: the flow that it leads to. */
  readonly after: ReadonlyMap<string, string | undefined>;
}

const PATH = /^\/api\/v2\/architect\/ivrs(?:\/([^/]+))?$/;

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly dnis?: readonly string[];
  readonly openHoursFlow?: { readonly id: string } | null;
}

/** An IVR of the API. */
export function ivrOf({ id, name, dnis = [], openHoursFlow }: Entity): Ivr {
  return { id, name, numbers: dnis, ...(openHoursFlow && { flowId: openHoursFlow.id }) };
}

/** The writes to IVRs among calls, with what the organisation had after each. */
export function writesToIvrs(before: readonly Ivr[], exchanges: readonly Exchange[]): IvrWrite[] {
  const live = new Map(before.map((ivr) => [ivr.id, ivr]));
  return exchanges.flatMap(({ method, path, body, status, answer }) => {
    const match = PATH.exec(path);
    if (!match || method === "GET") return [];
    const [, id = ""] = match;
    const done = status !== undefined && status < 300;
    const answered = done && method !== "DELETE" ? ivrOf(JSON.parse(String(answer)) as Entity) : undefined;
    const old = live.get(answered?.id ?? id);
    if (done && method === "DELETE") live.delete(id);
    if (answered) live.set(answered.id, answered);
    const numbers = live.get(answered?.id ?? id)?.numbers ?? [];
    return [
      {
        method,
        ivr: answered?.name ?? old?.name ?? nameIn(body),
        lost: (old?.numbers ?? []).filter((number) => !numbers.includes(number)),
        gained: numbers.filter((number) => !old?.numbers.includes(number)),
        ...(status !== undefined && { status }),
        after: new Map([...live.values()].flatMap(({ numbers: all, flowId }) => all.map((number) => [number, flowId]))),
      },
    ];
  });
}

/** A write as one line. */
export function lineOf({ method, ivr, lost, gained, status }: IvrWrite): string {
  const change = [...lost.map((number) => `loses ${number}`), ...gained.map((number) => `gets ${number}`)].join(", ");
  return `${method} ${ivr} ${status ?? "unanswered"}${change && `: ${change}`}`;
}

/**
 * What breaks the rules of moving numbers, one sentence each:
 * a number that was live and stays wanted is free for one write at most, that is, its holder's write is directly followed by
 * its taker's; it leads to its old or its new flow; and it leaves and arrives once.
 *
 * @param o.before the flow that each number led to
 * @param o.wanted the flow that each number of the desired table is to lead to
 */
export function broken(o: {
  before: ReadonlyMap<string, string | undefined>;
  wanted: ReadonlyMap<string, string>;
  writes: readonly IvrWrite[];
}): string[] {
  const lines = o.writes.map((write, index) => `  ${index + 1}. ${lineOf(write)}`).join("\n");
  const found: string[] = [];
  for (const [number, flow] of o.wanted) {
    if (!o.before.has(number)) continue;
    const moves = o.writes.filter(({ lost, gained }) => lost.includes(number) || gained.includes(number)).length;
    if (moves > 2) found.push(`${number} changed its IVR in ${moves} writes.`);
    o.writes.forEach(({ after }, index) => {
      const free = !after.has(number);
      if (free && !o.writes[index + 1]?.after.has(number)) {
        found.push(`${number} is free after write ${index + 1} and after the next one.`);
      }
      const leads = after.get(number);
      if (!free && leads !== flow && leads !== o.before.get(number)) {
        found.push(`${number} leads to ${leads} after write ${index + 1}: neither its old flow nor its new one.`);
      }
    });
  }
  return found.length === 0 ? [] : [...new Set(found), `The writes:\n${lines}`];
}

function nameIn(body: string): string {
  try {
    return String((JSON.parse(body) as { name?: string }).name);
  } catch {
    return "?";
  }
}
