import { z } from "zod";
import { ApiFailure } from "./client/failure.ts";
import { listAll } from "./client/listing.ts";
import type { PlatformClient } from "./client/platform-client.ts";
import { madeKinds } from "./names/kinds.ts";

const reference = z.looseObject({ id: z.string().nullish() });

export const ivrEntity = z.looseObject({
  id: z.string(),
  name: z.string(),
  dnis: z.array(z.string()).nullish(),
  version: z.number().nullish(),
  openHoursFlow: reference.nullish(),
  closedHoursFlow: reference.nullish(),
  holidayHoursFlow: reference.nullish(),
});

/** An IVR as the platform returns it. */
export type LiveIvr = z.infer<typeof ivrEntity>;

/** All IVRs of an organisation. @throws ApiFailure */
export function liveIvrs(client: PlatformClient): Promise<LiveIvr[]> {
  return listAll(client, { path: "/api/v2/architect/ivrs", query: {} }, ivrEntity);
}

export function flowsOf({ openHoursFlow, closedHoursFlow, holidayHoursFlow }: LiveIvr): string[] {
  const ids = [openHoursFlow, closedHoursFlow, holidayHoursFlow].flatMap((flow) => flow?.id ?? []);
  return [...new Set(ids)];
}

/** The reason why a number does not route to the flow. Undefined if it does. */
export function numberElsewhere(
  number: string,
  { ivr, flowId }: { readonly ivr: LiveIvr | undefined; readonly flowId: string | undefined },
): string | undefined {
  if (!ivr) return `No IVR has the number ${number}.`;
  if (flowId !== undefined && flowsOf(ivr).includes(flowId)) return undefined;
  return `The number ${number} is assigned to the IVR '${ivr.name}', which does not route to this flow.`;
}

/** `The number +1317... is assigned to the IVR 'Sales' (id)` */
function heldByIvr(numbers: readonly string[], ivr: LiveIvr): string {
  const one = numbers.length === 1;
  return `The number${one ? "" : "s"} ${numbers.join(", ")} ${one ? "is" : "are"} assigned to the IVR '${ivr.name}' (${ivr.id})`;
}

/** The reason why an update does not take numbers from an IVR. @param to what the IVR routes to */
export function refusesHeld(numbers: readonly string[], ivr: LiveIvr, to: string): string {
  return (
    `${heldByIvr(numbers, ivr)}, which routes to ${to}. ` +
    "An update does not take numbers from that IVR. Remove them from the IVR first, or use other numbers."
  );
}

const poolEntity = z.looseObject({
  startPhoneNumber: z.string().nullish(),
  endPhoneNumber: z.string().nullish(),
  state: z.string().nullish(),
});

interface OutsideNumbers {
  /** The reason why the platform would not accept a number, by number. */
  readonly problems: ReadonlyMap<string, string>;
  /** The reason why the pools could not be read. */
  readonly notChecked?: string;
}

/**
 * Finds numbers that are not in any DID pool, either of the organisation or of this run. The platform does not accept
 * them for an IVR (reference/platform-api.md §2.2).
 * @param planned inputs of the pools that the program of this run declares
 */
export async function numbersOutside(
  { client }: { readonly client: PlatformClient },
  planned: readonly Readonly<Record<string, unknown>>[],
  numbers: readonly string[],
): Promise<OutsideNumbers> {
  if (numbers.length === 0) return { problems: new Map() };
  let ranges: { readonly start: string; readonly end: string }[];
  try {
    const { path } = madeKinds.didPool;
    const pools = await listAll(client, { path, query: {} }, poolEntity);
    ranges = pools
      .filter(({ state }) => state !== "deleted")
      .flatMap(({ startPhoneNumber: start, endPhoneNumber: end }) => (start && end ? [{ start, end }] : []));
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.kind !== "permission") throw error;
    return { problems: new Map(), notChecked: error.message };
  }
  for (const { startPhoneNumber, endPhoneNumber } of planned) {
    if (typeof startPhoneNumber === "string" && typeof endPhoneNumber === "string") {
      ranges.push({ start: startPhoneNumber, end: endPhoneNumber });
    }
  }
  const pools = ranges.map(({ start, end }) => `${start} to ${end}`).join(", ");
  const listed = pools === "" ? "The organisation has no pools." : `The pools are ${pools}.`;
  const isIn = (number: string) =>
    ranges.some(({ start, end }) => {
      if (![number, start, end].every((text) => /^\+\d+$/.test(text))) return false;
      return BigInt(start) <= BigInt(number) && BigInt(number) <= BigInt(end);
    });
  const problem = (number: string) =>
    `The number ${number} is not in any DID pool of the organisation, so it cannot be assigned to an IVR. ${listed} Use a number from a pool, or add a pool.`;
  return { problems: new Map(numbers.filter((one) => !isIn(one)).map((number) => [number, problem(number)])) };
}

/** The facts about a stack's numbers that are known before an update, without reading flows. */
interface NumberCheck extends OutsideNumbers {
  /**
   * The numbers that an update refuses, with the reason: the number is assigned to an IVR that does not route to a
   * flow.
   */
  readonly taken: ReadonlyMap<string, string>;
  /** The IVR that each number is assigned to. An update takes over a number only if its IVR routes to a flow of the stack. */
  readonly doubtful: ReadonlyMap<string, string>;
}

/**
 * Checks numbers that are new to a stack against IVRs and DID pools.
 * @param o.ivrs ids of the IVRs of the stack
 * @throws ApiFailure
 */
export async function checkNumbers(
  client: PlatformClient,
  o: { readonly numbers: readonly string[]; readonly ivrs: ReadonlySet<string> },
): Promise<NumberCheck> {
  const ivrs = await liveIvrs(client);
  const holders = new Map<string, LiveIvr>(ivrs.flatMap((ivr) => (ivr.dnis ?? []).map((number) => [number, ivr])));
  const added = o.numbers.filter((number) => !o.ivrs.has(holders.get(number)?.id ?? ""));
  const held = added.flatMap((number) => {
    const ivr = holders.get(number);
    return ivr ? [{ number, ivr }] : [];
  });
  const isIdle = ({ ivr }: (typeof held)[number]) => flowsOf(ivr).length === 0;
  const outside = await numbersOutside({ client }, [], added);
  const busy = held.filter((one) => !isIdle(one));
  const doubt = "An update takes it from that IVR only if the IVR routes to a flow of this stack.";
  return {
    ...outside,
    taken: new Map(held.filter(isIdle).map(({ number, ivr }) => [number, refusesHeld([number], ivr, "no flow")])),
    doubtful: new Map(busy.map(({ number, ivr }) => [number, `${heldByIvr([number], ivr)}. ${doubt}`])),
  };
}
