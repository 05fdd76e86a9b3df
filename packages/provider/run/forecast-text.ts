import type { Conditions, Forecast, Wave } from "./forecast.ts";

/** The progress of an update with more flows says how many there are. */
export const LARGE = 20;
/** More waves are not listed. */
const LISTED_WAVES = 3;

/**
 * `Publishes 106 flows: 1 common module, then 105 flows. About 530 requests and 1 min 15 s, at 300 requests a minute, 16
 * flows at a time and 3 s per publish job (assumed).`
 *
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

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** To tens from 100 on: more digits would not be true. */
function rounded(n: number): number {
  return n < 100 ? n : Math.round(n / 10) * 10;
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}

/** `8 s`, `45 s`, `1 min 20 s`, `12 min`: to 5 s from 30 s on, to minutes from ten minutes on. */
function duration(milliseconds: number): string {
  const exact = Math.max(1, Math.round(milliseconds / 1000));
  const shown = exact < 30 ? exact : exact < 600 ? Math.round(exact / 5) * 5 : Math.round(exact / 60) * 60;
  const minutes = Math.floor(shown / 60);
  const rest = shown % 60;
  return [...(minutes > 0 ? [`${minutes} min`] : []), ...(rest > 0 ? [`${rest} s`] : [])].join(" ");
}
