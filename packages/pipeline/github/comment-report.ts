import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { commentMarker, markdownReport, type Report } from "@genesys-flows/report";
import { z } from "zod";
import type { Given, PipelineContext } from "../program.ts";
import { githubClient } from "./client.ts";
import { type Kept, keepComments } from "./comment.ts";
import { githubFields, stackName, wholeNumber } from "./inputs.ts";
import { pullRequestRun, pullsOf, whyNot } from "./pull-request.ts";
import { Repository } from "./repository.ts";
import { readUntrustedModel, UntrustedModelError } from "./untrusted-model.ts";

const fields = {
  ...githubFields,
  report: { schema: z.string(), flag: "--report" },
  stack: { schema: stackName, flag: "--stack" },
  organisation: { schema: z.string().optional(), flag: "--organisation" },
  event: { schema: z.string(), flag: "--event", variable: "GITHUB_EVENT_PATH" },
  eventName: { schema: z.string(), variable: "GITHUB_EVENT_NAME" },
  runId: { schema: wholeNumber, variable: "GITHUB_RUN_ID" },
  runNumber: { schema: wholeNumber, variable: "GITHUB_RUN_NUMBER" },
  runAttempt: { schema: wholeNumber, variable: "GITHUB_RUN_ATTEMPT" },
} as const;

/** @returns 0, also when a newer commit or run makes the report stale; 1 when the report cannot be shown @throws GithubError, UsageError */
export async function comment(given: Given, context: PipelineContext): Promise<number> {
  const inputs = readInputs(fields, { given, env: context.env });
  const current = { id: inputs.runId, number: inputs.runNumber, attempt: inputs.runAttempt };
  const run = pullRequestRun({ name: inputs.eventName, file: path.resolve(context.root, inputs.event) }, current);
  const nothing = (why: string) => {
    context.out(`${why}: no comment.\n`);
    return 0;
  };
  if (!run) return nothing("The run was not for a pull request");
  if (run.conclusion === "cancelled") return nothing("The run was cancelled");
  const repository = new Repository(githubClient({ ...inputs, ...context }), inputs.repository);
  const { current: pulls, passed } = await pullsOf(run, repository);
  for (const sentence of passed) context.out(`${sentence} No comment.\n`);
  if (pulls.length === 0) return nothing(`No open pull request has the commit ${run.commit} as its head`);
  const { stack, organisation } = inputs;
  const model = modelAt(path.resolve(context.root, inputs.report), { stack, ...(organisation && { organisation }) });
  if (model instanceof UntrustedModelError) context.err(`${model.message}\n`);
  const about = { stack, url: run.url, commit: run.commit };
  const parts = model instanceof UntrustedModelError ? unreadableComments(about) : reportComments(model, about);
  const of = organisation === undefined ? "stand-in" : "organisation";
  const stamp = { of, commit: run.commit, run: run.run } as const;
  const author = inputs.author ?? (await repository.actor());
  for (const pull of pulls) {
    const isCurrent = async () => whyNot(await repository.pull(pull), run) === undefined;
    const series = { pull, stack, parts, author, stamp, isCurrent };
    context.out(`${keptText(await keepComments(series, repository), pull)}\n`);
  }
  return model instanceof UntrustedModelError ? 1 : 0;
}

function modelAt(place: string, expected: Parameters<typeof readUntrustedModel>[1]): Report | UntrustedModelError {
  try {
    return readUntrustedModel(place, expected);
  } catch (error) {
    if (error instanceof UntrustedModelError) return error;
    throw error;
  }
}

function keptText({ outcome, created, updated, deleted }: Kept, pull: number): string {
  const counts = `${created} created, ${updated} updated, ${deleted} deleted`;
  const why = {
    kept: "",
    stale: " A newer commit was pushed meanwhile: its run completes them.",
    superseded: " A later run for the same commit has written them.",
  }[outcome];
  return `Comments on pull request #${pull}: ${counts}.${why}`;
}

/** More comments than this clutter a pull request; the run's artefacts contain the complete report. */
const MOST_COMMENTS = 30;

/** Where a report comes from, in the words of the comment, and where its page is: a comment cannot play conversations. */
const originOf = ({ stack, url }: About) =>
  `_Made by the code of this pull request, in a run without credentials: names are not checked against a real organisation._ The page that plays both versions is \`${stack}/report.html\` in the artefact \`reports\` of [the run](${url}#artifacts).`;

interface About {
  readonly stack: string;
  readonly url: string;
  readonly commit: string;
}

/** The comments of a report, or one sentence instead of too many. */
function reportComments(report: Report, about: About): string[] {
  const parts = markdownReport(report);
  if (parts.length > MOST_COMMENTS)
    return note(
      about,
      `The report needs ${parts.length} comments; at most ${MOST_COMMENTS} are written. It is in the artefacts of [the run](${about.url}).`,
    );
  const [first = "", ...rest] = parts;
  return report.run.organisation.embedded ? [withOrigin(first, about), ...rest] : parts;
}

/** The comment in place of a report that cannot be shown; it contains no part of the report. */
function unreadableComments(about: About): string[] {
  return note(
    about,
    `The report of commit ${about.commit} could not be shown. The log of the workflow that writes this comment shows why; [the run](${about.url}) made the report.`,
  );
}

function note({ stack }: About, sentence: string): string[] {
  return [`${commentMarker({ stack, part: 1, of: 1 })}\n### Preview of \`${stack}\`\n\n${sentence}\n`];
}

/** After marker and title. */
function withOrigin(part: string, about: About): string {
  const [marker = "", title = "", ...rest] = part.split("\n");
  return [marker, title, "", originOf(about), ...rest].join("\n");
}
