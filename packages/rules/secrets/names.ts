/** What a name or a text is about. */
export type SecretKind = "pin" | "password" | "card";

const kinds: readonly { readonly kind: SecretKind; readonly words: RegExp }[] = [
  {
    kind: "card",
    words: /\b(?:(?:credit|debit|payment|bank) card|card (?:number|no|num|code)|cc number|cvv2?|cvc2?|pan)\b/,
  },
  { kind: "pin", words: /\b(?:pin|pincode|ssn|social security(?: number)?|tpin)\b/ },
  { kind: "password", words: /\b(?:password|passcode|passphrase|passwd|pwd|pass code)\b/ },
];

/** Words that make a name one about a secret, not of it: `pinAttempts`, `cardType`, `passwordReset`. */
const ABOUT =
  /\b(?:attempts?|tries|try|count|counter|length|len|max|min|status|state|result|outcome|verified|valid|validated|ok|correct|wrong|failed|failure|error|type|kind|brand|date|expiry|menu|option|choice|prompt|audio|message|flag|is|has|needs|required|reset|changed|exists|last|digits of|action|queue|skill|reason)\b/;

/** The secret that a variable holds by its name, which is split into words; undefined for other variables. */
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

/** The secret that a prompt asks for; undefined for other prompts, and for one that asks for the last digits only. */
export function secretAskedFor(prompt: string): SecretKind | undefined {
  return PARTS_OF_CARD.test(prompt) ? undefined : asked.find(({ text }) => text.test(prompt))?.kind;
}
