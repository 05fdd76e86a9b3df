import { recurrenceProblems } from "../../../packages/local-org/requests/recurrence.ts";
import { endAll, started } from "../support/organisation.ts";

afterEach(endAll);

const hours = { name: "Hours", start: "2026-01-05T08:00:00.000", end: "2026-01-05T18:00:00.000" };
const key = { $id: "/properties/key", type: "string", title: "Key", displayOrder: 0 };
const note = { $id: "/properties/note", type: "string", title: "Note", displayOrder: 1 };
const table = (properties: object) => ({ name: "Table", schema: { type: "object", required: ["key"], properties } });

const SCHEMA = "flows.datatables.schema.exception";
const LANGUAGE = "architect.prompt.resource.validate.failed.language";

/** Bodies that the platform refuses: what is posted to where, with the code and the field of the refusal. */
const REFUSED: readonly [what: string, path: string, body: object, code: string, field: string][] = [
  ["an end before the start", "schedules", { ...hours, end: "2026-01-05T07:00:00.000" }, "general.bad.request", "end"],
  [
    "a day that does not exist",
    "schedules",
    { ...hours, start: "2026-02-30T08:00:00" },
    "general.bad.request",
    "start",
  ],
  ["a broken rule", "schedules", { ...hours, rrule: "FREQ=WEEKLY;BYDAY=XX" }, "general.bad.request", "rrule"],
  [
    "a zone that does not exist",
    "schedulegroups",
    { name: "G", timeZone: "Europe/Nowhere" },
    "general.bad.request",
    "timeZone",
  ],
  ["an offset as zone", "schedulegroups", { name: "G", timeZone: "+01:00" }, "general.bad.request", "timeZone"],
  ["a language that does not exist", "prompts/{prompt}/resources", { language: "xx-us" }, LANGUAGE, "language"],
  ["a region that does not exist", "prompts/{prompt}/resources", { language: "en-xx" }, LANGUAGE, "language"],
  ["a column without $id", "datatables", table({ key: { ...key, $id: undefined } }), SCHEMA, "schema"],
  ["two columns at one place", "datatables", table({ key, note: { ...note, displayOrder: 0 } }), SCHEMA, "schema"],
  ["a place that is no number", "datatables", table({ key: { ...key, displayOrder: "first" } }), SCHEMA, "schema"],
  ["a name of 257 characters", "actions", { name: "x".repeat(257) }, "invalid.value", "name"],
  [
    "a flow's name of 201 characters",
    "flows",
    { name: "x".repeat(201), type: "BOT" },
    "architect.flow.validate.failed",
    "name",
  ],
];

/** The same with values that exist. */
const ACCEPTED: readonly [path: string, body: object][] = [
  ["schedules", { ...hours, end: hours.start }],
  ["schedules", { ...hours, rrule: "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231T225959Z" }],
  ["schedules", { ...hours, rrule: "" }],
  ["schedulegroups", { name: "G", timeZone: "America/Argentina/Buenos_Aires" }],
  ["schedulegroups", { name: "G", timeZone: null }],
  ["prompts/{prompt}/resources", { language: "es-419" }],
  ["prompts/{prompt}/resources", { language: "zh-cn" }],
  ["datatables", table({ key, note })],
  ["datatables", table({ key: { ...key, displayOrder: undefined }, note: { ...note, displayOrder: undefined } })],
];

async function post(path: string, body: object) {
  const organisation = await started({ seedText: "prompts: [{name: Welcome}]" });
  const [prompt] = (await organisation.call("GET", "/api/v2/architect/prompts")).body.entities;
  const root = { datatables: "/api/v2/flows", actions: "/api/v2/integrations", flows: "/api/v2" }[path];
  return organisation.call("POST", `${root ?? "/api/v2/architect"}/${path.replace("{prompt}", prompt.id)}`, { body });
}

test.each(REFUSED)("%s is refused", async (_, path, body, code, field) => {
  const { status, body: answer } = await post(path, body);
  expect([status, answer.code]).toEqual([400, code]);
  expect(answer.details).toEqual(expect.arrayContaining([expect.objectContaining({ fieldName: field })]));
});

test.each(ACCEPTED)("%s takes %j", async (path, body) => {
  const { status, body: answer } = await post(path, body);
  expect([status, answer]).toEqual([200, expect.objectContaining({ id: expect.any(String) })]);
});

test("an unknown sort key names those that there are", async () => {
  const organisation = await started();
  const listings: [path: string, known: string][] = [
    ["routing/wrapupcodes", "name"],
    ["architect/schedules", "rrule"],
    ["flows", "publishedVersion"],
    ["telephony/providers/edges/didpools", "number"],
    ["integrations", "notes"],
  ];
  for (const [path, known] of listings) {
    const { status, body } = await organisation.call("GET", `/api/v2/${path}?sortBy=colour`);
    expect([status, body.code, body.message]).toEqual([400, "invalid.value", expect.stringContaining(known)]);
    expect((await organisation.call("GET", `/api/v2/${path}?sortBy=${known}`)).status).toBe(200);
  }
});

test.each([
  ["FREQ=DAILY", []],
  ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=SU", []],
  ["freq=yearly;bymonth=12;bymonthday=24,25", []],
  ["FREQ=YEARLY;BYDAY=20MO", []],
  ["FREQ=DAILY;COUNT=3", []],
  ["BYDAY=MO", ["FREQ is missing"]],
  ["FREQ=SOMETIMES", ["'SOMETIMES' is no FREQ"]],
  ["FREQ=WEEKLY;FREQ=DAILY", ["FREQ stands twice"]],
  ["FREQ=WEEKLY;BYDAY=1MO", ["'1MO' is no BYDAY"]],
  ["FREQ=WEEKLY;INTERVAL=0", ["'0' is no INTERVAL"]],
  ["FREQ=DAILY;COUNT=3;UNTIL=20260101", ["'3' is no COUNT"]],
  ["FREQ=DAILY;UNTIL=20260230", ["'20260230' is no UNTIL"]],
  ["FREQ=DAILY;UNTIL=20260101T250000Z", ["'20260101T250000Z' is no UNTIL"]],
  ["FREQ=MONTHLY;BYMONTHDAY=0,32", ["'0,32' is no BYMONTHDAY"]],
  ["FREQ=YEARLY;BYMONTH=13", ["'13' is no BYMONTH"]],
  ["FREQ=DAILY;BYNIGHT=1;", ["'BYNIGHT' is not part of a recurrence rule", "'' is not part of a recurrence rule"]],
  ["every monday", ["FREQ is missing"]],
])("the recurrence rule %s", (rule, problems) => {
  expect(recurrenceProblems(rule)).toEqual(problems);
});
