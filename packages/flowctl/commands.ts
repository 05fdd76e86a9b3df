import type { Context } from "./context.ts";

/** One command: what is parsed, what help says, and what runs. */
export interface CommandRow {
  /** Name and arguments: `diff <before> <after>`. A name with a blank in it is a command of a group. */
  readonly usage: string;
  readonly description: string;
  /** Flags and what they mean; with the default, where there is one. */
  readonly options?: readonly (readonly [flags: string, description: string, preset?: string])[];
  readonly examples?: readonly string[];
  /** What its exit code says, where that is not the usual. */
  readonly exit?: string;
  /**
   * Loads the command when it runs. It gets its arguments and options by their names: texts, lists of texts, or true for a
   * flag.
   * @returns what runs it and gives the exit code
   */
  load(): Promise<(given: never, context: Context) => Promise<number>>;
}

const STACK = ["--stack <name>", "whose values and organisation count", "dev"] as const;
const SET = ["--set <name=value...>", "values and substitutions that go before those of the stack"] as const;
const OUT = ["--out <file>", "write to a file instead of the standard output"] as const;

const FORCE = ["--force", "with --out: overwrite the file that is read"] as const;

/** Options of every command about the embedded organisation. */
const WHICH = [
  ["--stack <name>", "whose organisation", "dev"],
  ["--file <path>", "the organisation's file, instead of a stack's"],
] as const;

/** Groups of commands. */
export const groups: Readonly<Record<string, string>> = { org: "the embedded organisation of a stack" };

/**
 * The commands in the order of the help. Flow files are definitions or exports from Architect, everywhere; those about the
 * embedded organisation work while it is in use.
 */
export const commands: readonly CommandRow[] = [
  {
    usage: "check [paths...]",
    description: "check flows: those of the project, or the files and folders that are named",
    options: [
      STACK,
      ["--format <format>", "text, json, sarif or github", "text"],
      ["--strict", "warnings count too"],
      ["--notes", "show notes too"],
    ],
    examples: ["check", "check flows/inbound/sales.yaml", "check exports/ --format sarif > findings.sarif"],
    exit: "0 no mistakes, 1 mistakes (with --strict: or warnings), 2 wrong use",
    load: async () => (await import("./commands/check.ts")).check,
  },
  {
    usage: "diff <before> <after>",
    description: "say what changed from one flow to another, and for a module what that means for its callers",
    options: [STACK, ["--format <format>", "text, json or mermaid", "text"], SET],
    examples: [
      "diff Sales_v3-0.yaml Sales_v4-0.yaml",
      "diff old.yaml flows/modules/pin-authentication.yaml --format json",
    ],
    exit: "0 no difference, 1 differences, 2 wrong use",
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  {
    usage: "diagram <file>",
    description: "draw a flow as Mermaid; what is too large for GitHub is folded",
    options: [
      STACK,
      ["--against <file>", "an earlier version: draw what changed since"],
      ["--from <node>", "draw what is reached from a node"],
      SET,
      OUT,
      FORCE,
    ],
    examples: ["diagram flows/inbound/sales.yaml", "diagram Sales_v4-0.yaml --against Sales_v3-0.yaml"],
    load: async () => (await import("./commands/diagram.ts")).diagram,
  },
  {
    usage: "lift <export>",
    description: "turn an export from Architect into a definition",
    options: [STACK, SET, OUT, FORCE],
    examples: ["lift Sales_v3-0.yaml --out flows/inbound/sales.yaml"],
    exit: "0 done, 1 the export has mistakes or says what a definition cannot, 2 wrong use",
    load: async () => (await import("./commands/lift.ts")).lift,
  },
  {
    usage: "compile <file>",
    description: "print the Archy document that is published for a flow",
    options: [STACK, SET, OUT, FORCE],
    examples: ["compile flows/inbound/sales.yaml --out sales.archy.yaml"],
    load: async () => (await import("./commands/compile.ts")).compile,
  },
  {
    usage: "adopt [key] [id]",
    description: "take flows of the organisation into the project: the next update manages them as they are",
    options: [STACK, ["--prefix <prefix>", "every flow whose name begins so"]],
    examples: ["adopt sales 1f2e3d4c-0000-4000-8000-000000000000 --stack prod", 'adopt --prefix "Desk " --stack prod'],
    exit: "0 adopted, 1 not possible, 2 wrong use",
    load: async () => (await import("./commands/adopt/adopt.ts")).adopt,
  },
  {
    usage: "delete <id>",
    description: "delete a flow that an interrupted run of the stack left behind, which a refresh reports",
    options: [STACK],
    examples: ["delete 1f2e3d4c-0000-4000-8000-000000000000 --stack prod"],
    exit: "0 deleted, 1 refused, 2 wrong use",
    load: async () => (await import("./commands/delete.ts")).deleteFlow,
  },
  {
    usage: "baseline",
    description: "list today's policy violations in exports in policies/baseline.json",
    options: [STACK],
    load: async () => (await import("./commands/baseline.ts")).baseline,
  },
  {
    usage: "org serve",
    description: "serve it and its page until Ctrl-C; prints the address",
    options: [...WHICH, ["--port <port>", "port on the loopback interface, 0 for a free one", "8090"]],
    load: async () => (await import("./commands/org/serve.ts")).serve,
  },
  {
    usage: "org status",
    description: "say what it holds: flows, stale callers, locks, requests",
    options: [...WHICH],
    load: async () => (await import("./commands/org/status.ts")).status,
  },
  {
    usage: "org seed",
    description: "add what local/organisation.yaml names and it lacks",
    options: [...WHICH],
    load: async () => (await import("./commands/org/seed.ts")).seed,
  },
  {
    usage: "org reset",
    description: "make it what local/organisation.yaml says and nothing else; keeps a snapshot of what was",
    options: [...WHICH],
    load: async () => (await import("./commands/org/seed.ts")).reset,
  },
  {
    usage: "org snapshot [to]",
    description: "copy it to a file; prints the file's path",
    options: [...WHICH],
    examples: ["org snapshot", "org snapshot before-migration.sqlite --stack dev"],
    load: async () => (await import("./commands/org/copies.ts")).snapshot,
  },
  {
    usage: "org restore <from>",
    description: "put a snapshot in its place; keeps a snapshot of what was",
    options: [...WHICH],
    load: async () => (await import("./commands/org/copies.ts")).restore,
  },
  {
    usage: "org export [to]",
    description: "write all flows' published versions as YAML into a folder; prints the files' paths",
    options: [...WHICH],
    load: async () => (await import("./commands/org/exports.ts")).exportFlows,
  },
  {
    usage: "org log",
    description: "list its requests: time, method, status, milliseconds, path",
    options: [...WHICH, ["--last <n>", "only the last so many"], ["--follow", "go on with what comes, until Ctrl-C"]],
    examples: ["org log --last 20 --follow"],
    load: async () => (await import("./commands/org/log.ts")).log,
  },
];
