import { hoursChange, type ScheduleGroup, weekText } from "@genesys-flows/architect/hours";
import { group } from "./groups.ts";

/** A Wednesday. */
const from = new Date("2026-11-25T12:00:00Z");
const weekdays = { days: "Mon-Fri", from: "08:00", to: "18:00" };
const base = group({ open: { Weekdays: weekdays } });
const shortFriday = group({
  open: {
    "Mon to Thu": { days: "Mon-Thu", from: "08:00", to: "18:00" },
    Friday: { days: "Fri", from: "08:00", to: "16:00" },
  },
});
const christmas = (on: string) => group({ open: { Weekdays: weekdays }, holidays: { Christmas: { on } } });
const hours = (opens: string, closes: string, days = "Mon-Fri") =>
  group({ open: { Weekdays: { days, from: opens, to: closes } } });

const changes: [
  what: string,
  before: ScheduleGroup | undefined,
  after: ScheduleGroup | undefined,
  sentences: string[],
][] = [
  [
    "one day closes earlier",
    base,
    shortFriday,
    [
      "Sales hours: Friday now closes at 16:00 (was 18:00); next affected opening: Fri 27 Nov.",
      "Monday to Thursday unchanged.",
    ],
  ],
  [
    "days with the same change",
    base,
    hours("09:00", "18:00"),
    ["Sales hours: Monday to Friday now open at 09:00 (was 08:00); next affected opening: Wed 25 Nov."],
  ],
  [
    "both ends",
    base,
    hours("09:00", "17:30"),
    [
      "Sales hours: Monday to Friday are now open from 09:00 to 17:30 (was 08:00 to 18:00); next affected opening: Wed 25 Nov.",
    ],
  ],
  [
    "a day less",
    base,
    hours("08:00", "18:00", "Mon-Thu"),
    [
      "Sales hours: Friday is now closed (was 08:00 to 18:00); next affected opening: Fri 27 Nov.",
      "Monday to Thursday unchanged.",
    ],
  ],
  [
    "a day more",
    base,
    group({ open: { Weekdays: weekdays, Saturdays: { days: "Sat", from: "09:00", to: "13:00" } } }),
    [
      "Sales hours: Saturday is now open from 09:00 to 13:00 (was closed); next affected opening: Sat 28 Nov.",
      "Monday to Friday unchanged.",
    ],
  ],
  [
    "a break at noon",
    base,
    group({
      open: {
        Mornings: { days: "Mon-Fri", from: "08:00", to: "12:00" },
        Afternoons: { days: "Mon-Fri", from: "13:00", to: "18:00" },
      },
    }),
    [
      "Sales hours: Monday to Friday are now open from 08:00 to 12:00 and 13:00 to 18:00 (was 08:00 to 18:00); next affected opening: Wed 25 Nov.",
    ],
  ],
  [
    "over midnight",
    hours("22:00", "06:00"),
    hours("22:00", "04:00"),
    ["Sales hours: Monday to Friday now close at 04:00 (was 06:00); next affected opening: Thu 26 Nov."],
  ],
  [
    "round the clock",
    base,
    group({ open: { Always: { days: "daily" } } }),
    [
      "Sales hours: Monday to Friday are now open all day (was 08:00 to 18:00); Saturday and Sunday are now open all day (was closed); next affected opening: Wed 25 Nov.",
    ],
  ],
  [
    "a holiday",
    base,
    christmas("2026-12-24 to 2026-12-25"),
    ["Sales hours: Christmas: also closed on Thu 24 Dec to Fri 25 Dec; next affected opening: Thu 24 Dec."],
  ],
  [
    "a day more of a holiday, after a weekend",
    christmas("2026-12-24 to 2026-12-26"),
    christmas("2026-12-24 to 2026-12-28"),
    ["Sales hours: Christmas: also closed on Mon 28 Dec; next affected opening: Sun 27 Dec."],
  ],
  [
    "a day less of a holiday",
    christmas("2026-12-24 to 2026-12-25"),
    christmas("2026-12-25"),
    [
      "Sales hours: Christmas: no longer closed on Thu 24 Dec: open from 08:00 to 18:00; next affected opening: Thu 24 Dec.",
    ],
  ],
  [
    "a holiday on a closed day",
    christmas("2026-12-25"),
    christmas("2026-12-25 to 2026-12-26"),
    [
      "Sales hours: Christmas: callers hear *holiday* instead of *closed* on Sat 26 Dec; next affected opening: Sat 26 Dec.",
    ],
  ],
  [
    "next year",
    base,
    christmas("2027-01-01"),
    ["Sales hours: Christmas: also closed on Fri 1 Jan 2027; next affected opening: Fri 1 Jan 2027."],
  ],
  [
    "shorter hours on one day",
    base,
    group({ open: { Weekdays: weekdays }, closed: { Party: { on: "2026-12-18", from: "12:00", to: "18:00" } } }),
    [
      "Sales hours: Party: open from 08:00 to 12:00 on Fri 18 Dec (was 08:00 to 18:00); next affected opening: Fri 18 Dec.",
    ],
  ],
  [
    "the week and a date",
    base,
    group({ open: { Weekdays: { ...weekdays, to: "17:00" } }, holidays: { Christmas: { on: "2026-12-24" } } }),
    [
      "Sales hours: Monday to Friday now close at 17:00 (was 18:00); next affected opening: Wed 25 Nov.",
      "Christmas: also closed on Thu 24 Dec.",
    ],
  ],
  [
    "another zone",
    base,
    { ...base, zone: "Europe/Berlin" },
    [
      "Sales hours: the time zone is now Europe/Berlin (was America/New_York), so the same local times are six hours earlier; next affected opening: Wed 25 Nov.",
    ],
  ],
  ["another name of a zone", base, { ...base, zone: "US/Eastern" }, ["Sales hours: nothing changes for callers."]],
  [
    "the same hours in other schedules",
    base,
    group({
      open: {
        Mornings: { days: "Mon-Fri", from: "08:00", to: "12:00" },
        Afternoons: { days: "Mon-Fri", from: "12:00", to: "18:00" },
      },
    }),
    ["Sales hours: nothing changes for callers."],
  ],
  ["a holiday that is over", base, christmas("2026-11-02"), ["Sales hours: nothing changes for callers."]],
  [
    "another name",
    base,
    { ...base, name: "Office hours" },
    ["Office hours: the new name of Sales hours.", "Office hours: nothing changes for callers."],
  ],
  [
    "a new group",
    undefined,
    base,
    ["Sales hours is new: Monday to Friday 08:00 to 18:00; Saturday and Sunday closed (America/New_York)."],
  ],
  ["a removed group", base, undefined, ["Sales hours is removed."]],
  [
    "from a later date on",
    base,
    group({
      open: {
        Old: { ...weekdays, until: "2027-01-31" },
        New: { days: "Mon-Fri", from: "08:00", to: "17:00", starting: "2027-02-01" },
      },
    }),
    ["Sales hours: Monday to Friday now close at 17:00 (was 18:00); next affected opening: Mon 1 Feb 2027."],
  ],
];

