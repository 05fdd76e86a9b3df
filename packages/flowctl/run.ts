import { DiagnosticError } from "@genesys-flows/architect";
import { Command, CommanderError } from "commander";
import { type CommandRow, commands, groups } from "./commands.ts";
import { type Context, contextOf, UsageError, type Writers } from "./context.ts";
import { findingText } from "./formats/findings.ts";

/**
 * Runs one command line.
 * @returns the exit code: 0 for success, 1 when flows have mistakes (or differ), 2 for wrong use
 */
export async function run(args: readonly string[], writers: Writers): Promise<number> {
  const context = contextOf(writers);
  let code = 0;
  const program = programOf(context, (made) => {
    code = made;
  });
  try {
    await program.parseAsync(unknownFirst(args), { from: "user" });
    return code;
  } catch (error) {
    return failed(error, context);
  }
}

/** The command line without its request for help when the command does not exist, so that it is refused as an unknown command. */
function unknownFirst(args: readonly string[]): readonly string[] {
  const [name, inner] = args.filter((arg) => !arg.startsWith("-"));
  if (name === undefined) return args;
  const known = commands.map(({ usage }) => usage.split(/ (?=[a-z])/));
  const isHelp = name === "help";
  const [first, second] = isHelp ? [inner, undefined] : [name, inner];
  const isKnown =
    first === undefined ||
    (isGroup(first)
      ? second === undefined || known.some(([group, usage]) => group === first && wordOf(usage) === second)
      : known.some(([usage]) => wordOf(usage) === first));
  if (isKnown) return args;
  return args.filter((arg) => arg !== "--help" && arg !== "-h" && !(isHelp && arg === "help"));
}

function isGroup(name: string): boolean {
  return Object.hasOwn(groups, name);
}

function wordOf(usage: string | undefined): string | undefined {
  return usage?.split(" ")[0];
}

function programOf(context: Context, ended: (code: number) => void): Command {
  const program = new Command("flowctl")
    .description("Checks, compares, draws and translates flows, and serves the embedded organisation.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.out(text), writeErr: (text) => context.err(text) })
    .addHelpText(
      "after",
      "\nFlow files are definitions or exports from Architect. Exit codes: 0 success, 1 findings, 2 wrong use.",
    );
  const parents = new Map(
    Object.entries(groups).map(([name, description]) => [name, program.command(name).description(description)]),
  );
  for (const row of commands) {
    const [first = "", rest] = row.usage.split(/ (?=[a-z])/);
    const parent = rest === undefined ? program : (parents.get(first) ?? program);
    add(parent, rest ?? first, row, { context, ended });
  }
  return program;
}

function add(
  parent: Command,
  usage: string,
  row: CommandRow,
  { context, ended }: { context: Context; ended: (code: number) => void },
): void {
  const command = parent.command(usage).description(row.description);
  for (const [flags, description, preset] of row.options ?? []) command.option(flags, description, preset);
  const after = [
    ...(row.exit ? ["", `Exit codes: ${row.exit}`] : []),
    ...(row.examples ? ["", "Examples:", ...row.examples.map((line) => `  npm run flowctl -- ${line}`)] : []),
  ];
  command.addHelpText("after", after.join("\n"));
  command.action(async (...given: unknown[]) => {
    const args = command.registeredArguments.map((argument, index) => [argument.name(), given[index]] as const);
    const run = await row.load();
    ended(await run({ ...command.opts<object>(), ...Object.fromEntries(args) } as never, context));
  });
}

function failed(error: unknown, context: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  // By its name: most commands need not load the embedded organisation, which takes time.
  const unusableFile = error instanceof Error && error.name === "OrganisationFileError";
  if (error instanceof UsageError || unusableFile) {
    context.err(`${error.message}\n`);
    return 2;
  }
  if (error instanceof DiagnosticError) {
    context.exact.err(`${error.diagnostics.map((finding) => findingText(finding, context)).join("\n\n")}\n`);
    return 1;
  }
  throw error;
}
