import { fstatSync } from "node:fs";

/**
 * A reader that closes the pipe, such as `| head`, ends neither a command nor what it has begun: it runs to its end, and what it still
 * prints is dropped. Its exit code stays its own.
 */
export function ignoreClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
    });
  }
}

/**
 * Whether a stream of this process is a pipe, whose reader may close it. A child that writes to it itself could end in the middle of
 * an update: the system ends most programs that write to a closed pipe.
 * @param {number} descriptor
 */
export function isPipe(descriptor) {
  try {
    const found = fstatSync(descriptor);
    return found.isFIFO() || found.isSocket();
  } catch {
    return false; // it is closed
  }
}
