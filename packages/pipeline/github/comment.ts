import { markerName, readCommentMarker } from "@genesys-flows/report";
import { GithubError, otherAuthor } from "./failure.ts";
import { type Comment, isSameLogin, type Repository } from "./repository.ts";

interface Series {
  readonly pull: number;
  readonly stack: string;
  /** The parts, each with its marker, as `markdownReport` returns them. */
  readonly parts: readonly string[];
  readonly stamp: Stamp;
  /** Login of the token's owner, whose comments are updated. */
  readonly author: string;
  /** Asks GitHub whether the stamp's commit is still the head of the pull request. */
  isCurrent(): Promise<boolean>;
}

export interface Kept {
  readonly outcome: "kept" | "stale" | "superseded";
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/** Maximum number of reads. After that, this run gives up, because another run keeps writing at the same time. */
const MOST_LOOKS = 6;

/**
 * Updates the comments of a stack on a pull request to show a report: updates existing ones in order, creates missing
 * ones and deletes the rest. Repeats this until nothing is left to do, so that it completes the work of an interrupted
 * run, and the later of two concurrent runs wins. Ignores comments by other authors, whatever they contain, and comments
 * with a different `of` in the stamp.
 * @throws GithubError
 */
export async function keepComments(series: Series, repository: Repository): Promise<Kept> {
  const wanted = series.parts.map((part) => stamped(part, series.stamp));
  const done = { created: 0, updated: 0, deleted: 0 };
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const own = await ownComments(series, repository);
    if (own.some(({ body }) => isNewer(readStamp(body), series.stamp))) {
      done.deleted += await withdraw(own, series.stamp, repository);
      return { outcome: "superseded", ...done };
    }
    const isWritten = look === 1 ? (body: string, text: string) => body === lines(text) : isOfSameRun;
    const steps = stepsOf(own, wanted, isWritten);
    if (steps.length === 0) return { outcome: "kept", ...done };
    for (const step of steps) {
      if (!(await series.isCurrent())) return { outcome: "stale", ...done };
      const came = await carriedOut(step, series, repository, { mayFail: look < MOST_LOOKS });
      if (came === "look again") break;
      done[came] += 1;
    }
  }
  throw new GithubError(
    `The comments on #${series.pull} changed while they were being written: several runs are writing at the same time. ` +
      "Limit the workflow to one run per pull request (`concurrency`), then run the job again.",
  );
}

type OwnComment = Pick<Comment, "id"> & { readonly body: string };

async function ownComments({ pull, stack, stamp, author }: Series, repository: Repository): Promise<OwnComment[]> {
  const all = await repository.comments(pull);
  return all
    .map(({ body, ...rest }) => ({ ...rest, body: lines(body ?? "") }))
    .filter(({ user }) => isSameLogin(user?.login, author))
    .filter(({ body }) => readCommentMarker(body)?.stack === markerName(stack) && readStamp(body)?.of === stamp.of)
    .sort((a, b) => a.id - b.id);
}

type Step =
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly id: number; readonly body: string }
  | { readonly kind: "delete"; readonly id: number };

/** Reuses the oldest comment for the first part, so that the parts appear in reading order. */
function stepsOf(
  own: readonly OwnComment[],
  wanted: readonly string[],
  isWritten: (body: string, wanted: string) => boolean,
): Step[] {
  const kept = wanted.flatMap((body, index): Step[] => {
    const comment = own[index];
    if (!comment) return [{ kind: "create", body }];
    return isWritten(comment.body, body) ? [] : [{ kind: "update", id: comment.id, body }];
  });
  return [...kept, ...own.slice(wanted.length).map(({ id }): Step => ({ kind: "delete", id }))];
}

/** Compares only marker and stamp, because GitHub may have changed the text that this run has just written. */
function isOfSameRun(body: string, wanted: string): boolean {
  const head = (text: string) => text.split("\n", 2).join("\n");
  return head(body) === head(wanted);
}

