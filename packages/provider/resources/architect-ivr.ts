import { tokenOf } from "../schema/types.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

const e164 = /^\+[1-9]\d{1,14}$/;

/** An IVR configuration: numbers and the flow behind them, `/architect/ivrs` (reference/platform-api.md §2.2). */
export const architectIvr: PlainResourceSpec = {
  token: tokenOf("architectIvr", "ArchitectIvr"),
  description: "Phone numbers and the flows that answer them.",
  noun: "IVR",
  path: "/api/v2/architect/ivrs",
  listQuery: (name) => ({ name }),
  versioned: true,
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the IVR configuration." },
    description: { type: "string", api: "description", description: "Description of the IVR configuration." },
    divisionId: {
      type: "string",
      api: "division.id",
      computed: true,
      description: "The division to which the IVR belongs. The home division when not set.",
    },
    dnis: {
      type: "array",
      set: true,
      api: "dnis",
      items: { type: "string", description: "A number in E.164." },
      description:
        "The numbers that callers dial, each in E.164. They must lie in a DID pool and belong to one IVR only.",
    },
    openHoursFlowId: { type: "string", api: "openHoursFlow.id", description: "The inbound call flow for open hours." },
    closedHoursFlowId: {
      type: "string",
      api: "closedHoursFlow.id",
      description: "The inbound call flow for closed hours.",
    },
    holidayHoursFlowId: {
      type: "string",
      api: "holidayHoursFlow.id",
      description: "The inbound call flow for holidays.",
    },
    scheduleGroupId: {
      type: "string",
      api: "scheduleGroup.id",
      description: "The schedule group that decides between them.",
    },
  },
  check: (property, value) => {
    if (property !== "dnis" || !Array.isArray(value)) return undefined;
    const wrong = value.filter((number) => typeof number === "string" && !e164.test(number));
    return wrong.length > 0 ? `${wrong.join(", ")}: not in E.164 (for example +13175550100)` : undefined;
  },
};
