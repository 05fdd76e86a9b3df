import { ApiError, type ErrorDetail } from "../http/api-error.ts";
import type { Query } from "../http/query.ts";
import type { Route } from "../http/route.ts";
import { own } from "../own.ts";
import { type FieldRule, fieldsOf, type RuleType, rulesOf } from "./rules.ts";

/**
 * Values of query parameters that the file describes only in words: `memberBy` in `reference/platform-api.md §2.5`,
 * `sortOrder` in both spellings of its defaults.
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
 * Checks query and body of a request against the platform's description of the operation and returns the body without fields
 * that the platform does not know. `null` and an empty text count as absent (`reference/platform-api.md §0` rules 1, 3, 19);
 * values of enums compare without case (rule 18).
 * @throws ApiError 400 with every mistake in `details`
 */
export function checkRequest(
  route: Pick<Route, "operation" | "ownRequired">,
  { query, body }: { query: Query; body: unknown },
): unknown {
  const rules = rulesOf(route.operation);
  if (!rules) return body;
  const problems: Problem[] = [];
  for (const [name, { type }] of rules.query) checkParameter(name, type, query, problems);
  const checked = rules.body === undefined ? body : checkValue(rules.body, body, "", problems);
  if (rules.body !== undefined && !route.ownRequired) {
    checkRequired(rules.body, checked, problems);
  }
  if (problems.length > 0) throw refusal(problems);
  return checked;
}

function refusal(problems: readonly Problem[]): ApiError {
  const [first] = problems as [Problem];
  return new ApiError(400, first.errorCode, problems.map(({ message }) => message).join(" "), {
    details: problems.map(({ errorCode, fieldName }) => ({ errorCode, fieldName })),
  });
}

function checkParameter(name: string, type: RuleType, query: Query, problems: Problem[]): void {
  const values = query.all(name);
  const allowed = own(QUERY_VALUES, name);
  const fits =
    type === "number"
      ? (value: string) => Number.isFinite(Number(value))
      : type === "boolean"
        ? (value: string) => /^(true|false)$/i.test(value)
        : (value: string) => !allowed || allowed.some((one) => one.toLowerCase() === value.toLowerCase());
  for (const value of values.filter((text) => !fits(text))) {
    problems.push(invalidValue(name, value, type === "boolean" ? ["true", "false"] : allowed));
  }
}

function invalidValue(fieldName: string, value: string, allowed?: readonly string[]): Problem {
  const allowable = allowed ? ` Allowable values are: ${allowed.join(", ")}` : "";
  const message = `Value [${value}] is not valid for field type [${fieldName}].${allowable}`;
  return { errorCode: "invalid.value", fieldName, message };
}

/** The value without unknown fields; mistakes are added to `problems`. */
function checkValue(type: RuleType, value: unknown, path: string, problems: Problem[]): unknown {
  if (value === undefined || value === null || value === "" || type === "any") return value;
  if (typeof type === "string") {
    if (typeof value !== type) wrongType(type === "string" ? "text" : `a ${type}`, path, problems);
    return value;
  }
  if ("enum" in type) {
    if (typeof value !== "string") wrongType("text", path, problems);
    else if (!type.enum.some((one) => one.toLowerCase() === value.toLowerCase())) {
      problems.push(invalidValue(path, value, type.enum));
    }
    return value;
  }
  if ("list" in type) {
    if (Array.isArray(value))
      return value.map((item, index) => checkValue(type.list, item, `${path}[${index}]`, problems));
    wrongType("a list", path, problems);
    return value;
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    wrongType("an object", path, problems);
    return value;
  }
  const fields = "schema" in type ? fieldsOf(type.schema) : undefined;
  const within = (name: string) => (path === "" ? name : `${path}.${name}`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const rule = "map" in type ? type.map : fields?.get(name)?.type;
      return rule === undefined ? [] : [[name, checkValue(rule, item, within(name), problems)]];
    }),
  );
}

function wrongType(wanted: string, path: string, problems: Problem[]): void {
  const message =
    path === ""
      ? `The request body must be ${wanted === "a list" ? "a JSON array" : "a JSON object"}.`
      : `The field '${path}' must be ${wanted}.`;
  problems.push({ errorCode: "bad.request", fieldName: path, message });
}

function checkRequired(type: RuleType, body: unknown, problems: Problem[]): void {
  if (typeof type === "string" || !("schema" in type)) return;
  const given = (body ?? {}) as Record<string, unknown>;
  const missing = [...fieldsOf(type.schema)].filter(([name, rule]) => isMissing(rule, own(given, name)));
  for (const [fieldName] of missing) {
    const message = `A required field is missing a value: ${fieldName}.`;
    problems.push({ errorCode: "required.field.missing", fieldName, message });
  }
}

function isMissing(rule: FieldRule, value: unknown): boolean {
  return rule.required && (value === undefined || value === null || value === "");
}
