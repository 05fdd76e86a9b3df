import { formatDiagnostic } from "@genesys-flows/architect";
import { hoursFindings } from "../../../packages/project/objects/checks/hours.ts";
import { load, makeProject, removeProjects } from "../harness.ts";

afterEach(removeProjects);

const now = new Date("2026-11-25T12:00:00Z");

/** Times as the platform has them. */
const weekly = (days: string, from: string, to: string) =>
  `{start: "2026-01-05T${from}:00", end: "2026-01-05T${to}:00", rrule: "FREQ=WEEKLY;BYDAY=${days}"}`;
const schedules = `
schedules:
  Weekdays: ${weekly("MO,TU,WE,TH,FR", "08:00", "18:00")}
  Mornings: ${weekly("MO,SA", "07:00", "09:00")}
  Always: {start: "2026-01-05T00:00:00", end: "2026-01-05T23:59:59", rrule: FREQ=DAILY}
  Every day: {start: "2026-01-05T00:00:00", end: "2026-01-06T00:00:00", rrule: FREQ=DAILY}
  Whole year: {start: "2026-01-05T08:00:00", end: "2026-12-31T18:00:00", rrule: FREQ=DAILY}
  Last Christmas: {start: "2025-12-24T00:00:00", end: "2025-12-27T00:00:00"}
  Christmas: {start: "2026-12-24T00:00:00", end: "2026-12-27T00:00:00"}
  Elsewhere: {existing: true}
`;

async function found(groups: string): Promise<string[]> {
  const { objects } = await load(makeProject({ "flows/hours.yaml": `${schedules}scheduleGroups:\n${groups}` }));
  const findings = await hoursFindings(objects, { now });
  return findings.map(
    ({ code, severity, message, location }) => `${location?.line}:${location?.column} ${severity} ${code}: ${message}`,
  );
}

const past = "8:3 warning past-schedule: The schedule `Last Christmas` has expired: all its times are in the past.";

test("hours without mistakes, apart from a schedule that is over", async () => {
  expect(await found("  Sales hours: {zone: America/New_York, open: [Weekdays], holidays: [Christmas]}")).toEqual([
    past,
  ]);
});

test("several mistakes at once, each at its place", async () => {
  const groups = `  Sales hours: {zone: America/New_York, open: [Weekdays, Mornings], holidays: [Christmas], closed: [Christmas]}
  Night: {zone: America/New_York, open: [Last Christmas]}
  Shut: {zone: America/New_York, open: [Weekdays], closed: [Every day]}
  Hotline: {zone: America/New_York, open: [Always]}
  Long: {zone: America/New_York, open: [Whole year, whole year], holidays: [Christmas]}
`;
  expect(await found(groups)).toEqual([
    past,
    "12:101 warning schedule-listed-twice: The schedule group `Sales hours` lists the schedule `Christmas` twice: in `holidays` and in `closed`, and `holidays` takes precedence.",
    "12:58 note overlapping-schedules: The schedules `Weekdays` and `Mornings` of the group `Sales hours` overlap in `open`, for the first time from 2026-11-30 08:00 to 2026-11-30 09:00.",
    "13:3 warning group-never-open: The schedule group `Night` is never open in the next five years, so its callers always take the *closed* path.",
    "14:3 warning group-never-open: The schedule group `Shut` is never open in the next five years, so its callers always take the *closed* path.",
    "15:3 note group-always-open: The schedule group `Hotline` is open throughout the next year, so its callers never take the *closed* path.",
    expect.stringMatching(/^16:\d+ warning schedule-listed-twice: .*`Long` lists the schedule `whole year` twice/),
    expect.stringMatching(/^16:\d+ note overlapping-schedules: The schedule `Whole year` starts again before it ends/),
  ]);
});

test("nothing is said of times that no file has, nor of groups of the organisation", async () => {
  const groups =
    "  Sales hours: {zone: America/New_York, open: [Elsewhere, Unknown]}\n  Support hours: {existing: true}\n";
  expect(await found(groups)).toEqual([past]);
});

test("reading a project reports them", async () => {
  const root = makeProject({
    "flows/hours.yaml": `${schedules}scheduleGroups: {Sales hours: {zone: Europe/Berlin, open: [Last Christmas]}}`,
  });
  const { warnings } = await load(root);
  const text = warnings.map((finding) => formatDiagnostic(finding)).join("\n");
  expect(text).toContain("past-schedule");
  expect(text).toContain("group-never-open");
});
