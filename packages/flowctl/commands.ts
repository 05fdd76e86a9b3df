import type { CommandRow } from "./command-row.ts";
import { organisationCommands } from "./commands/org/rows.ts";

const STACK = ["--stack <name>", "whose values and organisation count", "dev"] as const;
const SET = ["--set <name=value...>", "values and substitutions that go before those of the stack"] as const;
const OUT = ["--out <file>", "write to a file instead of the standard output"] as const;

const FORCE = ["--force", "with --out: overwrite the file that is read"] as const;

/** Groups of commands. */
export const groups: Readonly<Record<string, string>> = { org: "the embedded organisation of a stack" };

/** The commands in the order of the help. Flow files are definitions or exports from Architect, everywhere. */
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
    run: async ([paths], given, context) =>
      (await import("./commands/check.ts")).check(
        { ...(given as { stack: string }), paths: paths as string[] },
        context,
      ),
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
    run: async ([before, after], given, context) =>
      (await import("./commands/diff.ts")).diff(
        { ...(given as { stack: string }), before: before as string, after: after as string },
        context,
      ),
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
    run: async ([file], given, context) =>
      (await import("./commands/diagram.ts")).diagram(
        { ...(given as { stack: string }), file: file as string },
        context,
      ),
  },
  {
    usage: "lift <export>",
    description: "turn an export from Architect into a definition",
    options: [STACK, SET, OUT, FORCE],
    examples: ["lift Sales_v3-0.yaml --out flows/inbound/sales.yaml"],
    exit: "0 done, 1 the export has mistakes or says what a definition cannot, 2 wrong use",
    run: async ([file], given, context) =>
      (await import("./commands/lift.ts")).lift({ ...(given as { stack: string }), file: file as string }, context),
  },
  {
    usage: "compile <file>",
    description: "print the Archy document that is published for a flow",
    options: [STACK, SET, OUT, FORCE],
    examples: ["compile flows/inbound/sales.yaml --out sales.archy.yaml"],
    run: async ([file], given, context) =>
      (await import("./commands/compile.ts")).compile(
        { ...(given as { stack: string }), file: file as string },
        context,
      ),
  },
  {
    usage: "adopt [key] [id]",
    description: "take flows of the organisation into the project: the next update manages them as they are",
    options: [STACK, ["--prefix <prefix>", "every flow whose name begins so"]],
    examples: ["adopt sales 1f2e3d4c-0000-4000-8000-000000000000 --stack prod", 'adopt --prefix "Desk " --stack prod'],
    exit: "0 adopted, 1 not possible, 2 wrong use",
    run: async ([key, id], given, context) =>
      (await import("./commands/adopt.ts")).adopt(
        { ...(given as { stack: string; prefix?: string }), key: key as string, id: id as string },
        context,
      ),
  },
  {
    usage: "delete <id>",
    description: "delete a flow that an interrupted run of the stack left behind, which a refresh reports",
    options: [STACK],
    examples: ["delete 1f2e3d4c-0000-4000-8000-000000000000 --stack prod"],
    exit: "0 deleted, 1 refused, 2 wrong use",
    run: async ([id], given, context) =>
      (await import("./commands/delete.ts")).deleteFlow({ ...(given as { stack: string }), id: id as string }, context),
  },
  {
    usage: "baseline",
    description: "list today's policy violations in exports in policies/baseline.json",
    options: [STACK],
    run: async (_args, given, context) =>
      (await import("./commands/baseline.ts")).baseline(given as { stack: string }, context),
  },
  ...organisationCommands,
];
