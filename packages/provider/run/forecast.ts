/** A flow that an update is to publish. */
export interface PlannedFlow {
  /** Absent where it does not exist yet. */
  readonly id?: string;
  readonly name: string;
  readonly isModule: boolean;
  /** Names of the flows whose ids it needs, published by this update or not. */
  readonly after: readonly string[];
  /** Requests that its publishing takes, apart from the upload, which does not count. */
  readonly requests: number;
}

/** Under which conditions an update runs. Times in milliseconds. */
export interface Conditions {
  /** Requests that the platform allows in a minute with one token. */
  readonly perMinute: number;
  /** Tokens that the run may use. */
  readonly tokens: number;
  /** Resources that the engine works on at the same time. */
  readonly parallel: number;
  readonly jobMs: number;
  readonly requestMs: number;
}

/** Flows that can be published at the same time, after the earlier waves. */
export interface Wave {
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
 * What an update will take. The flows of a wave are published as many at a time as the engine works on; the first
 * requests of each minute go at once and what exceeds the budget waits for the next minute, as `TokenPool` does it.
 *
 * @param plan.otherRequests what other resources take
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

/** The flows by the length of the chain before each. Flows of a cycle do not wait for each other. */
function wavesOf(flows: readonly PlannedFlow[]): PlannedFlow[][] {
  const byName = new Map<string, PlannedFlow[]>();
  for (const flow of flows) {
    const name = flow.name.toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), flow]);
  }
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
  const waves: PlannedFlow[][] = [];
  for (const flow of flows) {
    const depth = depthOf(flow);
    while (waves.length <= depth) waves.push([]);
    waves[depth]?.push(flow);
  }
  return waves.filter((wave) => wave.length > 0);
}
