import { own } from "../../../packages/local-org/own.ts";
import { fits, wildcards } from "../../../packages/local-org/wildcard.ts";
import { inbound } from "../flows/documents.ts";
import { Organisation, SEED } from "../support/organisation.ts";
import { DOCUMENTS } from "./values.ts";

jest.setTimeout(60_000);

let organisation: Organisation;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
});
afterAll(() => organisation.end());

const refused = (code: string, status = 400) => ({ status, code, errors: [], contextId: expect.any(String) });

test.each(["__proto__", "constructor", "toString", "nonsense"])("flows are not sorted by %s", async (by) => {
  for (const path of ["/api/v2/flows", "/api/v2/flows/divisionviews"]) {
    const { body } = await organisation.call("GET", `${path}?sortBy=${by}`);
    expect(body).toMatchObject({ ...refused("invalid.value"), details: [{ fieldName: "sortBy" }] });
  }
  expect((await organisation.call("GET", "/api/v2/flows?sortBy=publishedVersion")).status).toBe(200);
});

test.each([
  ...DOCUMENTS.slice(0, 9),
  "__proto__: {polluted: true}",
  "faults: [{do: {job: {durationMs: 9007199254740991}}}]",
])("a scenario of faults that is none, number %#", async (raw) => {
  expect((await organisation.call("POST", "/_local/faults", { raw })).body).toMatchObject(
    refused("local.fault.scenario"),
  );
});

test("names that every object has are found in no table", async () => {
  const search = { query: [{ type: "__proto__", fields: ["name"], value: "x" }] };
  const answer = await organisation.call("POST", "/api/v2/users/search", { body: search });
  expect([answer.status, answer.body.code]).toEqual([501, "local.not.implemented"]);
  const properties = { key: { $id: "/properties/key", type: "string" } };
  const table = { name: "T", schema: { type: "object", required: ["key"], properties } };
  const { id } = (await organisation.call("POST", "/api/v2/flows/datatables", { body: table })).body;
  for (const column of ["constructor", "__proto__", "toString"]) {
    const raw = `{"key":"one",${JSON.stringify(column)}:"x"}`;
    const row = await organisation.call("POST", `/api/v2/flows/datatables/${id}/rows`, { raw });
    expect([row.status, row.body.code]).toEqual([400, "flows.datatables.schema.exception"]);
    expect(row.body.message).toContain(`there is no column '${column}'`);
  }
});

test("a body that is nested too deeply is refused, whatever it is for", async () => {
  const raw = `{"name":${"[".repeat(2_000)}${"]".repeat(2_000)}}`;
  expect((await organisation.call("POST", "/api/v2/integrations/actions", { raw })).body).toMatchObject(
    refused("bad.request"),
  );
  expect(
    (await organisation.call("POST", "/api/v2/routing/queues", { raw: `{"name":"${"[".repeat(2_000)}"}` })).status,
  ).toBe(200);
});

test("the files of an export stay in the folder where they are unpacked", async () => {
  const { body: job } = await organisation.call("POST", "/api/v2/flows/jobs", { body: {} });
  await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: inbound("Claims") });
  const { body: done } = await organisation.call("GET", `/api/v2/flows/jobs/${job.id}`);
  const flows = ["../../../etc/cron.d/x", "..\\..\\x", "/etc/passwd", "a\u0000b", ".."].map((fileName) => ({
    flow: { id: done.flow.id },
    fileName,
  }));
  const { body: asked } = await organisation.call("POST", "/api/v2/flows/export/jobs", { body: { flows } });
  const { body: exported } = await organisation.call("GET", `/api/v2/flows/export/jobs/${asked.id}`);
  const archive = Buffer.from(await (await fetch(exported.downloadUrl)).arrayBuffer()).toString("latin1");
  expect(archive).toContain("_.._.._etc_cron.d_x.yaml");
  for (const part of ["../", "..\\", "/etc", "a\u0000b"]) expect(archive).not.toContain(part);
});

test("a table has what was put into it", () => {
  expect(own({ a: 1 }, "a")).toBe(1);
  for (const name of ["__proto__", "constructor", "toString"]) expect(own({ a: 1 }, name)).toBeUndefined();
});

describe("a text with wildcards", () => {
  test.each([
    ["", "", true],
    ["a*", "abc", true],
    ["*c", "abc", true],
    ["a*c", "abcbc", true],
    ["a*b*d", "abcbc", false],
    ["a.c", "abc", false],
    ["abc", "abcd", false],
    ["*b", "abc", false],
    ["***", "", true],
  ])("%j and %j: %s", (pattern, text, expected) => {
    expect(fits(wildcards(pattern), text)).toBe(expected);
  });

  test("takes no ages, whatever it is", () => {
    const begun = performance.now();
    expect(fits(wildcards(`${"*a".repeat(500)}*!`), "a".repeat(2_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
