import type { CommandRow } from "../../command-row.ts";

const WHICH = [
  ["--stack <name>", "whose organisation", "dev"],
  ["--file <path>", "the organisation's file, instead of a stack's"],
] as const;

/** What rows give a command; its own parts are checked there. */
interface Which {
  readonly stack: string;
  readonly file?: string;
}

/** Commands about the embedded organisation. All work while it is in use. */
export const organisationCommands: readonly CommandRow[] = [
  {
    usage: "org serve",
    description: "serve it and its page until Ctrl-C; prints the address",
    options: [...WHICH, ["--port <port>", "port on the loopback interface, 0 for a free one", "8090"]],
    run: async (_args, given, context) =>
      (await import("./serve.ts")).serve(given as unknown as Which & { port: string }, context),
  },
  {
    usage: "org status",
    description: "say what it holds: flows, stale callers, locks, requests",
    options: [...WHICH],
    run: async (_args, given, context) => (await import("./status.ts")).status(given as unknown as Which, context),
  },
  {
    usage: "org seed",
    description: "add what local/organisation.yaml names and it lacks",
    options: [...WHICH],
    run: async (_args, given, context) => (await import("./seed.ts")).seed(given as unknown as Which, context),
  },
  {
    usage: "org reset",
    description: "make it what local/organisation.yaml says and nothing else; keeps a snapshot of what was",
    options: [...WHICH],
    run: async (_args, given, context) => (await import("./copies.ts")).reset(given as unknown as Which, context),
  },
  {
    usage: "org snapshot [file]",
    description: "copy it to a file; prints the file's path",
    options: [...WHICH],
    examples: ["org snapshot", "org snapshot before-migration.sqlite --stack dev"],
    run: async ([to], given, context) =>
      (await import("./copies.ts")).snapshot({ ...(given as unknown as Which), to: to as string | undefined }, context),
  },
  {
    usage: "org restore <file>",
    description: "put a snapshot in its place; keeps a snapshot of what was",
    options: [...WHICH],
    run: async ([from], given, context) =>
      (await import("./copies.ts")).restore({ ...(given as unknown as Which), from: from as string }, context),
  },
  {
    usage: "org export [folder]",
    description: "write all flows' published versions as YAML; prints the files' paths",
    options: [...WHICH],
    run: async ([to], given, context) =>
      (await import("./exports.ts")).exportFlows(
        { ...(given as unknown as Which), to: to as string | undefined },
        context,
      ),
  },
  {
    usage: "org log",
    description: "list its requests: time, method, status, milliseconds, path",
    options: [...WHICH, ["--last <n>", "only the last so many"], ["--follow", "go on with what comes, until Ctrl-C"]],
    examples: ["org log --last 20 --follow"],
    run: async (_args, given, context) =>
      (await import("./log.ts")).log(given as unknown as Which & { follow?: boolean; last?: string }, context),
  },
];
