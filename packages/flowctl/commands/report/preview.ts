import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onSignal } from "@genesys-flows/cli";
import { UsageError } from "../../context.ts";

/**
 * Runs a preview of a stack with the project's own command.
 * @returns the file with its events, also of a preview that failed
 * @throws UsageError where the project has no such command, or the engine wrote no events
 */
export async function runPreview({ root, stack }: { readonly root: string; readonly stack: string }): Promise<string> {
  const script = join(root, "scripts", "run.mjs");
  if (!existsSync(script)) {
    throw new UsageError(
      "This project has no scripts/run.mjs, which --run uses. Run `PULUMI_DEBUG_COMMANDS=true pulumi preview --event-log FILE`, then this command with --events FILE.",
    );
  }
  const folder = join(root, ".genesys", "events");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${stack}.preview.json`);
  rmSync(file, { force: true });
  const { code, output } = await ran([script, "pulumi", "preview", "--stack", stack], root);
  if (existsSync(file)) return file;
  throw new UsageError(`The preview of the stack '${stack}' ended with ${code} before it began:\n${output.trim()}`);
}

function ran(args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const restore = onSignal(["SIGTERM", "SIGINT"], () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("close", (code) => {
      restore();
      resolve({ code: code ?? 1, output });
    });
  });
}
