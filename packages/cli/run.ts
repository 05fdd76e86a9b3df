import type { CommanderError, Command as Parser } from "commander";
import { CommandError } from "./errors.ts";
import {
  type Command,
  type Context,
  commandName,
  contextOf,
  exampleLine,
  exitCodes,
  type Output,
  type Program,
} from "./program.ts";
import { showsColours } from "./terminal.ts";

/**
 * Runs a command line with this process's streams and working directory.
 * @param more the properties that this program adds to the context
 * @returns the exit code
 */
export function runProcess<C extends Context>(
  program: Program<C>,
  args: readonly string[],
  more: Omit<C, keyof Context>,
): Promise<number> {
  return runCommands(program, args, {
    root: process.cwd(),
    colour: showsColours(process.stderr) && showsColours(process.stdout),
    ...more,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  } as Omit<C, "exact">);
}

/**
 * Runs one command line.
 * @param given the context; its `out` and `err` print text unchanged
 * @returns the exit code: 0 for success, 2 for a usage error, otherwise the command's own code
 * @throws an unexpected error, which is a defect
 */
export async function runCommands<C extends Context>(
  program: Program<C>,
  args: readonly string[],
  given: Omit<C, "exact">,
): Promise<number> {
  const context = contextOf(given as Output) as C;
  const [name, ...rest] = args;
  const raw = program.commands.find((row) => row.raw && commandName(row) === name);
  try {
    if (!raw) return await parsed(program, args, context);
    const run = await raw.load();
    return await run({ args: rest } as never, context);
  } catch (error) {
    // Compares the name, because commander is imported only to parse a command line.
    if (error instanceof Error && error.name === "CommanderError")
      return (error as CommanderError).exitCode === 0 ? 0 : 2;
    const own = program.failed?.(error, context);
    if (own !== undefined) return own;
    if (!(error instanceof CommandError)) throw error;
    context.err(`${error.message}\n`);
    return error.exitCode;
  }
}

async function parsed<C extends Context>(program: Program<C>, args: readonly string[], context: C): Promise<number> {
  const { Command: CommandParser } = await import("commander");
  let code = 0;
  const parser = new CommandParser(program.name);
  addCommands(parser, program, context, (made) => {
    code = made;
  });
  await parser.parseAsync(unknownFirst(args, parser), { from: "user" });
  return code;
}

/** Drops `help` and `--help` if the command does not exist, so that commander refuses the unknown command. */
function unknownFirst(args: readonly string[], parser: Parser): readonly string[] {
  const start = args[0] === "help" ? 1 : 0;
  let at: Parser | undefined = parser;
  for (const name of args.slice(start).filter((arg) => !arg.startsWith("-"))) {
    if (at.commands.length === 0) break; // the remaining words are arguments
    at = at.commands.find((command) => command.name() === name);
    if (!at) return args.slice(start).filter((arg) => arg !== "--help" && arg !== "-h");
  }
  return args;
}

function addCommands<C extends Context>(
  parser: Parser,
  program: Program<C>,
  context: C,
  ended: (code: number) => void,
): void {
  parser
    .description(program.description)
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.out(text), writeErr: (text) => context.err(text) })
    .addHelpText("after", `\n${program.notes}`);
  const groups = new Map(
    Object.entries(program.groups ?? {}).map(([name, description]) => [
      name,
      parser.command(name).description(description),
    ]),
  );
  for (const row of program.commands) {
    const name = commandName(row);
    const group = groups.get(name);
    const command = (group ?? parser).command(group ? row.usage.slice(name.length + 1) : row.usage);
    addHelp(command, row, program.start ?? `npm run ${program.name} --`);
    command.action(async (...given: unknown[]) => {
      const args = command.registeredArguments.map((argument, index) => [argument.name(), given[index]] as const);
      const run = await row.load();
      ended(await run({ ...command.opts<object>(), ...Object.fromEntries(args) } as never, context));
    });
  }
}

function addHelp<C extends Context>(command: Parser, row: Command<C>, start: string): void {
  command.description(row.description);
  for (const [flags, description, preset] of row.options ?? []) command.option(flags, description, preset);
  const after = [
    ...(row.variables ? ["", `Reads from the environment: ${row.variables}`] : []),
    ...["", "Exit codes:", ...exitCodes(row.exits).map(([code, meaning]) => `  ${code.padEnd(2)} ${meaning}`)],
    ...(row.examples ? ["", "Examples:", ...row.examples.map((line) => `  ${exampleLine(line, start)}`)] : []),
    ...(row.guide ? ["", `Guide: docs/${row.guide}`] : []),
  ];
  command.addHelpText("after", after.join("\n"));
}
