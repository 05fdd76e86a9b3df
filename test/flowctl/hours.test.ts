import { makeProject, removeProjects } from "../project/harness.ts";
import { stack } from "../project/samples.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const project = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
  "flows/hours.yaml": `schedules:
  Weekdays: {start: "2024-01-01T08:00:00", end: "2024-01-01T18:00:00", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}
  Holiday: {start: "2030-03-08T00:00:00", end: "2030-03-09T00:00:00"}
  Elsewhere: {existing: true}
scheduleGroups:
  Sales hours: {zone: America/New_York, open: [Weekdays], holidays: [Holiday]}
  Support hours: {zone: Europe/Berlin, open: [Weekdays], closed: [Elsewhere]}
`,
};

const command = (...args: string[]) => commandLine(makeProject(project), "hours", ...args);

test("a group across the change to daylight saving time", async () => {
  const { code, out, err } = await command("sales hours", "--at", "2030-03-07T15:00Z", "--days", "5");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(`Sales hours (America/New_York): open at 2030-03-07T15:00Z
  Monday to Friday     08:00 to 18:00
  Saturday and Sunday  closed
  Fri 8 Mar            closed (Holiday)

  Thu 2030-03-07 10:00 -05:00 to 18:00  open: Weekdays
  Fri 2030-03-08 00:00 -05:00 to Sat 2030-03-09 00:00  holiday: Holiday
  Mon 2030-03-11 08:00 -04:00 to 18:00  open: Weekdays
  Tue 2030-03-12 08:00 -04:00 to 10:00  open: Weekdays

  Sun 2030-03-10: clocks move forward by 1 hour at 02:00, from -05:00 to -04:00. Local times stay the same: the next opening is Mon 2030-03-11 08:00 -04:00, 12:00 UTC.
  Sun 2030-11-03: clocks move back by 1 hour at 02:00, from -04:00 to -05:00. Local times stay the same: the next opening is Mon 2030-11-04 08:00 -05:00, 13:00 UTC.
`);
});

test("a local time with its zone, as in a test and in `talk`; without a time, now", async () => {
  const { out } = await command("sales hours", "--at", "2030-03-07T10:00 America/New_York", "--days", "1");
  expect(out).toContain("open at 2030-03-07T10:00 America/New_York\n");
  expect((await command("sales hours")).out).toMatch(/\): (open|closed|holiday) now\n/);
});

test("all groups, for programs", async () => {
  const { code, out } = await command("--at", "2030-03-09T12:00Z", "--days", "3", "--format", "json");
  expect(code).toBe(0);
  const { groups } = JSON.parse(out);
  expect(groups).toMatchObject([
    { group: "Sales hours", state: "closed", unknown: [] },
    { group: "Support hours", zone: "Europe/Berlin", state: "closed", unknown: ["Elsewhere"] },
  ]);
  const opens = groups[0].periods.filter(({ state }: { state: string }) => state === "open");
  expect(opens[0].from).toEqual({
    local: "2030-03-11T08:00:00",
    offset: "-04:00",
    instant: "2030-03-11T12:00:00.000Z",
  });
});

test("schedules of the organisation are named", async () => {
  const { out } = await command("Support hours");
  expect(out).toContain("Not shown: Elsewhere. No file declares its times.");
});

test("every mistake of the command line", async () => {
  const times = await command("--at", "noon", "--days", "0");
  expect(times.code).toBe(2);
  expect(times.err).toContain("'noon' is not a time");
  expect(times.err).toContain("'0' is not a number of days");
  const names = await command("Sale hours", "Marketing");
  expect(names.code).toBe(2);
  expect(names.err).toContain("Did you mean 'Sales hours'?");
  expect(names.err).toContain("No file declares the schedule group 'Marketing'.");
});

test("a project without groups", async () => {
  const { "flows/hours.yaml": _, ...others } = project;
  const { code, out } = await commandLine(
    makeProject({ ...others, "flows/skills.yaml": "skills: [Billing]\n" }),
    "hours",
  );
  expect({ code, out }).toEqual({ code: 0, out: "No file declares a schedule group.\n" });
});
