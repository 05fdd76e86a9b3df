import { type Given, ScriptedWorld, surroundingsOf } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import type { NumberRoute } from "@genesys-flows/local-org";
import { Refusal } from "../desk/refusal.ts";

const TIMES: Readonly<Record<string, NumberRoute["times"][number]>> = {
  open: "open hours",
  closed: "closed hours",
  holiday: "holidays",
};

/**
 * The id of the flow to which a number leads at a time.
 * @throws Refusal for a number that leads to no flow then
 */
export function flowOfNumber(
  number: string,
  { routes, stage, given }: { readonly routes: readonly NumberRoute[]; readonly stage: Stage; readonly given: Given },
): string {
  const own = routes.filter((route) => route.number === number);
  if (own.length === 0) throw new Refusal(404, `No IVR of the organisation has the number ${number}.`);
  const at = surroundingsOf(given, stage).at.getTime();
  const ask = (asks: "scheduleGroup" | "emergencyGroup", name: string): string | undefined => {
    const answer = new ScriptedWorld(given, stage).answer({ asks, name, at, ...NOWHERE });
    return "path" in answer ? answer.path : undefined;
  };
  const emergency = own.find(
    ({ times, group }) =>
      times.includes("emergency") && group !== undefined && ask("emergencyGroup", group) === "active",
  );
  if (emergency) return emergency.flowId;
  const group = own.find(({ times }) => !times.includes("emergency"))?.group;
  const hours = group === undefined ? "open" : ask("scheduleGroup", group);
  const time = TIMES[hours ?? ""];
  const found = own.find(({ times }) => times.includes("always") || (time !== undefined && times.includes(time)));
  if (found) return found.flowId;
  throw new Refusal(404, `The number ${number} leads to no flow at this time: it is '${hours}' for '${group}'.`);
}

/** A question of an IVR has no place in a flow. */
const NOWHERE = { place: { flow: "", type: "inboundCall" }, paths: [] } as const;
