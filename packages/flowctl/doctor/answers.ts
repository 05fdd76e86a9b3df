import type { Organisation } from "@genesys-flows/platform";
import { type Check, ok, unknown, warning } from "./check.ts";

/** The headers of an answer, and when it came by this machine's clock, in milliseconds. */
export interface AnswerTimes {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** Exemptions end by the date, and certificates are valid for a time. */
const MOST_SKEW_MS = 60_000;

/** The budget of requests and the clock, by the last answer. */
export function limits(answers: readonly AnswerTimes[], { client }: Pick<Organisation, "client">): Check[] {
  const last = answers.at(-1);
  return [budget(last, client.budget), clock(last)];
}

function budget(last: AnswerTimes | undefined, { perMinute, tokens }: { perMinute: number; tokens: number }): Check {
  const id = "budget";
  const most = tokens === 1 ? "one token" : `up to ${tokens} tokens`;
  const used = Number(last?.headers["inin-ratelimit-count"]);
  if (!Number.isFinite(used)) return ok(id, `${perMinute} requests a minute and token, ${most}`);
  const left = Math.max(0, perMinute - used);
  const text = `${left} of ${perMinute} requests left in this minute with this token, ${most}`;
  if (left > 0) return ok(id, text);
  return warning(id, `${text}. An update waits for the next minute${tokens === 1 ? "" : ", or uses another token"}.`);
}

function clock(last: AnswerTimes | undefined): Check {
  const id = "clock";
  const theirs = Date.parse(String(last?.headers["date"]));
  if (last === undefined || Number.isNaN(theirs)) return unknown(id, "The platform's answer has no date.");
  const skew = last.at - theirs;
  if (Math.abs(skew) <= MOST_SKEW_MS) return ok(id, "within a minute of the platform's");
  return warning(
    id,
    `This machine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? "ahead of" : "behind"} the platform's. ` +
      "Exemptions end by this clock's date, and certificates can look expired or not valid yet. Set the clock.",
  );
}
