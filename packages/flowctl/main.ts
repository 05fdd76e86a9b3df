import { runProcess } from "@genesys-flows/cli";
import { program } from "./cli.ts";

process.exitCode = await runProcess(program, process.argv.slice(2), {});
