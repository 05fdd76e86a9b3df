import { readCommentMarker } from "@genesys-flows/report";

/** Which run wrote a comment, and for which commit. */
export interface Stamp {
  /** What the report was made against. Each has comments of its own: their runs belong to workflows that count on their own. */
  readonly of: "stand-in" | "organisation";
  readonly commit: string;
  readonly run: { readonly number: number; readonly attempt: number };
}

const STAMP =
  /^<!-- genesys-flows:report [^\n]* -->\n<!-- genesys-flows:run of=(stand-in|organisation) commit=([0-9a-f]{40,64}) run=(\d{1,15})\.(\d{1,9}) -->\n/;

/** A comment of a report with the stamp on its second line, where no text of a flow can be. */
export function stamped(comment: string, { of, commit, run }: Stamp): string {
  if (readCommentMarker(comment) === undefined) throw new Error("A comment without a marker cannot be stamped.");
  const end = comment.indexOf("\n");
  const stamp = `<!-- genesys-flows:run of=${of} commit=${commit} run=${run.number}.${run.attempt} -->`;
  return `${comment.slice(0, end)}\n${stamp}\n${comment.slice(end + 1).trimEnd()}`;
}

/** The stamp of a comment; undefined where it has none. */
export function readStamp(comment: string): Stamp | undefined {
  const [, of, commit, number, attempt] = STAMP.exec(lines(comment)) ?? [];
  if (of === undefined || commit === undefined) return undefined;
  return { of: of as Stamp["of"], commit, run: { number: Number(number), attempt: Number(attempt) } };
}

/** Whether a comment is of a later run for the same commit. */
export function isNewer(one: Stamp | undefined, than: Stamp): boolean {
  if (one?.commit !== than.commit) return false;
  const [number, attempt] = [one.run.number - than.run.number, one.run.attempt - than.run.attempt];
  return number > 0 || (number === 0 && attempt > 0);
}

export function isSameStamp(one: Stamp | undefined, other: Stamp): boolean {
  return one?.commit === other.commit && one.run.number === other.run.number && one.run.attempt === other.run.attempt;
}

/** A comment as GitHub may give it back: with other line ends, and none at its end. */
export function lines(comment: string): string {
  return comment.replaceAll("\r\n", "\n").trimEnd();
}
