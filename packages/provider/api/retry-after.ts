/**
 * Milliseconds that an answer asks to wait: seconds, or a date, which is compared with the answer's own `Date` so that
 * this machine's clock does not matter. Undefined where it asks for nothing that can be read.
 */
export function retryAfterOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const asked = headers["retry-after"];
  if (asked === undefined || asked === null || asked === "") return undefined;
  const seconds = Number(asked);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(String(asked));
  const told = Date.parse(String(headers["date"]));
  const now = Number.isFinite(told) ? told : Date.now();
  return Number.isFinite(until) ? Math.max(0, until - now) : undefined;
}
