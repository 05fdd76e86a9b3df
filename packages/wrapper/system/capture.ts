import { spawn } from "node:child_process";
import { withoutPassword } from "./hidden-password.mjs";

export interface Captured {
  /** Exit code. 1 if a signal terminated the command, 127 if the command could not be started. */
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command without a terminal and waits until it ends. Removes the backend's password from stderr. Never rejects.
 */
export function capture(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; onStderrLine?: (line: string) => void } = {},
): Promise<Captured> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) options.onStderrLine?.(line);
    });
    child.once("error", (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.once("close", (code) => {
      const backend = (options.env ?? process.env)["PULUMI_BACKEND_URL"];
      resolve({ code: code ?? 1, stdout, stderr: withoutPassword(stderr, backend) });
    });
  });
}
