import { phoneNumber, phoneNumberForm } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { byName, division, idAt } from "./plain/properties.ts";
import type { Json, PlainResourceSpec } from "./plain/spec.ts";

/** New numbers that the platform accepts in one request (reference/platform-api.md §2.2). */
const NUMBERS_AT_ONCE = 50;

/** An IVR configuration: numbers and the flows that answer them, `/architect/ivrs` (reference/platform-api.md §2.2). */
export const architectIvr: PlainResourceSpec = {
  ...madeKinds.ivr,
  description: "Phone numbers and the flows that answer them.",
  identity: byName,
  versioned: true,
  affects: ["openHoursFlowId", "closedHoursFlowId", "holidayHoursFlowId"],
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the IVR configuration." },
    description: { type: "string", api: "description", description: "Description of the IVR configuration." },
    divisionId: division("IVR"),
    dnis: {
      type: "array",
      set: true,
      api: "dnis",
      unmanaged: true,
      onlyWhenGiven: true,
      items: { type: "string", description: "A number in E.164." },
      description:
        "The numbers that callers dial, in E.164. Each must be in a DID pool and belong to one IVR only. More than 50 new numbers take several requests. When not set, the IVR leaves its numbers to the `Inventory` of the stack; an empty list removes all numbers.",
    },
    openHoursFlowId: idAt("openHoursFlow", "The inbound call flow for open hours."),
    closedHoursFlowId: idAt("closedHoursFlow", "The inbound call flow for closed hours."),
    holidayHoursFlowId: idAt("holidayHoursFlow", "The inbound call flow for holidays."),
    scheduleGroupId: idAt("scheduleGroup", "The schedule group that selects one of these flows."),
  },
  stages: (body, live) => {
    const wanted = numbersOf(body);
    const there = numbersOf(live ?? {});
    const kept = wanted.filter((number) => there.includes(number));
    const added = wanted.filter((number) => !there.includes(number));
    const steps = Math.max(1, Math.ceil(added.length / NUMBERS_AT_ONCE));
    return Array.from({ length: steps }, (_, step) =>
      wanted.length > 0 ? { ...body, dnis: [...kept, ...added.slice(0, (step + 1) * NUMBERS_AT_ONCE)] } : body,
    );
  },
  finish: ({ dnis }) => Array.isArray(dnis) && dnis.length > NUMBERS_AT_ONCE,
  check: ({ dnis }) => {
    if (!Array.isArray(dnis)) return { failures: [] };
    const wrong = dnis.filter((number) => typeof number === "string" && !phoneNumber.safeParse(number).success);
    if (wrong.length === 0) return { failures: [] };
    return {
      failures: [
        { property: "dnis", reason: `has invalid numbers: ${wrong.join(", ")}. Write each as ${phoneNumberForm}` },
      ],
    };
  },
};

function numbersOf(json: Json): string[] {
  return Array.isArray(json["dnis"]) ? (json["dnis"] as string[]) : [];
}
