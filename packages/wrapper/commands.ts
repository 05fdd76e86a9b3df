import path from "node:path";
import { type Command, CommandError, commandName, type Program } from "@genesys-flows/cli";
import { loadDotEnv } from "./system/dot-env.ts";
import { KEPT, projectFolder } from "./system/files.ts";
import { systemFailure } from "./system/system-failure.ts";

const RAW = ["--raw", "print Pulumi's own output instead of the report"] as const;
const PULUMI = "the exit code of the Pulumi CLI";

/**
 * The commands that a project's team runs, by usage. Each command loads the project's `.env`, except for `test`, and
 * then calls `run` in its file in `commands/`.
 */
const commands: Readonly<Record<string, Omit<Command, "usage" | "load">>> = {
  "start [options...]": {
    raw: true,
    description: "set everything up, preview and update dev, and print its flows; accepts the options of `pulumi up`",
    options: [RAW],
    examples: ["start"],
    exits: { 0: "dev is up to date", 1: "failed", other: PULUMI },
    guide: "getting-started.md",
  },
  "pulumi [command...]": {
    raw: true,
    description: "run the Pulumi CLI with the project's backend, policies and caches",
    options: [
      RAW,
      ["--offline", "with `preview` and `up`: do not check for changes made in Architect"],
      ["--yes", "with `up`: do not ask for confirmation; required if there is no terminal"],
    ],
    examples: ["pulumi -- preview --stack prod", "pulumi -- up --stack prod"],
    exits: {
      0: "done",
      1: "failed, or you answered no",
      2: "there is no terminal in which to confirm the update",
      other: PULUMI,
    },
    guide: "report.md",
  },
  env: {
    description: "print the variables that make plain pulumi work like npm run pulumi, for `eval` in a shell",
    examples: ["env"],
    exits: { 0: "printed", 1: "failed" },
    guide: "configuration.md",
  },
  "flowctl <command>": {
    raw: true,
    description: "check, compare, draw, translate and change flows",
    examples: ["flowctl -- check"],
    exits: { 0: "success", 1: "findings" },
    guide: "flowctl.md",
  },
  "pipeline <command>": {
    raw: true,
    description: "run a step of a pipeline",
    examples: ["pipeline -- plan --stack prod"],
    exits: { 0: "success", 1: "not done" },
    guide: "pipelines.md",
  },
  "promote <from> <to>": {
    raw: true,
    description: "deploy the sources of one stack to another; accepts the options of `pulumi up`",
    options: [["--yes", "do not ask for confirmation; required if there is no terminal"]],
    examples: ["promote -- test prod"],
    exits: { 0: "done", 1: "refused or failed, or you answered no", other: PULUMI },
    guide: "promotion.md",
  },
  upgrade: {
    description: "show what another version of the product would change in this project, before you install it",
    options: [
      [
        "--to <version>",
        "a version in the registry, or a folder with the version installed in its node_modules",
        "latest",
      ],
      ["--stack <name...>", "stacks to check; default: every stack that has a configuration file"],
    ],
    examples: ["upgrade -- --to 0.3.0", "upgrade -- --to ../next --stack prod"],
    exits: { 0: "shown", 1: "the other version finds errors" },
    guide: "upgrading.md",
  },
  "test [arguments...]": {
    raw: true,
    examples: ["test", "test -- test/flows"],
    exits: { 0: "every test passed", 1: "a test failed", other: "the exit code of Jest" },
    guide: "testing.md",
    description:
      "set everything up, then run the Jest tests and the conversation tests; with arguments for Jest, only the Jest tests",
  },
};

export const projectProgram: Program = {
  name: "npm run",
  start: "npm run",
  description: "The commands of this project. Put the options of a command after --.",
  notes: "Exit codes: 0 success, 1 failed, 2 usage error; exit codes of other programs are passed on.",
  commands: Object.entries(commands).map(([usage, row]) => ({
    ...row,
    usage,
    async load() {
      const name = commandName({ usage });
      if (name !== "test") loadDotEnv(projectFolder());
      return (await import(`./commands/${name}.ts`)).run;
    },
  })),
  failed(error, { err }) {
    const isOwn = error instanceof CommandError;
    const text = isOwn ? error.message : systemFailure(error, { near: [path.join(projectFolder(), KEPT)] });
    if (text === undefined) return undefined;
    err(`\n${text}\n`);
    return isOwn ? error.exitCode : 1;
  },
};
