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
 * The ID of the flow that a number routes to at the conversation's time.
 * @throws Refusal when the number routes to no flow at that time
 */
export function flowOfNumber(
  number: string,
  { routes, stage, given }: { readonly routes: readonly NumberRoute[]; readonly stage: Stage; readonly given: Given },
): string {
  const own = routes.filter((route) => route.number === number);
  if (own.length === 0) throw new Refusal(404, `No IVR of the organisation uses the number ${number}.`);
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
  throw new Refusal(
    404,
    `The number ${number} routes to no flow at this time: the schedule group '${group}' is '${hours}'.`,
  );
}

/** The place of an IVR's question. An IVR is outside any flow. */
const NOWHERE = { place: { flow: "", type: "inboundCall" }, paths: [] } as const;
