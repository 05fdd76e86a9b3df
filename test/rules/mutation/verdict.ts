/**
 * What a caller and an agent notice of one path, in order; the first few. The oracle judges these alone: it knows neither the graph
 * nor the rule.
 */
export type Trace = readonly string[];

/** Observations after which nothing more is looked at. */
export const ENDS = { hangUp: "(hang up)", end: "(end)", again: "(same call again)", more: "(more)" } as const;

/** Where one result of a module leads. */
export interface Heard {
  readonly result: string;
  readonly isError: boolean;
  readonly traces: readonly Trace[];
}

export interface Oracle {
  /** Nobody is hung up on in a workflow or a message flow. */
  readonly isVoice: boolean;
  /** Results of the module, \`error\` among them. */
  readonly heard: readonly Heard[];
  /** The default of the switch adds nothing to what follows it. */
  readonly idleDefault?: boolean;
}

const WORDS = /^(say|note)|^\(/;

/** Why a call is broken, from what is noticed after each result; undefined for a call that is not. */
export function brokenBy({ isVoice, heard, idleDefault = false }: Oracle): string | undefined {
  const errors = heard.filter(({ isError }) => isError);
  const named = heard.filter(({ isError, result }) => !isError && !/^fail/.test(result));
  const successes = named.filter(({ result }) => /^(success|completed)$/.test(result));
  if (errors.some(({ traces }) => traces.some(isRepeated))) return "an error repeats the call without a bound";
  const isLastWord =
    new Set(heard.map(({ result }) => result)).size === 2 && named.every(({ traces }) => traces.every(isWords));
  const failures = heard.filter(({ isError, result }) => isError || /^fail/.test(result));
  for (const failure of failures) {
    if (failure.isError && isLastWord) continue;
    const same = (one: Heard) => key(one.traces) === key(failure.traces);
    if (successes.length > 0 ? successes.some(same) : named.length > 0 && named.every(same)) {
      return `${failure.result} is treated as a success`;
    }
  }
  const isSilent = ({ traces }: Heard) =>
    traces.some((trace) => trace[0] === ENDS.hangUp || (trace[0]?.startsWith("note") && trace[1] === ENDS.hangUp));
  if (isVoice && errors.some(isSilent) && !(isLastWord && named.some(isSilent))) return "an error hangs up silently";
  return idleDefault ? "the default has no effect" : undefined;
}

/** The caller is neither asked nor handed over before the call is made again. */
function isRepeated(trace: Trace): boolean {
  const at = trace.indexOf(ENDS.again);
  return at >= 0 && !trace.slice(0, at).some((one) => /^(ask|transfer)/.test(one));
}

function isWords(trace: Trace): boolean {
  return trace.every((one) => WORDS.test(one) && one !== ENDS.again);
}

const key = (traces: readonly Trace[]) => [...new Set(traces.map((trace) => trace.join(" > ")))].sort().join("\n");
