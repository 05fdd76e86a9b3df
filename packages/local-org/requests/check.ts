import { badRequest, type ErrorDetail, invalidValueText } from "../http/api-error.ts";
import type { Query } from "../http/query.ts";
import type { Route } from "../http/route.ts";
import { own } from "../own.ts";
import { isDay } from "./known-values.ts";
import { type FieldRule, fieldsOf, type Limits, type RuleType, rulesOf } from "./rules.ts";

/**
 * Values of query parameters that the OpenAPI file describes only in words: `memberBy` in `reference/platform-api.md
 * §2.5`, `sortOrder` in both spellings of its defaults.
 */
const QUERY_VALUES: Readonly<Record<string, readonly string[]>> = {
  memberBy: ["user", "group"],
  sortOrder: ["asc", "desc", "ascending", "descending"],
};

interface Problem extends ErrorDetail {
  readonly errorCode: string;
  readonly fieldName: string;
  readonly message: string;
}

/**
 * Checks query and body of a request against the platform's description of the operation and returns the body without
 * fields that the platform does not know. `null`, an empty string and, for an object, an empty object count as missing
 * (`reference/platform-api.md §0` rules 1, 3, 19); enum values ignore case (rule 18).
 * @throws ApiError 400 with every error in `details`
 */
export function checkRequest(
  route: Pick<Route, "operation" | "ownRequired">,
  { query, body }: { query: Query; body: unknown },
): unknown {
  const rules = rulesOf(route.operation);
  if (!rules) return body;
  const problems: Problem[] = [];
  for (const [name, rule] of rules.query) {
    if (rule.required && !route.ownRequired && query.all(name).length === 0) problems.push(missingParameter(name));
    checkParameter(name, rule.type, query, problems);
  }
  const checked = rules.body === undefined ? body : checkValue(rules.body, body, "", problems);
  if (rules.body !== undefined && !route.ownRequired) checkRequired(rules.body, checked ?? {}, "", problems);
  if (problems.length > 0) throw refusal(problems);
  return checked;
}

function refusal(problems: readonly Problem[]): Error {
  const [first] = problems as [Problem];
  const details = problems.map(({ errorCode, fieldName }) => ({ errorCode, fieldName }));
  return badRequest(problems.map(({ message }) => message).join(" "), first.errorCode, details);
}

/**
 * The documented refusal of a missing parameter (`reference/platform-api.error-codes.json`: dependency tracking,
 * `DELETE /flows`).
 */
function missingParameter(fieldName: string): Problem {
  const message = `A required query parameter is missing or empty: ${fieldName}.`;
  return { errorCode: "architect.query.parameter.missing", fieldName, message };
}

function checkParameter(name: string, type: RuleType, query: Query, problems: Problem[]): void {
  const values = query.all(name);
  const { list: item, most } = typeof type === "object" && "list" in type ? type : { list: type, most: undefined };
  checkCount(most, values, name, problems);
  for (const value of values) checkText(item, value, name, problems);
}

/** Checks a value of a query parameter, which is always a string. */
function checkText(type: RuleType, value: string, name: string, problems: Problem[]): void {
  const words = own(QUERY_VALUES, name);
  if (type === "boolean") checkEnum(["true", "false"], value, name, problems);
  else if (type === "number" || (typeof type === "object" && "between" in type)) {
    if (Number.isFinite(Number(value))) checkValue(type, Number(value), name, problems);
    else problems.push(invalidValue(name, value));
  } else if (words) checkEnum(words, value, name, problems);
  else checkValue(type, value, name, problems);
}

function invalidValue(fieldName: string, value: unknown, allowed?: readonly string[]): Problem {
  return { errorCode: "invalid.value", fieldName, message: invalidValueText(fieldName, value, allowed) };
}

