import { phoneNumber, phoneNumberForm } from "@genesys-flows/architect/settings";
import { madeKinds } from "@genesys-flows/platform";
import { oneOf, text } from "../engine/property-specs.ts";
import { fields, textOf } from "./plain/properties.ts";
import type { Json, PlainResourceSpec } from "./plain/spec.ts";

/** A range of phone numbers: `/telephony/providers/edges/didpools` (reference/platform-api.md §2.10). */
export const telephonyProvidersEdgesDidPool: PlainResourceSpec = {
  ...madeKinds.didPool,
  description: "A range of phone numbers for IVRs and users.",
  identity: { by: ["startPhoneNumber", "endPhoneNumber"], query: () => ({}), same: isRange },
  lookup: {
    description: "Looks up a DID pool by its range.",
    inputs: {
      startPhoneNumber: text("First number of the range, in E.164 format.", { required: true }),
      endPhoneNumber: text("Last number of the range, in E.164 format.", { required: true }),
    },
    outputs: {
      id: text("Id of the DID pool.", { required: true }),
      startPhoneNumber: text("First number of the range.", { required: true }),
      endPhoneNumber: text("Last number of the range.", { required: true }),
      description: text("Description of the DID pool."),
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
  properties: fields({
    startPhoneNumber: text("First phone number of the range, in E.164 format. A change replaces the pool.", {
      required: true,
      replaceOnChanges: true,
    }),
    endPhoneNumber: text("Last phone number of the range, in E.164 format.", { required: true }),
    description: text("DID pool description."),
    comments: text("Comments for the DID pool."),
    poolProvider: oneOf(
      "Who provides the numbers. A change replaces the pool.",
      {
        name: "DidPoolProvider",
        description: "Who provides the numbers of a DID pool.",
        values: { PURE_CLOUD: "Bring your own carrier.", PURE_CLOUD_VOICE: "Genesys Cloud Voice." },
      },
      { api: "provider", computed: true, replaceOnChanges: true },
    ),
  }),
  check: (inputs) => {
    const { startPhoneNumber: start, endPhoneNumber: end } = inputs;
    const failures = Object.entries({ startPhoneNumber: start, endPhoneNumber: end }).flatMap(([property, number]) =>
      typeof number !== "string" || phoneNumber.safeParse(number).success
        ? []
        : [{ property, reason: `'${number}' is not ${phoneNumberForm}` }],
    );
    if (failures.length === 0 && typeof start === "string" && typeof end === "string" && BigInt(end) < BigInt(start)) {
      failures.push({ property: "endPhoneNumber", reason: `${end} is lower than startPhoneNumber (${start})` });
    }
    return { failures };
  },
};

function isRange(pool: Json, { startPhoneNumber, endPhoneNumber }: Json): boolean {
  return pool["startPhoneNumber"] === startPhoneNumber && pool["endPhoneNumber"] === endPhoneNumber;
}
