import { services } from "../../../packages/local-org/services.ts";
import { referenceExists, referenceFolder } from "../../harness/checkout.ts";
import type { Answer } from "../../harness/organisation-client.ts";
import { Organisation, SEED } from "../support/organisation.ts";
import { readRuns, traceFiles } from "../traces/recording.ts";
import { KINDS, whatIsThere } from "./kinds.ts";
import {
  type Case,
  description,
  EXCEPTIONS,
  exceptionOf,
  FORMATS,
  forbidden,
  LIMITS,
  NO_LIMITS,
  VALUES,
} from "./refusals.ts";

// Several thousand requests in one test.
jest.setTimeout(120_000);

const routes = services.flatMap((service) => service.routes);
const operations = new Set(routes.map(({ operation }) => operation));
/** Operations whose handlers have refusals of their own for what is missing, with documented codes. */
const OWN = new Set(routes.filter(({ ownRequired }) => ownRequired).map(({ operation }) => operation));

/** Codes by what is wrong (reference/platform-api.error-codes.json). */
const CODES: Readonly<Record<string, string>> = {
  "query type": "invalid.value",
  "query enumeration": "invalid.value",
  "query limit": "invalid.value",
  "query required": "architect.query.parameter.missing",
  "body type": "bad.request",
  "body enumeration": "invalid.value",
  "body limit": "invalid.value",
  "body format": "invalid.date",
  "body required": "required.field.missing",
};

