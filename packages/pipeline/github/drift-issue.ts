import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { markerName } from "@genesys-flows/report";
import { z } from "zod";
import type { Given, PipelineContext } from "../program.ts";
import { githubClient } from "./client.ts";
import {
  closedBody,
  compared,
  type Drift,
  type DriftItem,
  driftBody,
  driftOf,
  driftTitle,
  newDriftComment,
  noDrift,
  readDriftMarker,
} from "./drift.ts";
import { GithubError, otherAuthor } from "./failure.ts";
import { githubFields, reportAt, stackName, wholeNumber } from "./inputs.ts";
import { type Issue, isSameLogin, Repository } from "./repository.ts";

const fields = {
  ...githubFields,
  report: { schema: z.string(), flag: "--report" },
  stack: { schema: stackName, flag: "--stack" },
  label: { schema: z.string().min(1).max(50), flag: "--label" },
  server: { schema: z.url().default("https://github.com"), variable: "GITHUB_SERVER_URL" },
  runId: { schema: wholeNumber, variable: "GITHUB_RUN_ID" },
} as const;

/** @throws GithubError, UsageError */
export async function driftIssue(given: Given, context: PipelineContext): Promise<number> {
  const { stack, label, ...inputs } = readInputs(fields, { given, env: context.env });
  const report = reportAt(path.resolve(context.root, inputs.report), { stack });
  const repository = new Repository(githubClient({ ...inputs, ...context }), inputs.repository);
  const url = `${inputs.server}/${repository.name}/actions/runs/${inputs.runId}`;
  const author = inputs.author ?? (await repository.actor());
  const notes = await keepDriftIssue({ stack, drift: driftOf(report), label, author, url }, repository);
  for (const note of notes) context.out(`${note}\n`);
  return 0;
}

interface DriftIssue {
  readonly stack: string;
  readonly drift: Drift;
  /** Label that identifies the issue in later runs, together with its marker and its author. */
  readonly label: string;
  readonly author: string;
  readonly url: string;
}

/** Sentences for the log, one for each action. */
type Notes = readonly string[];

/**
 * Maintains one issue for a stack: opens it when there is drift, rewrites it when the drift changes, comments only on
 * new drift, and closes it when no drift is left. An issue that a person closed stays closed until there is new drift.
 * If two runs at the same time opened two issues, closes the newer one.
 * @throws GithubError
 */
async function keepDriftIssue(about: DriftIssue, repository: Repository): Promise<Notes> {
  const all = await issuesOf(about, repository);
  const open = all.filter(({ state }) => state === "open");
  const notes = await closeYounger(open, about, repository);
  const [issue] = open;
  const { items } = about.drift;
  const last = all.at(-1);
  if (items.length === 0) return [...notes, await withoutDrift({ issue, last }, about, repository)];
  if (issue) return [...notes, await rewritten(issue, about, repository)];
  const known = last ? seenIn(last) : [];
  if (last && compared(items).every(({ id }) => known.includes(id))) {
    return [...notes, `Issue #${last.number} already lists this drift, and a person closed it. There is no new drift.`];
  }
  return [...notes, ...(await opened(about, repository))];
}

async function issuesOf({ stack, label, author }: DriftIssue, repository: Repository): Promise<Issue[]> {
  const found = await repository.issues({ label, author });
  return found.filter(({ body }) => readDriftMarker(body ?? "")?.stack === markerName(stack));
}

function seenIn({ body }: Issue): readonly string[] {
  return readDriftMarker(body ?? "")?.seen ?? [];
}

/** Leaves only the oldest issue open. */
async function closeYounger(
  [oldest, ...younger]: readonly Issue[],
  { stack }: DriftIssue,
  repository: Repository,
): Promise<string[]> {
  const notes: string[] = [];
  for (const { number } of younger) {
    const body = closedBody(stack, `Issue #${oldest?.number} is about the same stack.`);
    await repository.updateIssue(number, { body, state: "closed", state_reason: "not_planned" });
    notes.push(`Closed issue #${number}: issue #${oldest?.number} is about the same stack.`);
  }
  return notes;
}

