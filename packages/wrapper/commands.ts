import path from "node:path";
import { type Command, CommandError, type Program } from "@genesys-flows/cli";
import { loadDotEnv } from "./system/dot-env.ts";
import { KEPT, projectFolder } from "./system/files.ts";
import { systemFailure } from "./system/system-failure.ts";

/** What a project's team runs, by its usage: each is `run` of its file in `commands/`, with the variables of the project's `.env` set but for tests. */
const commands: Readonly<Record<string, Pick<Command, "description" | "raw" | "options" | "examples" | "exit">>> = {
  start: { raw: true, description: "set everything up, preview and update dev, and print its flows" },
  pulumi: { raw: true, description: "run the Pulumi CLI with the project's backend, policies and caches" },
  env: { description: "print what makes plain pulumi work like npm run pulumi, for the shell's eval" },
  flowctl: { raw: true, description: "check, compare, draw, translate and change flows" },
  pipeline: { raw: true, description: "run a step of a pipeline" },
  promote: { raw: true, description: "bring what one stack runs to another: promote -- <from> <to>" },
  upgrade: {
    description: "say what another version of the product changes in this project, before it is installed",
    options: [
      ["--to <version>", "a version of the registry, or a folder in whose node_modules it is installed", "latest"],
      ["--stack <name...>", "stacks to look at; default: each that has a file"],
    ],
    examples: ["upgrade -- --to 0.3.0", "upgrade -- --to ../next --stack prod"],
    exit: "0 said, 1 the other version finds errors, 2 wrong use",
  },
  test: {
    raw: true,
    description:
      "set everything up, then run the tests of jest and the conversation tests; with jest's arguments: those of jest alone",
  },
};

export const projectProgram: Program = {
  name: "npm run",
  start: "npm run",
  description: "The commands of this project. Options of a command come after --.",
  notes: "Exit codes: 0 success, 1 failed, 2 wrong use; those of other programs are passed on.",
  commands: Object.entries(commands).map(([usage, row]) => ({
    ...row,
    usage,
    async load() {
      if (usage !== "test") loadDotEnv(projectFolder());
      return (await import(`./commands/${usage}.ts`)).run;
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
