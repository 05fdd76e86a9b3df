/** The kind of secret that a name or text refers to. */
export type SecretKind = "pin" | "password" | "card";

const kinds: readonly { readonly kind: SecretKind; readonly words: RegExp }[] = [
  {
    kind: "card",
    words: /\b(?:(?:credit|debit|payment|bank) card|card (?:number|no|num|code)|cc number|cvv2?|cvc2?|pan)\b/,
  },
  { kind: "pin", words: /\b(?:pin|pincode|ssn|social security(?: number)?|tpin)\b/ },
  { kind: "password", words: /\b(?:password|passcode|passphrase|passwd|pwd|pass code)\b/ },
];

/**
 * Words that show that a name refers to a fact about a secret, not to the secret itself: `pinAttempts`, `cardType`,
 * `passwordReset`.
 */
const ABOUT =
  /\b(?:attempts?|tries|try|count|counter|length|len|max|min|status|state|result|outcome|verified|valid|validated|ok|correct|wrong|failed|failure|error|type|kind|brand|date|expiry|menu|option|choice|prompt|audio|message|flag|is|has|needs|required|reset|changed|exists|last|digits of|action|queue|skill|reason)\b/;

/** The kind of secret in a variable, from the words of its name; undefined for other variables. */
export function secretNamed(variable: string): SecretKind | undefined {
  const words = wordsOf(variable.slice(variable.lastIndexOf(".") + 1));
  if (ABOUT.test(words)) return undefined;
  return (
    kinds.find(({ words: pattern }) => pattern.test(words))?.kind ?? (/^card$|\bcard$/.test(words) ? "card" : undefined)
  );
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/[^A-Za-z]+/g, " ")
    .trim()
    .toLowerCase();
}

const PARTS_OF_CARD = /\blast (?:4|four|3|three|2|two)\b/i;

const asked: readonly { readonly kind: SecretKind; readonly text: RegExp }[] = [
  {
    kind: "card",
    text: /(?<!\b(?:member|membership|loyalty|library|gift|insurance|id|identity|health|bonus|customer) )\bcard (?:number|details)\b|\benter\b.{0,40}\b(?:credit|debit|payment|bank)[ -]?card\b|\bcvv2?\b|\bcvc2?\b|\bcard verification\b/i,
  },
  { kind: "pin", text: /\bPINs?\b|\bpin (?:code|number)\b|\b(?:your|the|digit) pin\b|\bsocial security\b/ },
  { kind: "password", text: /\bpassword\b|\bpasscode\b/i },
];

/**
 * The kind of secret that a prompt asks for; undefined for other prompts, and for a prompt that asks only for the last
 * digits.
 */
export function secretAskedFor(prompt: string): SecretKind | undefined {
  return PARTS_OF_CARD.test(prompt) ? undefined : asked.find(({ text }) => text.test(prompt))?.kind;
}

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

/**
 * Whether a string contains a card number: 13 to 19 digits, possibly grouped, with the prefix of a card scheme and a
 * valid check digit.
 */
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
