import type { Command } from "@genesys-flows/cli";
import type { PipelineContext } from "@genesys-flows/pipeline";
import { driftFile, planFile, REPORTS } from "../system/files.ts";

const STACK = ["--stack <name>", "stack that the command works on"] as const;

/** The steps that do not need GitHub, in the order in which the help lists them. */
export const ownCommands: readonly Command<PipelineContext>[] = [
  {
    usage: "stand-in",
    description:
      "preview a change against its base, which is deployed to an embedded organisation; needs no real organisation",
    options: [
      ["--base <commit>", "commit to compare the change with; default: the merge base with the default branch"],
      ["--stack <name...>", "stacks to preview; default: every stack that has a configuration file"],
      ["--out <folder>", "folder for the reports: <folder>/<stack>/report.json and other formats", REPORTS],
    ],
    exits: { 0: "no finding blocks the update", 1: "a finding blocks the update, or a preview failed" },
    guide: "pipelines.md#the-stand-in",
    examples: ["stand-in --base origin/main"],
    load: async () => (await import("./stand-in.ts")).standIn,
  },
  {
    usage: "plan",
    description: "read the live state, preview an update, and keep its plan encrypted",
    options: [
      STACK,
      ["--out <file>", `plan file; default: ${planFile("<stack>")}`],
      [
        "--supersedes <commit>",
        "commit of the last update; required if the source to deploy does not contain that commit",
      ],
    ],
    variables:
      "PLAN_PASSPHRASE, or the passphrase of the stack's secrets; GITHUB_OUTPUT, which receives `changes` (true or false)",
    exits: {
      0: "the plan was made",
      1: "no plan was made",
      other: "the exit code of the Pulumi CLI; no plan was made",
    },
    guide: "pipelines.md#plan-and-apply",
    examples: ["plan --stack prod"],
    load: async () => (await import("./plan.ts")).plan,
  },
  {
    usage: "apply",
    description:
      "run exactly the planned update; do nothing if anything has changed since, or if the plan was already applied",
    options: [STACK, ["--plan <file>", `plan file; default: ${planFile("<stack>")}`]],
    variables: "PLAN_PASSPHRASE, or the passphrase of the stack's secrets",
    exits: {
      0: "done, now or by an earlier run",
      1: "refused, or failed",
      other: "the exit code of the Pulumi CLI; its update failed",
    },
    guide: "pipelines.md#plan-and-apply",
    examples: ["apply --stack prod"],
    load: async () => (await import("./plan.ts")).apply,
  },
  {
    usage: "drift",
    description: "report changes made outside the stack; writes only the report",
    options: [STACK, ["--out <file>", `the report as JSON; default: ${driftFile("<stack>")}`]],
    exits: { 0: "the organisation was read, with or without drift", 1: "the organisation could not be read" },
    guide: "pipelines.md#comments-and-issues",
    examples: ["drift --stack prod"],
    load: async () => (await import("./plan.ts")).drift,
  },
];
