import { buildReport, htmlReport, markdownReport, type Report, reportSchema, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SCHEDULE = "genesyscloud:index/architectSchedules:ArchitectSchedules";
const GROUP = "genesyscloud:index/architectSchedulegroups:ArchitectSchedulegroups";
const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";
/** A Wednesday. */
const now = new Date("2026-11-25T15:00:00Z");

type Inputs = Readonly<Record<string, unknown>>;

function step(
  type: string,
  key: string,
  before: Inputs | undefined,
  after: Inputs | undefined,
  id = `id-${key}`,
): StepGiven {
  const state = (inputs: Inputs | undefined, known: string) =>
    inputs && { id: known, inputs: { name: key, ...inputs } };
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const diffs =
    before && after ? names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])) : [];
  const op = !before ? "create" : !after ? "delete" : diffs.length > 0 ? "update" : "same";
  const [old, next] = [state(before, id), state(after, before ? id : "")];
  return { key, type, op, diffs, ...(old && { old }), ...(next && { new: next }) };
}

const hours = (start: string, end: string, days: string) => ({
  start: `2026-01-05T${start}:00`,
  end: `2026-01-05T${end}:00`,
  rrule: `FREQ=WEEKLY;BYDAY=${days}`,
});
const week = hours("08:00", "18:00", "MO,TU,WE,TH");
const friday = (end: string) => ({
  ...hours("08:00", end, "FR"),
  start: "2026-01-02T08:00:00",
  end: `2026-01-02T${end}:00`,
});
const group = (more: Inputs = {}) => ({
  timeZone: "America/Indiana/Indianapolis",
  openSchedulesId: ["id-Week", "id-Friday"],
  ...more,
});

function flow(key: string, o: { references?: Inputs; modules?: readonly string[]; type?: string } = {}): StepGiven {
  const { references = {}, modules = [], type = "inboundCall" } = o;
  const called = Object.fromEntries(
    modules.map((module) => [module, { name: module, flowId: `flow-${module}`, digest: "1".repeat(64) }]),
  );
  const inputs = { name: key, type, digest: "1".repeat(64), references, modules: called };
  const state = { id: `flow-${key}`, inputs, outputs: { ...inputs, publishedVersion: "1.0" } };
  return { key, op: "same", old: state, new: state };
}

const callers = [
  flow("opening", { type: "commonModule", references: { "scheduleGroup:Sales hours": "id-Sales hours" } }),
  flow("Sales", { modules: ["opening"] }),
  flow("Support"),
  step(
    IVR,
    "support-ivr",
    { openHoursFlowId: "flow-Support", scheduleGroupId: "id-Sales hours", dnis: ["+13175550110"] },
    { openHoursFlowId: "flow-Support", scheduleGroupId: "id-Sales hours", dnis: ["+13175550110"] },
  ),
  flow("Alone"),
];
const reportOf = (...steps: readonly StepGiven[]): Promise<Report> =>
  buildReport(runOf([...steps, ...callers]), { root: folder(), now });

test("a schedule that changes is one story of its group, below each flow that uses it", async () => {
  const report = await reportOf(
    step(SCHEDULE, "Week", week, week),
    step(SCHEDULE, "Friday", friday("18:00"), friday("16:00")),
    step(GROUP, "Sales hours", group(), group()),
  );
  expect(reportSchema.safeParse(report).error?.message).toBeUndefined();
  const [story] = report.hours ?? [];
  const text =
    "Sales hours: Friday now closes at 16:00 (was 18:00); callers of Sales, Support from +13175550110 hear *closed* two hours earlier; next affected opening: Fri 27 Nov.";
  expect(story?.sentences[0]).toBe(text);
  expect(story?.users.map(({ name }) => name)).toEqual(expect.arrayContaining(["opening", "Sales", "Support"]));
  expect(report.flows.map(({ key, hours: own }) => [key, own?.[0]?.sentences])).toEqual(
    expect.arrayContaining([
      ["Sales", [text]],
      ["Support", [text]],
      ["opening", [text]],
    ]),
  );
  expect(report.objects).toMatchObject([{ name: "Friday", story: true, changes: [{ property: "end" }] }]);
  const shown = textReport(report, { columns: 400 });
  expect(shown.split("\n").filter((line) => line === `    ${text}`)).toHaveLength(3);
  expect(shown).not.toMatch(/end "|uses schedule/);
  expect(htmlReport(report)).toContain("<details><summary>Properties</summary>");
  expect(markdownReport(report).join("")).toContain("#### Opening hours");
});

test("several schedules and the group at once are one story", async () => {
  const holiday = { start: "2026-12-24T00:00:00", end: "2026-12-27T00:00:00" };
  const report = await reportOf(
    step(SCHEDULE, "Week", week, { ...week, start: "2026-01-05T09:00:00" }),
    step(SCHEDULE, "Friday", friday("18:00"), friday("16:00")),
    // A preview does not know the id of a new schedule.
    step(SCHEDULE, "Christmas", undefined, holiday),
    step(GROUP, "Sales hours", group(), group({ holidaySchedulesId: [UNKNOWN] })),
  );
  expect(report.hours).toHaveLength(1);
  const said = report.hours?.[0]?.sentences.join(" ");
  expect(said).toContain("Friday now closes at 16:00 (was 18:00)");
  expect(said).toMatch(/now open[s]? at 09:00 \(was 08:00\)/);
  expect(said).toContain("Christmas");
});

test("a new group shows its week, and a removed one what it had", async () => {
  const schedules = [step(SCHEDULE, "Week", week, week), step(SCHEDULE, "Friday", friday("16:00"), friday("16:00"))];
  const added = await reportOf(...schedules, step(GROUP, "Night hours", undefined, group()));
  expect(added.hours?.[0]?.sentences.join(" ")).toMatch(
    /^Night hours is new: Monday to Thursday 08:00 to 18:00; Friday 08:00 to 16:00/,
  );
  const removed = await reportOf(...schedules, step(GROUP, "Night hours", group(), undefined));
  expect(removed.hours?.[0]?.sentences.join(" ")).toMatch(
    /^Night hours is removed\. Until now: Monday to Thursday 08:00 to 18:00; Friday 08:00 to 16:00/,
  );
});

test("hours of a schedule that is not in the run are not guessed: its properties are shown", async () => {
  const report = await reportOf(
    step(SCHEDULE, "Friday", friday("18:00"), friday("16:00")),
    step(GROUP, "Sales hours", group(), group()),
  );
  expect(report.hours).toBeUndefined();
  expect(textReport(report)).toContain('end "2026-01-02T18:00:00" -> "2026-01-02T16:00:00"');
});

test("a zone that does not exist is no story, and a description is shown beside one", async () => {
  const schedules = [
    step(SCHEDULE, "Week", week, week),
    step(SCHEDULE, "Friday", friday("18:00"), { ...friday("16:00"), description: "Short" }),
  ];
  const broken = await reportOf(
    ...schedules,
    step(GROUP, "Sales hours", group({ timeZone: "Mars/Base" }), group({ timeZone: "Mars/Base" })),
  );
  expect(broken.hours).toBeUndefined();
  const described = await reportOf(...schedules, step(GROUP, "Sales hours", group(), group()));
  expect(described.hours).toHaveLength(1);
  expect(textReport(described)).toContain("Short");
});
