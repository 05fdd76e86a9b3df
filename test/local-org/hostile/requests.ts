import fc from "fast-check";
import { fieldsOf, type OperationRules, type RuleType, rulesOf } from "../../../packages/local-org/requests/rules.ts";
import type { Sent, Service } from "./service.ts";
import { BODIES, DOCUMENTS, ESCAPES, JSONS, TEXTS, TYPES } from "./values.ts";

/** An operation of the service, with what it takes. */
export interface Target {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly implemented: boolean;
  readonly rules: OperationRules;
}

interface Listed {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

/** Every operation: those that are answered, those that are refused as not implemented. */
export async function targetsOf(service: Service): Promise<Target[]> {
  const { implemented, missing } = (await service.ok("GET", "/_local/operations")) as Record<string, Listed[]>;
  const of = (listed: readonly Listed[], has: boolean) =>
    listed.map(({ operation, method, path }) => ({
      ...{ operation, method, path, implemented: has },
      rules: rulesOf(operation) ?? { query: new Map() },
    }));
  return [...of(implemented ?? [], true), ...of(missing ?? [], false)];
}

/** What listings read beside what the platform's description names. */
const ALWAYS = [
  "pageSize",
  "pageNumber",
  "sortBy",
  "sortOrder",
  "id",
  "name",
  "expand",
  "after",
  "before",
  "version",
  "__proto__",
];

/** Values of the paths' parameters that exist, by what stands before them in the path. */
export class Known {
  readonly #ids = new Map<string, string>();

