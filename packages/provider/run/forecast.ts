import { count } from "@genesys-flows/architect/count";
import type { ResourceUrn } from "@genesys-flows/project/state";

export interface PlannedFlow {
  readonly id?: string;
  readonly name: string;
  readonly isModule: boolean;
  /** Names of the flows whose ids this flow needs, whether or not this update publishes them. */
  readonly after: readonly string[];
  /** Number of requests to publish the flow, except the upload, which does not count towards the limit. */
  readonly requests: number;
}

/** Operations of the update according to a preview, by URN. */
export class PublishPlan {
  readonly #flows = new Map<string, PlannedFlow>();
  readonly #others = new Map<string, number>();
  stack = "";

  addFlow(urn: ResourceUrn, flow: PlannedFlow): void {
    this.#flows.set(urn.text, flow);
    this.stack = urn.stack;
  }

  /** Adds any other resource with the number of requests that it needs. */
  addOther(urn: ResourceUrn, requests: number): void {
    this.#others.set(urn.text, requests);
  }

  get flows(): readonly PlannedFlow[] {
    return [...this.#flows.values()];
  }

  get otherRequests(): number {
    return [...this.#others.values()].reduce((sum, requests) => sum + requests, 0);
  }
}

/** Conditions under which an update runs, with times in milliseconds. */
export interface Conditions {
  /** Requests per minute that the platform allows for one token. */
  readonly perMinute: number;
  readonly tokens: number;
  readonly parallel: number;
  readonly jobMs: number;
  readonly requestMs: number;
}

/** Flows that can be published in parallel after the earlier waves. */
interface Wave {
  readonly modules: number;
  readonly others: number;
}

export interface Forecast {
  readonly flows: number;
  readonly waves: readonly Wave[];
  readonly requests: number;
  readonly milliseconds: number;
}

const MINUTE_MS = 60_000;

/**
 * Estimates the requests and the time of an update. The engine publishes as many flows of a wave in parallel as its
 * limit allows. As in `TokenPool`, the first requests of each minute are sent immediately, and requests over the budget
 * wait for the next minute.
 * @param plan.otherRequests number of requests for other resources
 */
export function forecast(
  plan: { readonly flows: readonly PlannedFlow[]; readonly otherRequests: number },
  conditions: Conditions,
): Forecast {
  const { flows, otherRequests } = plan;
  const { parallel, jobMs, requestMs } = conditions;
  const perMinute = conditions.perMinute * conditions.tokens;
  const waves = wavesOf(flows);
  const requests = flows.reduce((sum, flow) => sum + flow.requests, otherRequests);
  const unhindered =
    waves.reduce((sum, wave) => sum + Math.ceil(wave.length / parallel) * jobMs + waveRequests(wave), 0) +
    (otherRequests / parallel) * requestMs;
  const fullMinutes = Math.max(0, Math.ceil(requests / perMinute) - 1);
  const inLastMinute = requests === 0 ? 0 : (requests - fullMinutes * perMinute) / requests;
  return {
    flows: flows.length,
    waves: waves.map((wave) => {
      const modules = wave.filter(({ isModule }) => isModule).length;
      return { modules, others: wave.length - modules };
    }),
    requests: Math.round(requests),
    milliseconds: Math.max(unhindered, fullMinutes * MINUTE_MS + unhindered * inLastMinute),
  };

  function waveRequests(wave: readonly PlannedFlow[]): number {
    const each = wave.map((flow) => flow.requests * requestMs);
    return Math.max(...each, each.reduce((sum, ms) => sum + ms, 0) / parallel);
  }
}

/**
 * Groups flows by the length of the longest chain of flows before them. Flows in a cycle do not wait for each other.
 */
function wavesOf(flows: readonly PlannedFlow[]): PlannedFlow[][] {
  const byName = Map.groupBy(flows, ({ name }) => name.toLowerCase());
  const depths = new Map<PlannedFlow, number>();
  const depthOf = (flow: PlannedFlow): number => {
    const known = depths.get(flow);
    if (known !== undefined) return known;
    depths.set(flow, 0);
    const before = flow.after.flatMap((name) => byName.get(name.toLowerCase()) ?? []).filter((other) => other !== flow);
    const depth = before.reduce((deepest, other) => Math.max(deepest, depthOf(other) + 1), 0);
    depths.set(flow, depth);
    return depth;
  };
  const waves = [...Map.groupBy(flows, depthOf)].sort(([a], [b]) => a - b);
  return waves.map(([, wave]) => wave);
}

/** An update with more flows than this shows their total in its progress. */
export const LARGE = 20;
const LISTED_WAVES = 3;

/**
 * `Publishes 106 flows: 1 common module, then 105 flows. About 530 requests and 1 min 15 s, at 300 requests a minute,
 * 16 flows at a time and 3 s per publish job (assumed).`
 * @param conditions.jobsKnown whether the time of a job was measured in earlier runs
 */
export function forecastText(found: Forecast, conditions: Conditions & { readonly jobsKnown: boolean }): string {
  const { perMinute, tokens, parallel, jobMs, jobsKnown } = conditions;
  const job = `${seconds(jobMs)} per publish job (${jobsKnown ? "measured" : "assumed"})`;
  return (
    `Publishes ${count(found.flows, "flow")}${inWaves(found.waves)}. About ${rounded(found.requests)} requests and ${duration(found.milliseconds)}, ` +
    `at ${count(perMinute, "request")} a minute${found.requests > perMinute && tokens > 1 ? ` for each of up to ${tokens} tokens` : ""}${parallel < found.flows ? `, ${parallel} flows at a time` : ""} and ${job}.`
  );
}

function inWaves(waves: readonly Wave[]): string {
  if (waves.length < 2) return "";
  if (waves.length > LISTED_WAVES) return ` in ${waves.length} waves, modules before their callers`;
  return `: ${waves.map(waveText).join(", then ")}`;
}

function waveText({ modules, others }: Wave): string {
  const parts = [
    ...(modules > 0 ? [count(modules, "common module")] : []),
    ...(others > 0 ? [count(others, "flow")] : []),
  ];
  return parts.join(" and ");
}

/** Rounds numbers of 100 or more to tens, because more digits would not be accurate. */
function rounded(n: number): number {
  return n < 100 ? n : Math.round(n / 10) * 10;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}

/** `8 s`, `45 s`, `1 min 20 s`, `12 min`: rounded to 5 s from 30 seconds, and to minutes from ten minutes. */
function duration(milliseconds: number): string {
  const exact = Math.max(1, Math.round(milliseconds / 1000));
  const shown = exact < 30 ? exact : exact < 600 ? Math.round(exact / 5) * 5 : Math.round(exact / 60) * 60;
  const minutes = Math.floor(shown / 60);
  const rest = shown % 60;
  return [...(minutes > 0 ? [`${minutes} min`] : []), ...(rest > 0 ? [`${rest} s`] : [])].join(" ");
}
