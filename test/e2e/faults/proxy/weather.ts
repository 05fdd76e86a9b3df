import { createHash } from "node:crypto";
import type { Call, Interference, ProxyFault } from "./proxy.ts";

/** How a bad network behaves. */
export interface Weather {
  /** Share of the calls that fail, 0 to 1. */
  readonly faults: number;
  /** Share of the calls that come late, 0 to 1. */
  readonly late: number;
  /** They do so by up to this. */
  readonly lateMs: number;
}

/** 5 % of the calls fail, some are up to 3 s late. */
export const badWeather: Weather = { faults: 0.05, late: 0.1, lateMs: 3000 };

/** Each is met as often as the others. */
export const weatherFaults: readonly ProxyFault[] = [
  "reset before",
  "reset after",
  "502 page before",
  "502 page after",
  "429",
  "500",
  "cut body",
  "broken JSON",
];

/**
 * What happens to the calls of one run. The so-many-th call of a kind meets the same fate whenever the seed is the same,
 * whatever order calls at the same moment come in.
 */
export function weather(seed: string, { faults, late, lateMs }: Weather = badWeather): (call: Call) => Interference {
  const seen = new Map<string, number>();
  return ({ method, path }) => {
    const kind = `${method} ${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}/g, "*")}`;
    const nth = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, nth);
    const [first, second, third, fourth] = chances(`${seed} ${kind} ${nth}`);
    return {
      ...(first < faults && { fault: weatherFaults[Math.floor(second * weatherFaults.length)] }),
      ...(third < late && { delayMs: Math.round(fourth * lateMs) }),
    };
  };
}

/** Four numbers from 0 to 1, below it, that follow from a text. */
function chances(text: string): [number, number, number, number] {
  const digest = createHash("sha256").update(text).digest();
  const at = (index: number): number => digest.readUInt32BE(index * 4) / 2 ** 32;
  return [at(0), at(1), at(2), at(3)];
}