/** @param o.mayFail whether to read the comments again instead of failing if the request may have been carried out */
async function carriedOut(
  step: Step,
  series: Series,
  repository: Repository,
  o: { readonly mayFail: boolean },
): Promise<"created" | "updated" | "deleted" | "look again"> {
  try {
    if (step.kind === "update") await repository.updateComment(step.id, step.body);
    else if (step.kind === "delete") await repository.deleteComment(step.id);
    else await create(step.body, series, repository);
    return `${step.kind}d`;
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    if (step.kind === "delete" && error.isMissing) return "deleted";
    const isGone = step.kind === "update" && error.isMissing;
    if (o.mayFail && (isGone || (step.kind === "create" && error.isUnclear))) return "look again";
    throw error;
  }
}

/**
 * Creates a comment. Deletes the comment if its author is unexpected, because the next run would not find it and would
 * create another.
 */
async function create(body: string, { pull, author }: Series, repository: Repository): Promise<void> {
  const { id, user } = await repository.createComment(pull, body, { needs: "pull-requests: write" });
  if (isSameLogin(user?.login, author)) return;
  await repository.deleteComment(id);
  throw otherAuthor("comment", user?.login, author);
}

/** Deletes the comments of a run that was superseded while writing, unless the later run has reused them. */
async function withdraw(own: readonly OwnComment[], stamp: Stamp, repository: Repository): Promise<number> {
  let deleted = 0;
  for (const { id, body } of own) {
    if (!isSameStamp(readStamp(body), stamp)) continue;
    try {
      const now = await repository.comment(id);
      if (!isSameStamp(readStamp(lines(now.body ?? "")), stamp)) continue;
      await repository.deleteComment(id);
      deleted++;
    } catch (error) {
      if (!(error instanceof GithubError && error.isMissing)) throw error;
    }
  }
  return deleted;
}

/** The run that wrote a comment, and the commit of the run. */
interface Stamp {
  /**
   * The kind of organisation that the report was made against. Each kind has its own comments, because its runs belong to
   * a different workflow with its own run numbers.
   */
  readonly of: "stand-in" | "organisation";
  readonly commit: string;
  readonly run: { readonly number: number; readonly attempt: number };
}

const STAMP =
  /^<!-- genesys-flows:report [^\n]* -->\n<!-- genesys-flows:run of=(stand-in|organisation) commit=([0-9a-f]{40,64}) run=(\d{1,15})\.(\d{1,9}) -->\n/;

/** Puts the stamp on a comment's second line, where no text from a flow can appear. */
function stamped(comment: string, { of, commit, run }: Stamp): string {
  if (readCommentMarker(comment) === undefined) throw new Error("A comment without a marker cannot be stamped.");
  const end = comment.indexOf("\n");
  const stamp = `<!-- genesys-flows:run of=${of} commit=${commit} run=${run.number}.${run.attempt} -->`;
  return `${comment.slice(0, end)}\n${stamp}\n${comment.slice(end + 1).trimEnd()}`;
}

function readStamp(comment: string): Stamp | undefined {
  const [, of, commit, number, attempt] = STAMP.exec(lines(comment)) ?? [];
  if (of === undefined || commit === undefined) return undefined;
  return { of: of as Stamp["of"], commit, run: { number: Number(number), attempt: Number(attempt) } };
}

/** Whether a comment was written by a later run for the same commit. */
function isNewer(one: Stamp | undefined, than: Stamp): boolean {
  if (one?.commit !== than.commit) return false;
  const [number, attempt] = [one.run.number - than.run.number, one.run.attempt - than.run.attempt];
  return number > 0 || (number === 0 && attempt > 0);
}

function isSameStamp(one: Stamp | undefined, other: Stamp): boolean {
  return one?.commit === other.commit && one.run.number === other.run.number && one.run.attempt === other.run.attempt;
}

/** Normalises a comment for comparison: GitHub may return different line endings and omit the final one. */
export function lines(comment: string): string {
  return comment.replaceAll("\r\n", "\n").trimEnd();
}
