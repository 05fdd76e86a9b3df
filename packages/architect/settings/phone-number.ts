import { z } from "zod";
import { setting } from "./setting.ts";

/** What `phoneNumber` takes, for a message. */
export const phoneNumberForm = "a number in E.164 form (a plus sign and 4 to 15 digits), such as +13175550100";

/**
 * A number in E.164 form. ITU-T E.164 allows at most 15 digits, a country code of one to three included, and names no
 * minimum: one digit must follow the longest country code. The platform documents the form and no limits
 * (`DIDPool.startPhoneNumber`: "Must be in E.164 format").
 */
export const phoneNumber = z
  .string('expected a number in E.164 form and in quotes, such as "+13175550100"')
  .regex(/^\+[1-9][0-9]{3,14}$/, `expected ${phoneNumberForm}`);

export const phoneNumbers = setting(
  z.array(phoneNumber, 'expected a list of numbers in E.164 form, such as ["+13175550100"]'),
  "Numbers that lead to an inbound call flow, in E.164 form and in quotes.",
);
