import { DAY, type LocalMs, parseClock, parseDate, printDate } from "./local-time.ts";
import type { HoursFinding } from "./types.ts";
import { meantDay, parseDays } from "./weekdays.ts";

/** Parses single values of a schedule's short form, and collects a finding for each invalid value. */
export class ValueReader {
  readonly findings: HoursFinding[] = [];

  report(key: string, problem: string, fix: string, { severity }: Pick<HoursFinding, "severity"> = {}): undefined {
    this.findings.push({ path: [key], problem, fix, ...(severity && { severity }) });
  }

  get hasErrors(): boolean {
    return this.findings.some(({ severity }) => severity === undefined);
  }

  /** Parses a date of the form `YYYY-MM-DD`. */
  date(key: string, text: string): LocalMs | undefined {
    const day = parseDate(text.trim());
    if (day !== undefined) return day;
    const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])-\d{2}$/.exec(text.trim()) ?? [];
    if (year === undefined)
      return this.report(key, `'${text}' is not a date.`, "Write it as YYYY-MM-DD, such as 2026-12-24.");
    const last = printDate(Date.UTC(Number(year), Number(month), 0));
    return this.report(key, `The date ${text} does not exist.`, `The last day of that month is ${last}.`);
  }

  /** Parses `2026-12-24` or `2026-12-24 to 2026-12-26` to the first and the last day, both inclusive. */
  dates(key: string, text: string): { first: LocalMs; last: LocalMs } | undefined {
    const ends = text.split(/\s+to\s+/);
    const [first, last] = [ends[0] ?? "", ends.length > 2 ? "" : (ends.at(-1) ?? "")].map((day) => this.date(key, day));
    if (ends.length === 1 && first === undefined) this.findings.pop();
    if (first === undefined || last === undefined) return undefined;
    if (last < first)
      return this.report(key, `'${text}' ends before it starts.`, `Write ${printDate(last)} to ${printDate(first)}.`);
    return { first, last };
  }

  /**
   * Parses a time of the form `HH:mm` to milliseconds since midnight. `24:00`, the end of the day, is allowed only if
   * `end` is set.
   */
  clock(key: string, text: string, { end = false } = {}): number | undefined {
    if (end && text === "24:00") return DAY;
    const time = /^\d{2}:\d{2}$/.test(text) ? parseClock(text) : undefined;
    if (time !== undefined) return time;
    const [, hours = "", minutes = "00", half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?$/i.exec(text.trim()) ?? [];
    const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hours);
    const meant = `${String(hour).padStart(2, "0")}:${minutes}`;
    const fix =
      hours !== "" && parseClock(meant) !== undefined
        ? `Write "${meant}".`
        : `Write hours and minutes from "00:00" to "${end ? "24:00" : "23:59"}".`;
    return this.report(key, `'${text}' is not a time of the form HH:mm.`, fix);
  }

  /** Parses weekdays to numbers; 0 is Monday. */
  days(key: string, text: string): number[] | undefined {
    const { days, unknown } = parseDays(text);
    for (const word of unknown) {
      const meant = meantDay(word);
      this.report(
        key,
        word === "" ? `'${text}' has a comma or a hyphen without a weekday beside it.` : `'${word}' is not a weekday.`,
        meant ? `Did you mean '${meant}'?` : "Write weekdays such as Mon-Fri or Mon, Wed-Fri, or daily.",
      );
    }
    return unknown.length > 0 ? undefined : days;
  }
}
