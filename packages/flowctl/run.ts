import { DiagnosticError } from "@genesys-flows/architect";
import { Command, CommanderError } from "commander";
import { baseline } from "./commands/baseline.ts";
import { check } from "./commands/check.ts";
import { seed, serve } from "./commands/org.ts";
import { type Context, UsageError } from "./context.ts";

/**
 * Runs one command line.
 * @returns the exit code: 0 when all is well, 1 when flows have mistakes, 2 for wrong use
 */
export async function run(args: readonly string[], context: Context): Promise<number> {
  let code = 0;
  const program = new Command("flowctl")
    .description("Checks flows, and serves the embedded organisation.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.out(text), writeErr: (text) => context.err(text) });
  const command = (parent: Command, usage: string, description: string): Command =>
    parent
      .command(usage)
      .description(description)
      .option("--stack <name>", "whose values and organisation count", "dev");

  command(program, "check [paths...]", "check the flows; with paths, show what is wrong in those alone").action(
    async (paths: string[], o: { stack: string }) => {
      code = await check({ ...o, paths }, context);
    },
  );
  command(program, "baseline", "list today's policy violations in exports in policies/baseline.json").action(
    async (o: { stack: string }) => {
      code = await baseline(o, context);
    },
  );
  const org = program.command("org").description("the embedded organisation of a stack");
  command(org, "serve", "serve it until Ctrl-C")
    .option("--port <port>", "port on the loopback interface", "8090")
    .action(async (o: { stack: string; port: string }) => {
      code = await serve(o, context);
    });
  command(org, "seed", "add what local/organisation.yaml names and it lacks").action(async (o: { stack: string }) => {
    code = await seed(o, context);
  });

  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return failed(error, context);
  }
}

function failed(error: unknown, context: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    context.err(`${error.message}\n`);
    return 2;
  }
  if (error instanceof DiagnosticError) {
    context.err(`${error.message}\n`);
    return 1;
  }
  throw error;
}
