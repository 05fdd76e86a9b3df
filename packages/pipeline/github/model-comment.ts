import { commentMarker, markdownReport, type Report } from "@genesys-flows/report";

/** More comments than this are a burden on a pull request; the report is in the run's artefacts as a whole. */
export const MOST_COMMENTS = 30;

/** Who made a report, in the words of the comment. */
const ORIGIN =
  "_Made by the code of this pull request, in a run without credentials: names are not checked against a real organisation._";

/** What a comment shows beside the report. */
export interface About {
  readonly stack: string;
  /** Address of the run that made the report. */
  readonly url: string;
  readonly commit: string;
}

/** The comments of a report. One sentence instead of too many. */
export function reportComments(report: Report, about: About): string[] {
  const parts = markdownReport(report);
  if (parts.length > MOST_COMMENTS) {
    return [
      note(
        about,
        `The report needs ${parts.length} comments; at most ${MOST_COMMENTS} are written. It is in the artefacts of [the run](${about.url}).`,
      ),
    ];
  }
  return report.run.organisation.embedded ? parts.map((part, index) => (index === 0 ? withOrigin(part) : part)) : parts;
}

/** The comment in place of a report that cannot be shown: nothing of the report is in it. */
export function unreadableComments(about: About): string[] {
  return [
    note(
      about,
      `The report of commit ${about.commit} could not be shown. The log of the workflow that writes this comment says why; [the run](${about.url}) made the report.`,
    ),
  ];
}

function note({ stack }: About, sentence: string): string {
  return `${commentMarker({ stack, part: 1, of: 1 })}\n### Preview of \`${stack}\`\n\n${sentence}\n`;
}

/** After marker and title. */
function withOrigin(part: string): string {
  const [marker = "", title = "", ...rest] = part.split("\n");
  return [marker, title, "", ORIGIN, ...rest].join("\n");
}
