import {
  expandSchedule,
  type ScheduleShorthand,
  type ScheduleTimes,
  shorthandOf,
} from "@genesys-flows/architect/hours";

/** What files write, and what the platform stores. */
const forms: [ScheduleShorthand, Partial<ScheduleTimes>][] = [
  [
    { days: "Mon-Fri", from: "08:00", to: "18:00" },
    {
      start: "2024-01-01T08:00:00.000000",
      end: "2024-01-01T18:00:00.000000",
      rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
    },
  ],
  // The first Wednesday, so that the start is a day of the rule.
  [
    { days: "Wed-Fri", from: "08:00", to: "24:00" },
    {
      start: "2024-01-03T08:00:00.000000",
      end: "2024-01-04T00:00:00.000000",
      rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE,TH,FR",
    },
  ],
  [{ days: "Mon, Sat, Sun", from: "22:00", to: "06:00" }, { end: "2024-01-02T06:00:00.000000" }],
  [
    { days: "daily" },
    { start: "2024-01-01T00:00:00.000000", end: "2024-01-02T00:00:00.000000", rrule: "FREQ=DAILY;INTERVAL=1" },
  ],
  [
    { days: "Mon", from: "09:00", to: "12:00", starting: "2026-11-30", until: "2026-12-21" },
    { start: "2026-11-30T09:00:00.000000", rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;UNTIL=20261221T235959" },
  ],
  [{ on: "2026-12-24" }, { start: "2026-12-24T00:00:00.000000", end: "2026-12-25T00:00:00.000000" }],
  [{ on: "2026-12-24 to 2026-12-26" }, { start: "2026-12-24T00:00:00.000000", end: "2026-12-27T00:00:00.000000" }],
  [{ on: "2028-02-29" }, { end: "2028-03-01T00:00:00.000000" }],
  [
    { on: "2026-12-31", from: "22:00", to: "02:00" },
    { start: "2026-12-31T22:00:00.000000", end: "2027-01-01T02:00:00.000000" },
  ],
  [
    { on: "2026-12-28 to 2026-12-30", from: "10:00", to: "14:00" },
    {
      start: "2026-12-28T10:00:00.000000",
      end: "2026-12-28T14:00:00.000000",
      rrule: "FREQ=DAILY;INTERVAL=1;UNTIL=20261230T235959",
    },
  ],
  [
    { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", from: "09:00", to: "13:00", starting: "2026-12-05" },
    {
      start: "2026-12-05T09:00:00.000000",
      end: "2026-12-05T13:00:00.000000",
      rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
    },
  ],
  [
    { rrule: "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25,26" },
    { start: "2024-12-25T00:00:00.000000", end: "2024-12-26T00:00:00.000000" },
  ],
  // The first leap day from the earliest day on.
  [{ rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29" }, { start: "2024-02-29T00:00:00.000000" }],
  [
    { start: "2026-01-05T09:00:00.000000", end: "2026-01-05T17:00:00.000000", rrule: "FREQ=WEEKLY;BYDAY=MO" },
    { start: "2026-01-05T09:00:00.000000", end: "2026-01-05T17:00:00.000000", rrule: "FREQ=WEEKLY;BYDAY=MO" },
  ],
];

test.each(forms)("a file's %j", (written, stored) => {
  const { times, findings } = expandSchedule(written);
  expect(findings).toEqual([]);
  expect(times).toMatchObject(stored);
  const short = shorthandOf(times as ScheduleTimes);
  expect(expandSchedule(short).times).toMatchObject(stored);
  // What a file wrote in a short form is written in it again.
  if (!written.start) expect(short).toEqual(written);
});

/** Of the platform, and how files write it. */
const stored: [ScheduleTimes, ScheduleShorthand][] = [
  [
    { start: "2019-03-04T08:00:00.000000", end: "2019-03-04T17:30:00.000000", rrule: "FREQ=DAILY;INTERVAL=1" },
    { days: "daily", from: "08:00", to: "17:30", starting: "2019-03-04" },
  ],
  // Another spelling of the same rule would be a change of the schedule, so that it stays.
  [
    { start: "2024-01-01T08:00:00.000", end: "2024-01-01T17:00:00.000", rrule: "FREQ=WEEKLY;BYDAY=MO,TU" },
    { rrule: "FREQ=WEEKLY;BYDAY=MO,TU", from: "08:00", to: "17:00" },
  ],
  [
    {
      start: "2021-12-25T00:00:00.000000",
      end: "2021-12-26T00:00:00.000000",
      rrule: "FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25",
    },
    { rrule: "FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25", starting: "2021-12-25" },
  ],
  // Seconds, and what lasts longer than a day, have no short form.
  [
    { start: "2024-01-01T00:00:00.000000", end: "2024-01-01T23:59:59.000000", rrule: "FREQ=DAILY;INTERVAL=1" },
    { start: "2024-01-01T00:00:00.000000", end: "2024-01-01T23:59:59.000000", rrule: "FREQ=DAILY;INTERVAL=1" },
  ],
  [
    {
      start: "2024-01-05T17:00:00.000000",
      end: "2024-01-08T08:00:00.000000",
      rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR",
    },
    {
      start: "2024-01-05T17:00:00.000000",
      end: "2024-01-08T08:00:00.000000",
      rrule: "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR",
    },
  ],
  [
    { start: "2026-02-01T08:00:00.000001", end: "2026-02-01T09:00:00.000000", rrule: "" },
    { start: "2026-02-01T08:00:00.000001", end: "2026-02-01T09:00:00.000000" },
  ],
];

test.each(stored)("%j of the platform", (times, written) => {
  expect(shorthandOf(times)).toEqual(written);
});

/** Keys, and what is said of them, in order. */
const mistakes: [string, ScheduleShorthand, [key: string, problem: RegExp, fix: RegExp][]][] = [
  [
    "every value is wrong",
    { days: "Mon-Fri, Sta", from: "8:00", to: "25:00", starting: "2026-02-30", until: "tomorrow" },
    [
      ["days", /'Sta' is not a weekday/, /'Sat'/],
      ["from", /'8:00' is not a time/, /"08:00"/],
      ["to", /'25:00' is not a time/, /"24:00"/],
      ["starting", /2026-02-30 does not exist/, /2026-02-28/],
      ["until", /'tomorrow' is not a date/, /YYYY-MM-DD/],
    ],
  ],
  ["29 February of a common year", { on: "2027-02-29" }, [["on", /2027-02-29 does not exist/, /2027-02-28/]]],
  [
    "a range that ends first",
    { on: "2026-12-26 to 2026-12-24" },
    [["on", /ends before it starts/, /2026-12-24 to 2026-12-26/]],
  ],
  [
    "both ends of a range",
    { on: "2026-11-31 to 2026-13-01" },
    [
      ["on", /2026-11-31 does not exist/, /2026-11-30/],
      ["on", /'2026-13-01' is not a date/, /YYYY/],
    ],
  ],
  ["no days", {}, [["days", /on which days/, /`days: Mon-Fri`/]]],
  [
    "two ways",
    { days: "Mon", on: "2026-01-01", from: "09:00", to: "10:00" },
    [["on", /cannot be combined with `days`/, /Remove one/]],
  ],
  [
    "hours beside the platform's times",
    { start: "2026-01-05T09:00:00", end: "2026-01-05T17:00:00", from: "09:00" },
    [["from", /cannot be combined with `start`/, /`end`, `rrule`/]],
  ],
  ["one hour only", { days: "Mon", from: "09:00" }, [["from", /`to` is missing/, /both/]]],
  ["no duration", { days: "Mon", from: "09:00", to: "09:00" }, [["to", /both 09:00/, /different/]]],
  [
    "an end before the start",
    { start: "2026-01-05T17:00:00", end: "2026-01-05T09:00:00" },
    [["end", /is before the start/, /next day/]],
  ],
  [
    "times of another form",
    { start: "2026-02-30T09:00:00", end: "2026-01-05T09:00:00Z" },
    [
      ["start", /does not exist/, /2026-02-28/],
      ["end", /without a time zone/, /T09:00:00/],
    ],
  ],
  ["no end", { start: "2026-01-05T09:00:00" }, [["end", /is missing/, /both/]]],
  [
    "a last day before the first",
    { days: "Mon", starting: "2026-12-07", until: "2026-11-30" },
    [["until", /before the first/, /after/]],
  ],
  [
    "a span without a day of the rule",
    { days: "Sun", starting: "2026-12-07", until: "2026-12-11" },
    [["starting", /not active on any day/, /end/]],
  ],
  [
    "a day that no year has",
    { rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" },
    [["rrule", /not active on any day/, /rule/]],
  ],
  [
    "a start beside the rule",
    { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", starting: "2026-12-03" },
    [["starting", /not a day of the rule/, /starting: 2026-12-05/]],
  ],
  [
    "a rule that counts from nowhere",
    { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA" },
    [["rrule", /first day, which is missing/, /starting/]],
  ],
  ["a rule without days", { rrule: "FREQ=MONTHLY" }, [["rrule", /first day, which is missing/, /starting/]]],
  [
    "two ends",
    { rrule: "FREQ=DAILY;COUNT=3", starting: "2026-01-01", until: "2026-02-01" },
    [["until", /COUNT/, /one/]],
  ],
  [
    "a rule with several mistakes",
    { rrule: "FREQ=FORTNIGHTLY;BYDAY=MO,XX;BYMONTH=13;BYDAYS=MO;WKST=MO;WKST=SU" },
    [
      ["rrule", /FREQ 'FORTNIGHTLY'/, /FREQ=WEEKLY/],
      ["rrule", /'XX'.*weekday/, /./],
      ["rrule", /BYMONTH '13'/, /./],
      ["rrule", /'BYDAYS' is not a part/, /'BYDAY'/],
      ["rrule", /WKST is listed twice/, /one/],
    ],
  ],
  [
    "a rule in words",
    { rrule: "every Monday" },
    [
      ["rrule", /FREQ is missing/, /FREQ=WEEKLY/],
      ["rrule", /not a part/, /./],
    ],
  ],
];

test.each(mistakes)("%s", (_, written, expected) => {
  const { times, findings } = expandSchedule(written);
  expect(times).toBeUndefined();
  expect(findings.map(({ path }) => path)).toEqual(expected.map(([key]) => [key]));
  for (const [index, [, problem, fix]] of expected.entries()) {
    expect(findings[index]?.problem).toMatch(problem);
    expect(findings[index]?.fix).toMatch(fix);
  }
});

test("the platform's own times, with a start beside the rule, stay, with a warning", () => {
  const written = { start: "2026-01-04T09:00:00", end: "2026-01-04T17:00:00", rrule: "FREQ=WEEKLY;BYDAY=MO" };
  const { times, findings } = expandSchedule(written);
  expect(times).toEqual(written);
  expect(findings).toEqual([
    {
      path: ["start"],
      problem: "2026-01-04 is not a day of the rule. The platform moves the start to the rule's first day.",
      fix: "Set the start to 2026-01-05T09:00:00, and move the end by the same amount.",
      severity: "warning",
    },
  ]);
  expect(shorthandOf(written)).toEqual(written);
});