test.each(changes)("%s", (_, before, after, sentences) => {
  expect(hoursChange(before, after, { from })).toEqual(sentences);
});

const heard: [what: string, before: ScheduleGroup, after: ScheduleGroup, effect: string][] = [
  ["closes earlier", base, shortFriday, "callers of Sales, Support hear *closed* two hours earlier"],
  ["opens later", base, hours("08:30", "18:00"), "callers of Sales, Support hear *open* 30 minutes later"],
  [
    "both",
    base,
    hours("07:30", "19:30"),
    "callers of Sales, Support hear *open* 30 minutes earlier and *closed* 1 hour 30 minutes later",
  ],
  ["a day less", base, hours("08:00", "18:00", "Mon-Thu"), "callers of Sales, Support hear *closed* all day"],
];

test.each(heard)("what callers hear: %s", (_, before, after, effect) => {
  const [first = ""] = hoursChange(before, after, { from, callers: ["Sales", "Support"] });
  expect(first.split("; ")[1]).toBe(effect);
});

test("many changes and many callers are counted", () => {
  const holidays = Object.fromEntries(
    Array.from({ length: 12 }, (_, month) => [
      `Holiday ${month + 1}`,
      { on: `2027-${String(month + 1).padStart(2, "0")}-0${(month % 5) + 1}` },
    ]),
  );
  const after = group({ open: { Weekdays: { ...weekdays, to: "17:00" } }, holidays });
  const sentences = hoursChange(base, after, { from, callers: ["A", "B", "C", "D", "E", "F"] });
  expect(sentences).toHaveLength(7);
  expect(sentences[0]).toContain("callers of A, B, C, D and 2 more hear *closed* one hour earlier");
  expect(sentences.at(-1)).toMatch(/^And \d+ more changes\.$/);
});

test("the week as a table", () => {
  const written = group({
    open: {
      Weekdays: weekdays,
      Saturdays: { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", from: "09:00", to: "13:00", starting: "2026-12-05" },
    },
    holidays: { Christmas: { on: "2026-12-24 to 2026-12-26" } },
  });
  expect(weekText(written, { from })).toBe(`Monday to Friday  08:00 to 18:00
Saturday          09:00 to 13:00 (some weeks only)
Sunday            closed
Thu 24 Dec        closed (Christmas)
Fri 25 Dec        closed (Christmas)
Sat 26 Dec        closed (Christmas)`);
});
