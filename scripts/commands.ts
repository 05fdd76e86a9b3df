import path from "node:path";
import { type Command, CommandError, type Program } from "@genesys-flows/cli";
import { projectCommands } from "@genesys-flows/wrapper";
import { projectFolder } from "@genesys-flows/wrapper/system/files";
import { systemFailure } from "@genesys-flows/wrapper/system/system-failure";

/** The scripts of package.json about this repository, by usage. Each is `run` of its file in `commands/`. */
const scripts: Readonly<Record<string, Pick<Command, "description" | "raw" | "examples">>> = {
  test: { raw: true, description: "set everything up, then run the tests; with jest's arguments" },
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
  commands: [
    ...projectCommands,
    ...Object.entries(scripts).map(([usage, row]) => ({
      ...row,
      usage,
      load: async () => (await import(`./commands/${usage.split(" ")[0]}.ts`)).run,
    })),
  ],
  failed(error, { err }) {
    const isOwn = error instanceof CommandError;
    const text = isOwn ? error.message : systemFailure(error, { near: [path.join(projectFolder(), ".genesys")] });
    if (text === undefined) return undefined;
    err(`\n${text}\n`);
    return isOwn ? error.exitCode : 1;
  },
};