/** Returns the value without unknown fields and adds errors to `problems`. */
function checkValue(type: RuleType, value: unknown, path: string, problems: Problem[]): unknown {
  if (value === undefined || value === null || value === "" || type === "any") return value;
  if (typeof type === "string") {
    if (typeof value !== (type === "date-time" ? "string" : type)) wrongType(type, path, problems);
    else if (type === "date-time" && !isMoment(String(value))) problems.push(invalidDate(path, String(value)));
    return value;
  }
  if ("between" in type) {
    if (typeof value !== "number") wrongType("number", path, problems);
    else if (value < (type.between.least ?? value) || value > (type.between.most ?? value))
      problems.push(invalidValue(path, value, [inWords(type.between)]));
    return value;
  }
  if ("characters" in type) {
    if (typeof value !== "string") wrongType("string", path, problems);
    else if (value.length > type.characters)
      problems.push(invalidValue(path, value, [`text of at most ${type.characters} characters`]));
    return value;
  }
  if ("enum" in type) {
    if (typeof value !== "string") wrongType("string", path, problems);
    else checkEnum(type.enum, value, path, problems);
    return value;
  }
  if ("list" in type) {
    if (!Array.isArray(value)) {
      wrongType("list", path, problems);
      return value;
    }
    checkCount(type.most, value, path, problems);
    return value.map((item, index) => checkItem(type.list, item, `${path}[${index}]`, problems));
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    wrongType("object", path, problems);
    return value;
  }
  const fields = "schema" in type ? fieldsOf(type.schema) : undefined;
  const within = (name: string) => (path === "" ? name : `${path}.${name}`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const rule = "map" in type ? type.map : fields?.get(name)?.type;
      return rule === undefined ? [] : [[name, checkItem(rule, item, within(name), problems)]];
    }),
  );
}

/** Checks a value within the body, which must have its own required fields. */
function checkItem(type: RuleType, value: unknown, path: string, problems: Problem[]): unknown {
  const checked = checkValue(type, value, path, problems);
  const object = typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  if (object) checkRequired(type, checked, path, problems);
  return checked;
}

function checkEnum(allowed: readonly string[], value: string, path: string, problems: Problem[]): void {
  if (allowed.some((one) => one.toLowerCase() === value.toLowerCase())) return;
  problems.push(invalidValue(path, value, allowed));
}

function checkCount(most: number | undefined, values: readonly unknown[], path: string, problems: Problem[]): void {
  if (most === undefined || values.length <= most) return;
  problems.push(invalidValue(path, `${values.length} values`, [`lists of at most ${most} values`]));
}

/** Whether the text is a time with a zone, on an existing date (not the 30th of February). */
function isMoment(text: string): boolean {
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
  return year !== undefined && isDay(year, month as string, day as string) && !Number.isNaN(Date.parse(text));
}

/**
 * The refusal of an invalid date in the documented words (`reference/platform-api.error-codes.json`, `generic`), after
 * the value.
 */
function invalidDate(fieldName: string, value: string): Problem {
  const words = "Dates must be specified as ISO-8601 strings. For example: yyyy-MM-ddTHH:mm:ss.SSSZ";
  return {
    errorCode: "invalid.date",
    fieldName,
    message: `Value [${value}] of [${fieldName}] is not a date. ${words}`,
  };
}

function inWords({ least, most }: Limits): string {
  if (least === undefined) return `at most ${most}`;
  return most === undefined ? `at least ${least}` : `${least} to ${most}`;
}

const WANTED = {
  string: "text",
  "date-time": "text",
  number: "a number",
  boolean: "a boolean",
  list: "a list",
  object: "an object",
} as const;

function wrongType(type: keyof typeof WANTED, path: string, problems: Problem[]): void {
  const message =
    path === ""
      ? `The request body must be ${type === "list" ? "a JSON array" : "a JSON object"}.`
      : `The field '${path}' must be ${WANTED[type]}.`;
  problems.push({ errorCode: "bad.request", fieldName: path, message });
}

function checkRequired(type: RuleType, value: unknown, path: string, problems: Problem[]): void {
  if (typeof type === "string" || !("schema" in type)) return;
  if (path !== "" && own(PARTIAL, type.schema)) return;
  const given = value as Record<string, unknown>;
  for (const [name, rule] of fieldsOf(type.schema)) {
    if (!isMissing(rule, own(given, name))) continue;
    const fieldName = path === "" ? name : `${path}.${name}`;
    const message = `A required field is missing a value: ${fieldName}.`;
    problems.push({ errorCode: "required.field.missing", fieldName, message });
  }
}

function isMissing(rule: FieldRule, value: unknown): boolean {
  return rule.required && (value === undefined || value === null || value === "");
}

/**
 * Schemas whose fields are required only if the schema describes the whole body. Within another object, the vendor's
 * own clients omit these fields. Each entry names the traffic that shows this (`reference/terraform-traces`).
 */
const PARTIAL: Readonly<Record<string, string>> = {
  InboundRoute:
    "genesyscloud_routing_email_route.reply_other: `replyEmailAddress.route` has no `fromName`; the documented refusal there (`reply.route.id.required`) asks for the id",
  MailFromResult: 'reference/platform-api.md §2.3: `mailFromSettings: {mailFromDomain: ""}` removes the setting',
};
