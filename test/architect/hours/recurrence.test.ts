import {
  expandSchedule,
  openingsOf,
  type ScheduleGroup,
  type ScheduleTimes,
  shorthandOf,
  stateAt,
} from "@genesys-flows/architect/hours";
import fc from "fast-check";
import { RRule } from "rrule";

// The judge is another library for recurrence rules, which knows no zones, and the machine's own calendar for local times.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const two = (n: number) => String(n).padStart(2, "0");
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const some = (...values: (string | number)[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }).map((list) => list.join());
const weekdays = some(...WEEKDAYS);
const months = some(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
const monthDays = some(1, 5, 15, 28, 29, 30, 31, -1, -2);
const counted = fc.constantFrom("1", "2", "3", "4", "-1", "-2").chain((n) =>
  weekdays.map((days) =>
    days
      .split(",")
      .map((day) => n + day)
      .join(),
  ),
);

const days = fc.oneof(
  fc
    .oneof(
      fc.constant(""),
      weekdays.map((list) => `;BYDAY=${list}`),
      months.map((list) => `;BYMONTH=${list}`),
    )
    .map((by) => ["DAILY", by]),
  weekdays.map((list) => ["WEEKLY", `;BYDAY=${list}`]),
  fc
    .oneof(
      monthDays.map((list) => `;BYMONTHDAY=${list}`),
      counted.map((list) => `;BYDAY=${list}`),
      fc.constant(";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    )
    .map((by) => ["MONTHLY", by]),
  fc.tuple(months, monthDays).map(([month, day]) => ["YEARLY", `;BYMONTH=${month};BYMONTHDAY=${day}`]),
  fc.tuple(months, counted).map(([month, day]) => ["YEARLY", `;BYMONTH=${month};BYDAY=${day}`]),
  fc.constant(["YEARLY", ";BYMONTH=2;BYMONTHDAY=29"]),
);
const ending = fc.oneof(
  fc.constant(""),
  fc.integer({ min: 1, max: 40 }).map((n) => `;COUNT=${n}`),
  fc.integer({ min: 2021, max: 2027 }).map((year) => `;UNTIL=${year}0630T235959`),
);
const rules = fc
  .tuple(days, fc.integer({ min: 1, max: 4 }), ending, fc.constantFrom("", ";WKST=SU", ";WKST=MO"))
  .map(([[frequency, by], interval, end, week]) => `FREQ=${frequency};INTERVAL=${interval}${by}${end}${week}`);

const starts = fc
  .tuple(
    fc.integer({ min: Date.UTC(2020, 0) / DAY, max: Date.UTC(2024, 11, 31) / DAY }),
    fc.integer({ min: 0, max: 95 }),
  )
  .map(([day, quarter]) => day * DAY + quarter * 900_000);
const local = (time: number) => `${new Date(time).toISOString().slice(0, 19)}.000000`;

const schedules = fc
  .record({
    start: starts,
    minutes: fc.integer({ min: 15, max: 3 * 24 * 60 }),
    rrule: fc.option(rules, { nil: undefined }),
  })
  .map(
    ({ start, minutes, rrule }): ScheduleTimes => ({
      start: local(start),
      end: local(start + minutes * 60_000),
      ...(rrule && { rrule }),
    }),
  );

const ms = (text: string) => Date.parse(`${text.slice(0, 19)}Z`);

/** Whether a schedule is on at a local time, by the other library. */
function isOn({ start, end, rrule: rule }: ScheduleTimes, time: number): boolean {
  const length = ms(end) - ms(start);
  if (!rule) return ms(start) <= time && time < ms(end);
  const begins = new RRule({ ...RRule.parseString(rule), dtstart: new Date(ms(start)) });
  return begins.between(new Date(time - length), new Date(time), true).some((begin) => begin.getTime() > time - length);
}

/** The clocks of a zone at an instant, by another road than the library's. */
const clocks = (zone: string, instant: number) =>
  ms(
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" })
      .format(instant)
      .replace(" ", "T"),
  );

const zones = fc.constantFrom(
  "UTC",
  "America/New_York",
  "America/Indiana/Indianapolis",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Apia",
  "Africa/Casablanca",
);

const groups = fc
  .record({
    zone: zones,
    open: fc.array(schedules, { maxLength: 3 }),
    closed: fc.array(schedules, { maxLength: 1 }),
    holidays: fc.array(schedules, { maxLength: 1 }),
  })
  .map(({ zone, ...lists }): ScheduleGroup => {
    const named = (list: keyof typeof lists) =>
      lists[list].map((times, index) => ({ name: `${list} ${index}`, ...times }));
    return { name: "Group", zone, open: named("open"), closed: named("closed"), holidays: named("holidays") };
  });

const instants = fc
  .integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 })
  .map((minute) => minute * 60_000);

/** Clocks move within three hours of the instant: a time that they skip, or show twice, has no one meaning in the other library. */
const isNearChange = (zone: string, instant: number) =>
  [-3 * HOUR, 3 * HOUR].some((more) => clocks(zone, instant + more) - more !== clocks(zone, instant));

test("the state of a group is what another library and the clocks of its zone say", () => {
  fc.assert(
    fc.property(groups, instants, (group, instant) => {
      fc.pre(!isNearChange(group.zone, instant));
      const time = clocks(group.zone, instant);
      const on = (["holidays", "closed", "open"] as const).find((list) =>
        group[list].some((schedule) => isOn(schedule, time)),
      );
      expect(stateAt(group, new Date(instant)).state).toBe(
        { holidays: "holiday", closed: "closed", open: "open", none: "closed" }[on ?? "none"],
      );
    }),
    { numRuns: 250 },
  );
});

test("periods follow each other without gaps, and have the state of each of their moments", () => {
  fc.assert(
    fc.property(groups, instants, (group, instant) => {
      const periods = openingsOf(group, { from: new Date(instant), days: 40 });
      expect(periods[0]?.from.instant).toBe(new Date(instant).toISOString());
      for (const [index, { state, from, to, schedules }] of periods.entries()) {
        const [begin, end] = [Date.parse(from.instant), Date.parse(to.instant)];
        expect(begin).toBeLessThan(end);
        if (index > 5) break;
        for (const moment of [begin, Math.floor((begin + end) / 2), end - 1000]) {
          const found = stateAt(group, new Date(moment));
          expect(found.state).toBe(state);
          expect(schedules).toEqual(expect.arrayContaining([...found.schedules]));
        }
        expect(ms(from.local) - clocks(group.zone, begin)).toBe(0);
        expect(Date.parse(`${from.local}${from.offset}`)).toBe(begin);
        if (index > 0) expect([periods[index - 1]?.to, periods[index - 1]?.state === state]).toEqual([from, false]);
      }
    }),
    { numRuns: 60 },
  );
});

test("a file says exactly what the platform has", () => {
  fc.assert(
    fc.property(schedules, (times) => {
      const written = shorthandOf(times);
      if (written.start !== undefined) return;
      expect(expandSchedule(written)).toEqual({ times, findings: [] });
    }),
    { numRuns: 500 },
  );
});

test("what a file says of days is written the same again", () => {
  const clock = fc
    .integer({ min: 0, max: 95 })
    .map((quarter) => `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`);
  const written = fc.record({
    days: fc.constantFrom("Mon-Fri", "Mon, Wed-Fri", "Sat, Sun", "daily", "Tue"),
    from: clock,
    to: fc.oneof(clock, fc.constant("24:00")),
  });
  fc.assert(
    fc.property(written, (shorthand) => {
      const meant = shorthand.to === "00:00" ? { ...shorthand, to: "24:00" } : shorthand;
      fc.pre(meant.from !== meant.to && !(meant.from === "00:00" && meant.to === "24:00"));
      const { times } = expandSchedule(shorthand);
      expect(times && shorthandOf(times)).toEqual(meant);
    }),
  );
});
