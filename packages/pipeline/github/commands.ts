import type { Command } from "@genesys-flows/cli";
import type { PipelineContext } from "../program.ts";

const REPOSITORY = ["--repository <owner/name>", "repository on GitHub; default: GITHUB_REPOSITORY"] as const;
const AUTHOR = [
  "--author <login>",
  "login of the token's owner, whose earlier comments and issues are updated; default: the login that GitHub reports, or github-actions[bot]",
] as const;
const REPORT = ["--report <file>", "the report as JSON"] as const;
const GUIDE = "pipelines.md#comments-and-issues";
const TOKEN = "GITHUB_TOKEN; GITHUB_API_URL if it is not api.github.com";

/** The commands that workflows run to show results on GitHub. */
export const githubCommands: readonly Command<PipelineContext>[] = [
  {
    usage: "comment",
    description:
      "show a report as a comment on its pull request, in several parts if it is long, and update it in later runs; the report may come from untrusted code",
    options: [
      [
        "--report <path>",
        "the report as JSON, or the folder of an artefact that contains report.json and nothing else",
      ],
      ["--stack <name>", "stack that the report must describe"],
      ["--organisation <id>", "organisation that the report must describe; default: an embedded one"],
      ["--event <file>", "payload of the event; default: GITHUB_EVENT_PATH"],
      REPOSITORY,
      AUTHOR,
    ],
    variables: `${TOKEN}; GITHUB_EVENT_NAME, GITHUB_RUN_ID, GITHUB_RUN_NUMBER, GITHUB_RUN_ATTEMPT`,
    exits: {
      0: "done, or a newer commit or run made the report stale",
      1: "the report cannot be shown, or GitHub refused a request",
    },
    guide: GUIDE,
    examples: ["comment --report artefact --stack dev"],
    load: async () => (await import("./comment-report.ts")).comment,
  },
  {
    usage: "drift-issue",
    description: "open, update or close the issue about a stack's drift",
    options: [
      REPORT,
      ["--stack <name>", "stack that the report must describe"],
      ["--label <name>", "label of the issue", "drift"],
      REPOSITORY,
      AUTHOR,
    ],
    variables: `${TOKEN}; GITHUB_SERVER_URL if it is not github.com; GITHUB_RUN_ID`,
    exits: { 0: "done", 1: "GitHub refused a request", 2: "the report cannot be used" },
    guide: GUIDE,
    examples: ["drift-issue --report drift.json --stack prod"],
    load: async () => (await import("./drift-issue.ts")).driftIssue,
  },
  {
    usage: "annotate",
    description: "print a report's findings as annotations of GitHub Actions, those on changed lines first",
    options: [REPORT, ["--base <commit>", "commit to compare with, to find the changed lines"]],
    exits: { 0: "printed", 2: "the report cannot be used, or Git does not know the commit" },
    guide: GUIDE,
    examples: ["annotate --report report.json --base origin/main"],
    load: async () => (await import("./annotate.ts")).annotate,
  },
  {
    usage: "summary",
    description: "add a report to the job summary, within GitHub's size limit",
    options: [REPORT, ["--out <file>", "summary file; default: GITHUB_STEP_SUMMARY"]],
    exits: { 0: "added", 2: "the report cannot be used" },
    guide: GUIDE,
    examples: ["summary --report report.json"],
    load: async () => (await import("./summary.ts")).summary,
  },
];