if (!referenceExists) {
  test.skip(`refusals that the description prescribes: skipped, since there is no ${referenceFolder}`, () => {});
} else {
  const api = description(operations);
  const table = Map.groupBy(forbidden(api, operations), ({ where, rule }) => `${where} ${rule}`);
  const parameters = Object.values(api.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ operationId }) => operations.has(operationId))
    .flatMap((operation) => (operation.parameters ?? []).map((one) => ({ operation: operation.operationId, ...one })));

  describe("what the description of an operation forbids is refused", () => {
    const organisation = new Organisation();
    /** One object of each kind, by the path of the kind. */
    const made = new Map<string, string>();
    beforeAll(async () => {
      await organisation.start({ seedText: SEED });
      const first = async (path: string) => (await organisation.call("GET", path)).body.entities[0].id;
      const there = await whatIsThere(organisation);
      for (const kind of KINDS) {
        const parent =
          kind.parent && (await organisation.call("POST", `/api/v2/${kind.parent.path}`, kind.parent)).body.id;
        if (kind.parent) made.set(`/api/v2/${kind.parent.path}`, parent);
        const path = `/api/v2/${kind.path.replace("{parent}", parent ?? "")}`;
        const { body } = await organisation.call("POST", path, { body: kind.body(there) });
        made.set(path, body[kind.idField ?? "id"]);
      }
      const flow = await organisation.call("POST", "/api/v2/flows", { body: { name: "One", type: "INBOUNDCALL" } });
      made.set("/api/v2/flows", flow.body.id);
      await organisation.call("POST", `/api/v2/flows/actions/checkout?flow=${flow.body.id}`);
      made.set("/api/v2/integrations", there.integration);
      made.set("/api/v2/users", await first("/api/v2/users"));
    });
    afterAll(async () => {
      const counts = [...table].map(([key, { length }]) => `${key.padEnd(20)}${String(length).padStart(6)}`);
      const all = [...table.values()].flat();
      const excepted = all.filter((one) => exceptionOf(one)).length;
      console.log(
        [...counts, `${all.length} cases, ${excepted} of them under ${EXCEPTIONS.length} exceptions`].join("\n"),
      );
      await organisation.end();
    });

    /** The path with the ids of objects that exist, where there are some. */
    const addressed = (path: string) =>
      path
        .split("/")
        .reduce(
          (before, part) => `${before}/${part.startsWith("{") ? encodeURIComponent(made.get(before) ?? "none") : part}`,
        );
    const send = ({ method, path, query, body }: Case) =>
      organisation.call(method, `${addressed(path)}${query ? `?${query}` : ""}`, {
        raw:
          body === undefined
            ? undefined
            : JSON.stringify(body).replaceAll("{integration}", made.get("/api/v2/integrations") ?? ""),
      });
    const shown = ({ operation, where, field, body }: Case, { status, body: answer }: Answer) =>
      `${operation} ${where} ${field}: ${status} ${answer?.code} ${JSON.stringify(body)?.slice(0, 200)}`;

    test.each([...table])("%s", async (key, cases) => {
      const accepted: string[] = [];
      for (const one of cases.filter((each) => !exceptionOf(each))) {
        const answer = await send(one);
        const named = answer.body?.details?.some(
          (detail: { fieldName?: string; errorCode?: string }) =>
            detail.fieldName === one.field && (OWN.has(one.operation) || detail.errorCode === CODES[key]),
        );
        if (answer.status !== 400 || !named) accepted.push(shown(one, answer));
      }
      expect(accepted).toEqual([]);
      expect(cases.length).toBeGreaterThan(5);
    });

    test.each(EXCEPTIONS)("an exception that is needed: $owner.$field", async (exception) => {
      const cases = [...table.values()].flat().filter((one) => exceptionOf(one) === exception);
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) {
        const answer = await send(one);
        const named = answer.body?.details?.some(({ fieldName }: { fieldName?: string }) => fieldName === one.field);
        expect([shown(one, answer), named ?? false]).toEqual([shown(one, answer), false]);
      }
      const { traffic } = exception;
      if (!traffic) return;
      expect(traceFiles).toContain(traffic.file);
      const bodies = readRuns(traffic.file)
        .flatMap(({ steps }) => steps.flatMap(({ exchanges }) => exchanges))
        .filter(({ method, path, status }) => method !== "GET" && traffic.path.test(path) && status === 200)
        .map(({ req_body }) => at(req_body, traffic.at));
      expect(bodies.some((body) => typeof body === "object" && body !== null && !at(body, exception.field))).toBe(true);
    });
  });

  test("the description says nothing of a parameter of a path but that it is text", () => {
    const inPath = parameters.filter((one) => one.in === "path");
    expect(inPath.length).toBeGreaterThan(50);
    expect(inPath.filter(({ schema }) => JSON.stringify(schema) !== '{"type":"string"}')).toEqual([]);
  });

  test("every limit in the words of the description is in the table", () => {
    const LIMIT = /\b(max|min|at most|between|range|limit|characters? l|\d+-\d+|from \d)/i;
    const used = new Set<string>();
    const collect = (
      schema: { $ref?: string; items?: object; additionalProperties?: object | boolean } | undefined,
    ) => {
      const name = schema?.$ref?.split("/").at(-1) ?? "";
      if (used.has(name)) return;
      if (schema?.$ref) used.add(name);
      const properties = Object.values(api.components.schemas[name]?.properties ?? {});
      for (const one of [...properties, schema?.items, schema?.additionalProperties])
        if (typeof one === "object") collect(one);
    };
    for (const methods of Object.values(api.paths))
      for (const { operationId, requestBody } of Object.values(methods))
        if (operations.has(operationId)) collect(requestBody?.content?.["application/json"]?.schema);
    const fields = [...used].flatMap((name) =>
      Object.entries(api.components.schemas[name]?.properties ?? {}).map(
        ([field, { description: words = "", type }]) => [`${name}.${field}`, words, type] as const,
      ),
    );
    const queries = parameters.map(
      ({ operation, name, description: words = "", schema }) => [`${operation} ${name}`, words, schema.type] as const,
    );
    const known = new Set([LIMITS, VALUES, FORMATS, NO_LIMITS].flatMap((entries) => Object.keys(entries)));
    const limited = [...fields, ...queries].filter(
      ([, words]) => (LIMIT.test(words) && /\d/.test(words)) || /valid values/i.test(words),
    );
    expect(limited.length).toBeGreaterThan(15);
    expect(limited.filter(([key]) => !known.has(key)).map(([key, words]) => `${key}: ${words}`)).toEqual([]);
  });
}

/** The value at a place such as `replyEmailAddress.route`. */
function at(value: unknown, place: string): unknown {
  return place === ""
    ? value
    : place.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
