import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { PhoneNumber } from "../values.ts";

/**
 * Reads a number or an address: `+13178723000`, `tel:...`, `13178723000`, `sip:...`, `sips:...`; anything else has its text alone
 * (reference/expressions.md, "Value ranges").
 */
export function phoneNumberOf(text: string): PhoneNumber {
  const raw = text.trim();
  const nothing = { raw, isTel: false, isSip: false, isGlobal: false };
  const sip = /^(sips?):(.+?)@*$/i.exec(raw);
  if (sip) {
    const [scheme = "", address = ""] = [sip[1]?.toLowerCase(), sip[2]];
    return { ...nothing, isSip: true, scheme, uri: `${scheme}:${address}` };
  }
  const number = raw.replace(/^tel:/i, "");
  const digits = number.replaceAll(/[\s().-]/g, "");
  const parsed = /^\+?\d+$/.test(digits)
    ? parsePhoneNumberFromString(digits.startsWith("+") ? digits : `+${digits}`)
    : undefined;
  if (!parsed?.isPossible()) return nothing;
  return {
    ...{ ...nothing, isTel: true, isGlobal: true, scheme: "tel", uri: `tel:${parsed.number}` },
    ...{ e164: parsed.number, dialingCode: parsed.countryCallingCode, subscriberNumber: parsed.nationalNumber },
  };
}
