import path from "node:path";
import { type Command, CommandError, type Program } from "@genesys-flows/cli";
import { loadDotEnv } from "./lib/system/dot-env.ts";
import { projectFolder } from "./lib/system/files.ts";
import { systemFailure } from "./lib/system/system-failure.ts";

interface Script extends Pick<Command, "description" | "raw" | "examples"> {
  /** Whether the variables of the project's `.env` are set: not for commands on this repository. */
  readonly onStack?: true;
}

/** The scripts of package.json, by usage. Each is `run` of its file in `commands/`. */
const scripts: Readonly<Record<string, Script>> = {
  start: { onStack: true, raw: true, description: "set everything up, preview and update dev, and print its flows" },
  test: { raw: true, description: "set everything up, then run the tests; with jest's arguments" },
  pulumi: {
    onStack: true,
    raw: true,
    description: "run the Pulumi CLI with the project's backend, policies and caches",
  },
  env: { onStack: true, description: "print what makes plain pulumi work like npm run pulumi, for the shell's eval" },
  flowctl: { onStack: true, raw: true, description: "check, compare, draw, translate and change flows" },
  pipeline: { onStack: true, raw: true, description: "run a step of a pipeline" },
  promote: { onStack: true, raw: true, description: "bring what one stack runs to another: promote -- <from> <to>" },
  faults: { raw: true, description: "test updates with faults, in all places, or at random: --proxy, --kills" },
  "check [names...]": { description: "run the checks besides the tests, or only some", examples: ["check -- types"] },
  "generate [names...]": { description: "write the generated files, or only some", examples: ["generate -- messages"] },
  pins: { description: "pin what has no hash or checksum yet and can be reached" },
};

export const program: Program = {
  name: "npm run",
  start: "npm run",
  description: "The commands of this project. Options of a command come after --.",
  notes: "Exit codes: 0 success, 1 failed, 2 wrong use; those of other programs are passed on.",
  commands: Object.entries(scripts).map(([usage, { onStack, ...row }]) => ({
    ...row,
    usage,
    async load() {
      if (onStack) loadDotEnv(projectFolder());
      return (await import(`./commands/${usage.split(" ")[0]}.ts`)).run;
    },
  })),
  failed(error, { err }) {
    const isOwn = error instanceof CommandError;
    const text = isOwn ? error.message : systemFailure(error, { near: [path.join(projectFolder(), ".genesys")] });
    if (text === undefined) return undefined;
    err(`\n${text}\n`);
    return isOwn ? error.exitCode : 1;
  },
};