/** Also rewrites an issue that a person closed, so that drift that returns counts as new. */
async function withoutDrift(
  { issue, last }: { readonly issue: Issue | undefined; readonly last: Issue | undefined },
  { stack, drift, url }: DriftIssue,
  repository: Repository,
): Promise<string> {
  const body = closedBody(stack, noDrift({ stack, url }));
  if (!issue) {
    if (!drift.isComplete) return `The failed run found no drift of ${stack}.`;
    if (last && seenIn(last).length > 0) await repository.updateIssue(last.number, { body });
    return `${stack} has no drift.`;
  }
  if (!drift.isComplete)
    return `The run failed before it read all objects of ${stack}, so issue #${issue.number} stays open.`;
  await repository.updateIssue(issue.number, { body, state: "closed", state_reason: "completed" });
  return `${stack} has no drift: closed issue #${issue.number}.`;
}

async function rewritten(issue: Issue, about: DriftIssue, repository: Repository): Promise<string> {
  const { items, isComplete } = about.drift;
  const seen = seenIn(issue);
  const now = compared(items);
  const fresh = now.filter(({ id }) => !seen.includes(id));
  const isGone = seen.some((id) => !now.some((item) => item.id === id));
  if (fresh.length === 0 && (!isGone || !isComplete)) return `Issue #${issue.number} already lists this drift.`;
  // Add the comment before updating the issue. If the run is interrupted in between, the next run then repeats the
  // comment instead of omitting it.
  const note =
    fresh.length === 0
      ? "some drift no longer exists."
      : `${fresh.length} new.${await commented(issue.number, fresh, about, repository)}`;
  const body = driftBody({ ...about, items, isComplete });
  await repository.updateIssue(issue.number, { body });
  return `Updated issue #${issue.number}: ${note}`;
}

/** Adds a comment, unless the conversation is locked. A lock does not prevent changes to the issue itself. */
async function commented(
  number: number,
  items: readonly DriftItem[],
  { url }: DriftIssue,
  repository: Repository,
): Promise<string> {
  try {
    await repository.createComment(number, newDriftComment({ items, url }), { needs: "issues: write" });
    return "";
  } catch (error) {
    if (error instanceof GithubError && error.locked) return " Its conversation is locked, so no comment was added.";
    throw error;
  }
}

/**
 * Opens an issue, then reads the issues again, because another run may also have opened an issue, or the response may
 * be lost.
 */
async function opened(about: DriftIssue, repository: Repository): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const created = await create(about, repository);
    const open = (await issuesOf(about, repository)).filter(({ state }) => state === "open");
    const [oldest] = open;
    if ("number" in created && !open.some(({ number }) => number === created.number))
      await refuse(created, about, repository);
    if (oldest) {
      const opening = `Issue #${oldest.number} about the drift of ${about.stack} is open.`;
      return [opening, ...(await closeYounger(open, about, repository))];
    }
    if (created instanceof GithubError && attempt === MOST_ATTEMPTS) throw created;
  }
}

const MOST_ATTEMPTS = 3;

/** The new issue, or the error if it is unknown whether the issue was created. */
async function create(about: DriftIssue, repository: Repository): Promise<Issue | GithubError> {
  const { stack, drift, label } = about;
  try {
    return await repository.createIssue({ title: driftTitle(stack), body: driftBody({ ...about, ...drift }), label });
  } catch (error) {
    if (error instanceof GithubError && error.isUnclear) return error;
    throw error;
  }
}

/** Closes an issue that no later run would find. */
async function refuse(created: Issue, { stack, label, author }: DriftIssue, repository: Repository): Promise<never> {
  const body = closedBody(stack, "No later run would find this issue. The log of the run shows why.");
  await repository.updateIssue(created.number, { body, state: "closed", state_reason: "not_planned" });
  if (!isSameLogin(created.user?.login, author)) throw otherAuthor("issue", created.user?.login, author);
  throw new GithubError(
    `Issue #${created.number} was opened, but cannot be found by the label "${label}". It was closed again, because no later run would find it. ` +
      "Create the label, and let the token set labels (`issues: write`).",
  );
}
