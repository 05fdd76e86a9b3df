import { readFileSync } from "node:fs";
import { rules } from "@genesys-flows/rules";
import { findingsIn } from "@genesys-flows/rules/testing";
import { inCheckout } from "../harness/checkout.ts";

const read = (file: string) => readFileSync(inCheckout("flows", file), "utf8");
const modules = {
  "common-error-handler": read("modules/common-error-handler.yaml"),
  "pin-authentication": read("modules/pin-authentication.yaml"),
};
/** The values of the stack that the flows of the example need. */
const filled = (text: string) => text.replace('"${maxPinAttempts}"', "3").replace("{{claimsQueue}}", "Claims");

const files = [
  "modules/common-error-handler.yaml",
  "modules/pin-authentication.yaml",
  "inbound/sales.yaml",
  "inbound/support.yaml",
  "inbound/claims_v2-0.yaml",
];

test.each(files)("%s of the example keeps every rule at its strictest", (file) => {
  for (const rule of rules) expect(findingsIn({ text: filled(read(file)), modules }, rule)).toEqual([]);
});
