import { ApiFailure, listAll } from "@genesys-flows/platform";
import { z } from "zod";
import type { PlannedObjects } from "../../run/planned-objects.ts";
import { telephonyProvidersEdgesDidPool } from "../did-pool.ts";
import type { LifeContext } from "../plain/spec.ts";

const poolEntity = z.looseObject({
  startPhoneNumber: z.string().nullish(),
  endPhoneNumber: z.string().nullish(),
  state: z.string().nullish(),
});

interface Range {
  readonly start: string;
  readonly end: string;
}

/** Numbers outside the DID pools. */
export interface OutsideNumbers {
  /** Number -> why the platform would not accept it. */
  readonly problems: ReadonlyMap<string, string>;
  /** Why the pools could not be read. */
  readonly notChecked?: string;
}

/**
 * Numbers that are in no DID pool, of the organisation or of this run: the platform does not accept them for an IVR
 * (reference/platform-api.md §2.2).
 */
export async function numbersOutside(
  context: Pick<LifeContext, "client">,
  planned: PlannedObjects,
  numbers: readonly string[],
): Promise<OutsideNumbers> {
  if (numbers.length === 0) return { problems: new Map() };
  let ranges: Range[];
  try {
    const path = "/api/v2/telephony/providers/edges/didpools";
    const pools = await listAll(context.client, { path, query: {} }, poolEntity);
    ranges = pools
      .filter(({ state }) => state !== "deleted")
      .flatMap(({ startPhoneNumber: start, endPhoneNumber: end }) => (start && end ? [{ start, end }] : []));
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.kind !== "permission") throw error;
    return { problems: new Map(), notChecked: error.message };
  }
  for (const { startPhoneNumber, endPhoneNumber } of planned.of(telephonyProvidersEdgesDidPool.token)) {
    if (typeof startPhoneNumber === "string" && typeof endPhoneNumber === "string") {
      ranges.push({ start: startPhoneNumber, end: endPhoneNumber });
    }
  }
  const listed =
    ranges.length > 0
      ? `The pools are ${ranges.map(({ start, end }) => `${start} to ${end}`).join(", ")}.`
      : "The organisation has no pool.";
  const outside = numbers.filter((number) => !ranges.some((range) => isIn(number, range)));
  return {
    problems: new Map(
      outside.map((number) => [
        number,
        `The number ${number} is in no DID pool of the organisation, so no IVR can have it. ${listed} Use a number of a pool, or add a pool.`,
      ]),
    ),
  };
}

function isIn(number: string, { start, end }: Range): boolean {
  if (![number, start, end].every((text) => /^\+\d+$/.test(text))) return false;
  return BigInt(start) <= BigInt(number) && BigInt(number) <= BigInt(end);
}
