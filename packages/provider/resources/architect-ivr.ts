import { phoneNumber, phoneNumberForm } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { listOf, text } from "../engine/property-specs.ts";
import { byName, division, fields, idAt } from "./plain/properties.ts";
import type { Json, PlainResourceSpec } from "./plain/spec.ts";

/** Maximum number of new numbers in one request (reference/platform-api.md §2.2). */
export const NUMBERS_AT_ONCE = 50;

/**
 * An IVR configuration: numbers and the flows that answer calls to them, `/architect/ivrs` (reference/platform-api.md
 * §2.2).
 */
export const architectIvr: PlainResourceSpec = {
  ...madeKinds.ivr,
  description: "An IVR configuration: phone numbers, and the flows that answer calls to them.",
  identity: byName,
  versioned: true,
  affects: ["openHoursFlowId", "closedHoursFlowId", "holidayHoursFlowId"],
  properties: fields({
    name: text("Name of the IVR configuration.", { required: true }),
    description: text("Description of the IVR configuration."),
    divisionId: division("IVR"),
    dnis: listOf(text("A number in E.164 format."), {
      set: true,
      unmanaged: true,
      onlyWhenGiven: true,
      description:
        "The numbers that callers dial, in E.164 format. Each must be in a DID pool and belong to only one IVR. Adding more than 50 numbers takes several requests. When not set, the `Inventory` of the stack manages the IVR's numbers; an empty list removes all numbers.",
    }),
    openHoursFlowId: idAt("openHoursFlow", "The inbound call flow for open hours.", "flow"),
    closedHoursFlowId: idAt("closedHoursFlow", "The inbound call flow for closed hours.", "flow"),
    holidayHoursFlowId: idAt("holidayHoursFlow", "The inbound call flow for holidays.", "flow"),
    scheduleGroupId: idAt("scheduleGroup", "The schedule group that selects one of these flows.", "scheduleGroup"),
  }),
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
    const numbers = Array.isArray(dnis) ? dnis : [];
    const wrong = numbers.filter((number) => typeof number === "string" && !phoneNumber.safeParse(number).success);
    const reason = `has invalid numbers: ${wrong.join(", ")}. Write each as ${phoneNumberForm}`;
    return { failures: wrong.length === 0 ? [] : [{ property: "dnis", reason }] };
  },
};

function numbersOf(json: Json): string[] {
  return Array.isArray(json["dnis"]) ? json["dnis"] : [];
}