  /** The path with parameters that exist as far as there are any; `replaced` says what stands for one of them. */
  fill(path: string, o: { readonly replaced?: { readonly name: string; readonly by: string } } = {}): string {
    const filled: string[] = [];
    for (const segment of path.split("/")) {
      const name = segment.startsWith("{") ? segment.slice(1, -1) : undefined;
      if (name === undefined) filled.push(segment);
      else if (name === o.replaced?.name) filled.push(o.replaced.by);
      else filled.push(encodeURIComponent(this.#ids.get(filled.join("/")) ?? OTHERS[name] ?? "none"));
    }
    return filled.join("/");
  }

  /** Asks each listing for its first entity. */
  async learn(service: Service, targets: readonly Target[]): Promise<void> {
    const shortFirst = [...targets].sort((a, b) => a.path.length - b.path.length);
    for (const { path, method, implemented } of shortFirst) {
      const [list, name, ...more] = path.split(/\/\{([^}]+)\}$/);
      if (!implemented || method !== "GET" || list === undefined || name === undefined || more.join("") !== "")
        continue;
      const at = this.fill(list);
      const answer = await service.send({ method: "GET", target: at });
      if (answer.status !== 200 || !answer.contentType.startsWith("application/json")) continue;
      const [first] = (JSON.parse(answer.text) as { entities?: Record<string, string>[] }).entities ?? [];
      const id = name === "languageCode" ? first?.["language"] : name === "rowId" ? first?.["key"] : first?.["id"];
      if (id !== undefined) this.#ids.set(at, id);
    }
    const flow = this.#ids.get("/api/v2/flows");
    if (flow !== undefined) this.#ids.set("/flows", flow);
  }

  /** An id of anything, by a number. */
  id(index: number): string {
    const ids = [...this.#ids.values()];
    return ids[index % ids.length] ?? "none";
  }
}

const OTHERS: Readonly<Record<string, string>> = { versionId: "1.0", objectType: "QUEUE", typeId: "QUEUE" };

/** Every query and path parameter with each of a few values, and every property of every body; one a request. */
export function* eachParameter(target: Target, known: Known, texts: readonly string[]): Generator<Sent> {
  const { method, path, rules } = target;
  const body =
    method === "GET" || method === "HEAD" || method === "DELETE"
      ? undefined
      : JSON.stringify(plausible(rules.body, known));
  for (const text of texts) {
    for (const name of new Set([...rules.query.keys(), ...ALWAYS])) {
      yield { method, target: `${known.fill(path)}?${name}=${escaped(text)}`, body };
    }
    for (const [, name] of path.matchAll(/\{([^}]+)\}/g)) {
      yield {
        method,
        target: known.fill(path, { replaced: { name: name as string, by: escaped(text) || "%20" } }),
        body,
      };
    }
  }
  for (const json of [
    '"__proto__"',
    "1e400",
    '{"constructor":{"prototype":{"polluted":true}}}',
    '[null,[],"constructor"]',
  ]) {
    for (const text of eachProperty(rules.body, known, json)) yield { method, target: known.fill(path), body: text };
  }
}

/** A body for each property of a schema, in which that one property is something else. */
function* eachProperty(type: RuleType | undefined, known: Known, json: string, depth = 0): Generator<string> {
  if (type === undefined) return;
  yield json;
  if (typeof type === "string" || "enum" in type || "between" in type || "characters" in type || depth > 3) return;
  if ("list" in type) {
    for (const inner of eachProperty(type.list, known, json, depth + 1)) yield `[${inner}]`;
    return;
  }
  if ("map" in type) {
    for (const inner of eachProperty(type.map, known, json, depth + 1)) yield `{"__proto__":${inner},"key":${inner}}`;
    return;
  }
  const whole = plausible(type, known, depth) as Record<string, unknown>;
  for (const [name, field] of fieldsOf(type.schema)) {
    const { [name]: _, ...rest } = whole;
    const others = JSON.stringify(rest).slice(1, -1);
    for (const inner of eachProperty(field.type, known, json, depth + 1)) {
      yield `{${others}${others === "" ? "" : ","}${JSON.stringify(name)}:${inner}}`;
    }
  }
}

/** What a client that means well would send. */
function plausible(type: RuleType | undefined, known: Known, depth = 0, name = ""): unknown {
  if (type === undefined) return undefined;
  if (type === "string") {
    if (/id$/i.test(name)) return known.id(depth);
    if (/number|dnis/i.test(name)) return "+13175550100";
    if (name === "type") return "INBOUNDCALL";
    return /date|start|end/i.test(name) ? "2026-01-05T08:00:00.000000" : `plausible${depth}`;
  }
  if (type === "date-time") return "2026-01-05T08:00:00.000Z";
  if (type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "any") return {};
  if ("between" in type) return type.between.least ?? type.between.most;
  if ("characters" in type) return `plausible${depth}`;
  if ("enum" in type) return type.enum[0];
  if ("list" in type) return depth > 2 ? [] : [plausible(type.list, known, depth + 1, name)];
  if ("map" in type) return depth > 2 ? {} : { key: plausible(type.map, known, depth + 1) };
  const fields = [...fieldsOf(type.schema)].filter(
    ([field, { required }]) => required || depth === 0 || /^(id|name|type)$/.test(field),
  );
  return depth > 3
    ? {}
    : Object.fromEntries(fields.map(([field, rule]) => [field, plausible(rule.type, known, depth + 1, field)]));
}

/** Percent-encoded, lone surrogates as CESU-8 has them. */
export function escaped(text: string): string {
  return [...text]
    .map((character) => (/^[\ud800-\udfff]$/.test(character) ? "%ED%A0%80" : encodeURIComponent(character)))
    .join("");
}

/** Any request to any of the operations. A deletion is nearly always of something that does not exist, so that something stays. */
export function requests(targets: readonly Target[], known: Known): fc.Arbitrary<Sent> {
  const implemented = targets.filter((target) => target.implemented);
  const missing = targets.filter((target) => !target.implemented);
  return fc.gen().map((gen) => {
    const one = <T>(values: readonly T[]): T => gen(() => fc.constantFrom(...values));
    const often = (percent: number): boolean => gen(() => fc.nat(99)) < percent;
    const text = (): string => (often(70) ? one(TEXTS) : gen(() => fc.string({ unit: "binary", maxLength: 40 })));
    const { method, path, rules } = one(often(90) ? implemented : missing);
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
    const odd = method === "DELETE" ? 95 : 30;
    const replaced =
      names.length > 0 && often(odd) ? { name: one(names), by: often(80) ? escaped(text()) : one(ESCAPES) } : undefined;
    const parameters = Array.from({ length: one([0, 0, 1, 1, 2, 3]) }, () => {
      const name = often(85) ? one([...rules.query.keys(), ...ALWAYS]) : escaped(text());
      return `${name}${often(5) ? "[]" : ""}=${often(80) ? escaped(text()) : one(ESCAPES)}`;
    });
    const twice = often(10) ? parameters : [];
    const query = [...parameters, ...twice].join("&");
    const target = `${known.fill(path, { replaced }) || "/"}${query === "" ? "" : `?${query}`}`;
    const header = often(10) ? { [one(HEADERS)]: text().replace(/[^\t\x20-\x7e\x80-\xff]/g, "?") } : {};
    if (method === "GET" || method === "HEAD") return { method, target, headers: header };
    const type: Record<string, string> = often(85) ? {} : { "Content-Type": one(TYPES) };
    const headers = { ...type, ...header };
    if (often(15)) return { method, target, headers, body: one(BODIES) };
    if (often(10)) return { method, target, headers, body: one(DOCUMENTS) };
    return { method, target, headers, body: mutated(rules.body) };

    /** A plausible body with some of its values replaced. */
    function mutated(rule: RuleType | undefined): string {
      let size = 0;
      const whole = plausible(rule ?? "any", known);
      const visit = (value: unknown): string => {
        size += 1;
        if (size > 200 || often(12)) return often(60) ? JSON.stringify(text()) : one(JSONS);
        if (Array.isArray(value)) return `[${value.map(visit).join(",")}]`;
        if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
        const entries = Object.entries(value).filter(() => often(90));
        const extra = often(10) ? [[text(), 1] as [string, unknown]] : [];
        return `{${[...entries, ...extra].map(([key, inner]) => `${JSON.stringify(key)}:${visit(inner)}`).join(",")}}`;
      };
      return visit(whole);
    }
  });
}

const HEADERS = [
  "Authorization",
  "Host",
  "Origin",
  "Content-Encoding",
  "X-Requested-With",
  "Cookie",
  "If-Match",
  "Expect-CT",
  "Accept",
];
