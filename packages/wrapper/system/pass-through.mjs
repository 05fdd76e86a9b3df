import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { hasPassword, PasswordFilter } from "./hidden-password.mjs";

/** If a reader such as `| head` closes the pipe, the command continues and its remaining output is discarded. */
export function ignoreClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
    });
  }
}

/**
 * Whether a stream of this process is a pipe. Its reader may close the pipe, and the system ends most programs that
 * write to a closed pipe. A child that writes to the pipe could therefore end in the middle of an update.
 * @param {number} descriptor
 */
function isPipe(descriptor) {
  try {
    const found = fstatSync(descriptor);
    return found.isFIFO() || found.isSocket();
  } catch {
    return false; // the descriptor is closed
  }
}

/**
 * How a child process ended.
 * @typedef {{code: number, signal: NodeJS.Signals | null}} Ending
 */

/**
 * Runs a command on this process's own terminal. Forwards SIGTERM and SIGHUP. Without a terminal, also forwards SIGINT,
 * which a terminal sends to the child itself (for Pulumi, a second SIGINT means "stop immediately"). Calls `onStart`
 * with the child's process id. If `onOutput` is given, it receives the output instead of the terminal, in the order of
 * arrival. If `signal` aborts, the child receives SIGINT. If this process prints to a pipe, it relays the child's
 * output, so that a reader that closes the pipe does not end the child. The relay removes the backend's password.
 * Errors are always relayed if the backend's URL has a password.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, stdout?: "inherit" | NodeJS.WriteStream, stdin?: "inherit" |
 * "ignore", signal?: AbortSignal, onStart?: (pid: number) => void, onOutput?: (text: string) => void}} [options]
 * @returns {Promise<Ending>} rejects when the command cannot be started
 */
export function passThrough(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY;
    /** @type {Record<string, () => void>} */
    const handlers = {
      SIGINT: () => void (onTerminal || child.kill("SIGINT")),
      SIGTERM: () => void child.kill("SIGTERM"),
      SIGHUP: () => void child.kill("SIGHUP"),
    };
    // Add the handlers before the child starts. Otherwise, a signal in between would end this process and leave the
    // child running.
    for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
    const interrupt = () => void child.kill("SIGINT");
    options.signal?.addEventListener("abort", interrupt);
    const release = () => {
      options.signal?.removeEventListener("abort", interrupt);
      for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
    };
    const backend = (options.env ?? process.env)["PULUMI_BACKEND_URL"];
    const handsOver = options.onOutput !== undefined || (options.stdout === undefined && isPipe(1));
    const handsOverErrors = options.onOutput !== undefined || isPipe(2) || hasPassword(backend);
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [
        options.stdin ?? "inherit",
        handsOver ? "pipe" : (options.stdout ?? "inherit"),
        handsOverErrors ? "pipe" : "inherit",
      ],
    });
    for (const [from, to] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      const filter = new PasswordFilter(backend, options.onOutput ?? ((text) => void to.write(text)));
      from?.setEncoding("utf8");
      from?.on("data", (/** @type {string} */ text) => filter.write(text));
      from?.once("end", () => filter.end());
    }
    if (child.pid !== undefined) options.onStart?.(child.pid);
    child.once("error", (error) => {
      release();
      reject(error);
    });
    // A stream may still have output after the process has ended.
    child.once(handsOver || handsOverErrors ? "close" : "exit", (code, signal) => {
      release();
      resolve({ code: code ?? 1, signal });
    });
  });
}

/**
 * Whether a child ended on its own and succeeded.
 * @param {Ending} ending
 */
export function succeeded({ code, signal }) {
  return code === 0 && signal === null;
}

/**
 * Ends this process in the same way as the child: with the same exit code, or by the same signal.
 * @param {Ending} ending
 * @returns {number} the exit code
 */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  return code;
}
