/** Prefixes of the large card schemes, with the lengths of their numbers (ISO/IEC 7812). */
const schemes: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:36|38|39|30[0-5])/, lengths: [14, 16, 19] },
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 19] },
  { prefix: /^(?:35(?:2[89]|[3-8]))/, lengths: [16, 17, 18, 19] },
  { prefix: /^62/, lengths: [16, 17, 18, 19] },
];

const CANDIDATE = /(?<![\d+.\w-])\d(?:[ -]?\d){12,18}(?![\d\w-]|\.\d)/g;

/** Whether a text has a card number: 13 to 19 digits, perhaps in groups, of a card scheme, with a valid check digit. */
export function hasCardNumber(text: string): boolean {
  return (text.match(CANDIDATE) ?? []).some((found) => {
    const digits = found.replace(/\D/g, "");
    const known = schemes.some(({ prefix, lengths }) => prefix.test(digits) && lengths.includes(digits.length));
    return known && !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
  });
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return sum % 10 === 0;
}
