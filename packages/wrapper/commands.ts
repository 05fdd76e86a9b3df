import type { Command } from "@genesys-flows/cli";
import { loadDotEnv } from "./system/dot-env.ts";
import { projectFolder } from "./system/files.ts";

export type ProjectCommand = Pick<Command, "description" | "raw" | "load"> & { readonly usage: string };

/** What a project's team runs, by its usage: each is `run` of its file in `commands/`, with the variables of the project's `.env` set. */
const commands: Readonly<Record<string, Pick<Command, "description" | "raw">>> = {
  start: { raw: true, description: "set everything up, preview and update dev, and print its flows" },
  pulumi: { raw: true, description: "run the Pulumi CLI with the project's backend, policies and caches" },
  env: { description: "print what makes plain pulumi work like npm run pulumi, for the shell's eval" },
  flowctl: { raw: true, description: "check, compare, draw, translate and change flows" },
  pipeline: { raw: true, description: "run a step of a pipeline" },
  promote: { raw: true, description: "bring what one stack runs to another: promote -- <from> <to>" },
};

export const projectCommands: readonly ProjectCommand[] = Object.entries(commands).map(([usage, row]) => ({
  ...row,
  usage,
  async load() {
    loadDotEnv(projectFolder());
    return (await import(`./commands/${usage}.ts`)).run;
  },
}));
