import { instantIn } from "@genesys-flows/architect/hours";

/**
 * The time in an option such as `--at`: with an offset, with a time zone, or any other form that `Date` reads. Now, if the
 * option is omitted; an invalid date for any other text.
 */
export function timeOption(text: string | undefined): Date {
  return text === undefined ? new Date() : (instantIn(text) ?? new Date(text));
}
