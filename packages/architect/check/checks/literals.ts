import { visit } from "../../expression/ast.ts";
import { functionNamed } from "../../expression/functions.ts";
import { builtInNamed } from "../../expression/scopes.ts";
import type { Check } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Subject } from "../subject.ts";
import { declaredVariables } from "../variable-table.ts";

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/**
 * Ids of objects, which are valid in only one organisation (reference/archy.md §b). An id from a value of the stack is
 * not reported, because it belongs to that stack. System ids are the same everywhere.
 */
export const literalGuid: Check = {
  codes: ["literal-guid"],
  ofParts: true,
  run(subject, report) {
    for (const part of subject.parts) {
      const text = String(part.value);
      const found =
        firstIn(text) &&
        textsOf(subject, part)
          .map(firstIn)
          .find((id) => id !== undefined);
      if (found === undefined) continue;
      const from = text.indexOf(found);
      const location = subject.locateWithin(part, { from, to: from + found.length });
      const given = subject.options.filledIn?.some((value) => String(value).includes(found));
      if (given || (location && subject.document?.filling?.(location))) continue;
      report("literal-guid", {
        message: `'${found}' is the id of an object, which is valid in only one organisation.`,
        hint: "Use the name of the object, or set the id as a value of the stack.",
        node: part.node,
        location,
      });
    }
  },
};

/** Strings that are probably expressions without their '=': the name of a variable, or a function call. */
export const literalExpression: Check = {
  codes: ["text-like-expression"],
  ofParts: true,
  run(subject, report) {
    const own = new Set(declaredVariables(subject).map(({ name }) => name.toLowerCase()));
    for (const part of subject.parts) {
      if (part.kind !== "literal" || !isLikeExpression(subject, String(part.value), own)) continue;
      report("text-like-expression", {
        message: `'${part.value}' is a literal string here, although it looks like an expression.`,
        hint: subject.document
          ? "Write it under 'exp' instead of 'lit'."
          : `Begin an expression with '=': =${part.value}`,
        part,
      });
    }
  },
};

function isLikeExpression(subject: Subject, text: string, own: ReadonlySet<string>): boolean {
  if (!/^\w+(?:\.\w+$|\()/.test(text)) return false;
  const parsed = subject.parse(text);
  if (!parsed.ok) return false;
  const { expression } = parsed;
  if (expression.type === "variable") return own.has(text.toLowerCase()) || builtInNamed(text) !== undefined;
  // `Day(s)` is ordinary text.
  return (
    expression.type === "call" &&
    functionNamed(expression.name) !== undefined &&
    [...visit(expression)].every(({ type }) => type !== "name")
  );
}

/** The first id in a string that is not the same in every organisation. */
function firstIn(text: string): string | undefined {
  return text.match(GUID)?.find((id) => !Object.hasOwn(presences, id.toLowerCase()));
}

/**
 * Ids of the system presences, which are the same in every organisation. Sources: the tests of the vendor's SDKs for Go
 * and Python, responses of `GET /presencedefinitions`, and data actions of several organisations. Meeting, Training and
 * Idle are omitted, because the sources disagree on their ids.
 */
const presences: Readonly<Record<string, string>> = {
  "6a3af858-942f-489d-9700-5f9bcdcdae9b": "Available",
  "5e5c5c66-ea97-4e7f-ac41-6424784829f2": "Away",
  "227b37e2-f1d0-4dd0-8f50-badd7cf6d158": "Break",
  "31fe3bac-dea6-44b7-bed7-47f91660a1a0": "Busy",
  "3fd96123-badb-4f69-bc03-1b1ccc6d8014": "Meal",
  "ccf3c10a-aa2c-4845-8e8d-f59fa48c58e5": "Offline",
  "e08eaf1b-ee47-4fa9-a231-1200e284798f": "On Queue",
};

/** Strings that are secrets wherever they occur. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: "a Google API key", pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: "a GitHub token", pattern: /\bgh[pousr]_[0-9A-Za-z]{36,}\b/ },
  { what: "a Slack token", pattern: /\bxox[abprs]-[0-9A-Za-z-]{10,}/ },
  { what: "a Stripe key", pattern: /\b[sr]k_live_[0-9A-Za-z]{16,}\b/ },
  { what: "a signed token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { what: "a bearer token", pattern: /\bBearer\s+[\w.~+/-]{20,}/i },
  {
    what: "credentials for basic authentication",
    pattern: /\bBasic\s+(?=\S*[0-9+/=])[A-Za-z0-9+/]{16,}={0,2}(?=\s|$)/,
  },
  { what: "credentials in a URL", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@]{4,}@/i },
];

const SECRET_NAME =
  /pass(?:word|phrase|wd)|secret|api[-_ ]?key|(?:access|auth|bearer|refresh)[-_ ]?token|private[-_ ]?key/i;
const LEAST = 8;

/** Literals that look like secrets. Everyone who can read the flow, or an export of the flow, can read them. */
export const literalSecret: Check = {
  codes: ["secret-literal"],
  ofParts: true,
  run(subject, report) {
    for (const part of subject.parts) {
      const found = textsOf(subject, part).map((text) => secretIn(text, part));
      const what = found.find((one) => one !== undefined);
      if (what === undefined) continue;
      const location = subject.locatePart(part);
      // A source frame would show the secret in every log.
      const { sourceLine: _secret, ...place } = location ?? { file: "", line: 1, column: 1 };
      report("secret-literal", {
        message: `This looks like ${what}.`,
        hint: "Move it to the credentials of an integration, and use it in a data action. Then replace the secret, because it has been exposed.",
        node: part.node,
        location: location && place,
      });
    }
  },
};

/** The strings in a value: the value itself, or the strings within an expression. */
function textsOf(subject: Subject, { kind, value }: Part): string[] {
  if (typeof value !== "string" || kind === "write") return [];
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

/** Whether a string does not look like words: it is long, has no spaces, and contains both letters and digits. */
function isDense(text: string): boolean {
  return (
    text.length >= LEAST &&
    /^[\x21-\x7e]+$/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !/^[<{$[]/.test(text)
  );
}
