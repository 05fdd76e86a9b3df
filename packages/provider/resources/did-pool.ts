import { phoneNumber, phoneNumberForm } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { textOf } from "./kind.ts";
import type { Json, PlainResourceSpec } from "./plain/spec.ts";

/** A range of phone numbers: `/telephony/providers/edges/didpools` (reference/platform-api.md §2.10). */
export const telephonyProvidersEdgesDidPool: PlainResourceSpec = {
  ...madeKinds.didPool,
  description: "A range of phone numbers for IVRs and people.",
  identity: {
    by: ["startPhoneNumber", "endPhoneNumber"],
    query: () => ({}),
    same: isRange,
  },
  lookup: {
    description: "Looks up a DID pool by its range.",
    inputs: {
      startPhoneNumber: { type: "string", required: true, description: "First number of the range, in E.164." },
      endPhoneNumber: { type: "string", required: true, description: "Last number of the range, in E.164." },
    },
    outputs: {
      id: { type: "string", required: true, description: "Id of the DID pool." },
      startPhoneNumber: { type: "string", required: true, description: "First number of the range." },
      endPhoneNumber: { type: "string", required: true, description: "Last number of the range." },
      description: { type: "string", description: "Description of the DID pool." },
    },
    query: () => ({}),
    same: isRange,
    show: ({ startPhoneNumber, endPhoneNumber, description }) => ({
      startPhoneNumber,
      endPhoneNumber,
      description: textOf(description),
    }),
  },
  versioned: true,
  deleteBeforeReplace: true,
  properties: {
    startPhoneNumber: {
      type: "string",
      api: "startPhoneNumber",
      required: true,
      replaceOnChanges: true,
      description: "First phone number of the range, in E.164. A change replaces the pool.",
    },
    endPhoneNumber: {
      type: "string",
      api: "endPhoneNumber",
      required: true,
      description: "Last phone number of the range, in E.164.",
    },
    description: { type: "string", api: "description", description: "DID pool description." },
    comments: { type: "string", api: "comments", description: "Comments for the DID pool." },
    poolProvider: {
      type: "string",
      api: "provider",
      computed: true,
      replaceOnChanges: true,
      description: "Who provides the numbers. A change replaces the pool.",
      enum: {
        name: "DidPoolProvider",
        description: "Who provides the numbers of a DID pool.",
        values: { PURE_CLOUD: "Bring your own carrier.", PURE_CLOUD_VOICE: "Genesys Cloud Voice." },
      },
    },
  },
  check: (inputs) => {
    const failures = ["startPhoneNumber", "endPhoneNumber"].flatMap((property) => {
      const number = inputs[property];
      if (typeof number !== "string" || phoneNumber.safeParse(number).success) return [];
      return [{ property, reason: `'${number}' is not ${phoneNumberForm}` }];
    });
    const { startPhoneNumber: start, endPhoneNumber: end } = inputs;
    if (failures.length === 0 && typeof start === "string" && typeof end === "string" && BigInt(end) < BigInt(start)) {
      failures.push({ property: "endPhoneNumber", reason: `${end} is lower than startPhoneNumber, ${start}` });
    }
    return { failures };
  },
};

function isRange(pool: Json, { startPhoneNumber, endPhoneNumber }: Json): boolean {
  return pool["startPhoneNumber"] === startPhoneNumber && pool["endPhoneNumber"] === endPhoneNumber;
}
