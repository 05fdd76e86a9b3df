import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { commandFile, onSignal } from "@genesys-flows/cli";
import { type EngineRun, readEngineRun } from "@genesys-flows/report";
import { UsageError } from "../../context.ts";

/** The file with the events of a stack's last preview in this checkout. */
export function previewEvents({ root, stack }: { readonly root: string; readonly stack: string }): string {
  return join(root, ".genesys", "events", `${stack}.preview.json`);
}

/** Reads the events of an engine command. @throws UsageError for a file that is not an event log */
export function engineRun(file: string): EngineRun {
  try {
    return readEngineRun(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read as an event log of the engine: ${(error as Error).message}`);
  }
}

/**
 * Previews a stack with the project's own command.
 * @returns the file with its events, even if the preview failed
 * @throws UsageError if the project has no such command, or the engine wrote no events
 */
export async function runPreview(of: Parameters<typeof previewEvents>[0]): Promise<string> {
  const { root, stack } = of;
  const script = commandFile(root);
  if (script === undefined) {
    throw new UsageError(
      "This project has no command `pulumi`, which --run uses: `npm ci` installs it. Or run `PULUMI_DEBUG_COMMANDS=true pulumi preview --event-log FILE`, then this command with --events FILE.",
    );
  }
  const file = previewEvents(of);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const { code, output } = await ran([script, "pulumi", "preview", "--stack", stack], root);
  if (existsSync(file)) return file;
  throw new UsageError(`The preview of the stack '${stack}' exited with ${code} before it began:\n${output.trim()}`);
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
