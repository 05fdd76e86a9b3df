import { printable } from "@genesys-flows/architect";
import { CommanderError, Command as Program } from "commander";
import type { Command, PipelineContext } from "./command.ts";
import { GithubError } from "./github/failure.ts";
import { InputError } from "./inputs.ts";

/** Where a command line works, and where its texts go. */
export interface Writers extends Pick<PipelineContext, "root" | "env" | "pace"> {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs one command line over a table of commands.
 * @returns the exit code: 0 for success, 1 for what could not be done, 2 for wrong use
 * @throws what no command expects: a defect
 */
export async function run(table: readonly Command[], args: readonly string[], writers: Writers): Promise<number> {
  const context = contextOf(writers);
  let code = 0;
  const program = programOf(table, context, (made) => {
    code = made;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError || error instanceof GithubError)) throw error;
    context.err(`${error.message}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

function contextOf({ root, env, pace, out, err }: Writers): PipelineContext {
  return {
    root,
    env,
    ...(pace && { pace }),
    out: (text) => out(printable(text)),
    err: (text) => err(printable(text)),
    exact: { out },
  };
}

function programOf(table: readonly Command[], context: PipelineContext, ended: (code: number) => void): Program {
  const program = new Program("pipeline")
    .description("The steps of a pipeline: what a workflow runs between a pull request and production.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.out(text), writeErr: (text) => context.err(text) })
    .addHelpText("after", "\nExit codes: 0 success, 1 not done, 2 wrong use.");
  for (const row of table) add(program, row, { context, ended });
  return program;
}

function add(
  program: Program,
  row: Command,
  { context, ended }: { readonly context: PipelineContext; readonly ended: (code: number) => void },
): void {
  const command = program.command(row.usage).description(row.description);
  for (const [flags, description, preset] of row.options ?? []) command.option(flags, description, preset);
  const after = [
    ...(row.variables ? ["", `Reads from the environment: ${row.variables}`] : []),
    ...(row.exit ? ["", `Exit codes: ${row.exit}`] : []),
    ...(row.examples ? ["", "Examples:", ...row.examples.map((line) => `  npm run pipeline -- ${line}`)] : []),
  ];
  command.addHelpText("after", after.join("\n"));
  command.action(async (...given: unknown[]) => {
    const names = command.registeredArguments.map((argument, index) => [argument.name(), given[index]] as const);
    const start = await row.load();
    ended(await start({ ...command.opts(), ...Object.fromEntries(names) }, context));
  });
}
