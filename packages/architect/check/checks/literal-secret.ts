import { visit } from "../../expression/ast.ts";
import type { Check } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Subject } from "../subject.ts";

/** Texts that are secrets whatever they are for. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "an access key of AWS", pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: "a key of Google's", pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: "a token of GitHub's", pattern: /\bgh[pousr]_[0-9A-Za-z]{36,}\b/ },
  { what: "a token of Slack's", pattern: /\bxox[abprs]-[0-9A-Za-z-]{10,}/ },
  { what: "a key of Stripe's", pattern: /\b[sr]k_live_[0-9A-Za-z]{16,}\b/ },
  { what: "a signed token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { what: "a bearer token", pattern: /\bBearer\s+[\w.~+/-]{20,}/i },
  { what: "credentials of basic authentication", pattern: /\bBasic\s+(?=\S*[0-9+/=])[A-Za-z0-9+/]{16,}={0,2}(?=\s|$)/ },
  { what: "credentials in an address", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@]{4,}@/i },
];

const SECRET_NAME =
  /pass(?:word|phrase|wd)|secret|api[-_ ]?key|(?:access|auth|bearer|refresh)[-_ ]?token|private[-_ ]?key/i;
const LEAST = 8;

/** Literals that look like secrets: whoever may read a flow reads them, and so does every export of it. */
export const literalSecret: Check = {
  codes: ["secret-literal"],
  run(subject, report) {
    for (const part of subject.parts) {
      const what =
        part.kind === "write"
          ? undefined
          : textsOf(subject, part)
              .map((text) => secretIn(text, part))
              .find(Boolean);
      if (what === undefined) continue;
      const location = subject.locatePart(part);
      // The frame would show the secret in every log.
      const { sourceLine: _secret, ...place } = location ?? { file: "", line: 1, column: 1 };
      report("secret-literal", {
        message: `This looks like ${what}.`,
        hint: "Keep it in the credentials of the integration, and let a data action use it; then replace it, for it has been written down.",
        ...(part.node ? { node: part.node } : {}),
        ...(location ? { location: place } : {}),
      });
    }
  },
};

function textsOf(subject: Subject, { kind, value }: Part): string[] {
  if (typeof value !== "string") return [];
  if (kind === "literal") return [value];
  const parsed = subject.parse(value);
  const parts = parsed.ok ? [...visit(parsed.expression)] : [];
  return parts.flatMap((part) => (part.type === "literal" && typeof part.value === "string" ? part.value : []));
}

function secretIn(text: string, { purpose, kind }: Part): string | undefined {
  const shape = shapes.find(({ pattern }) => pattern.test(text));
  if (shape) return shape.what;
  const byName = kind === "literal" && SECRET_NAME.test(purpose) && isDense(text);
  return byName ? `the value of '${purpose}'` : undefined;
}

/** Whether a text is no word of a language: long, without spaces, of letters and digits. */
function isDense(text: string): boolean {
  return (
    text.length >= LEAST &&
    /^[\x21-\x7e]+$/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !/^[<{$[]/.test(text)
  );
}
