import { createInterface } from "node:readline/promises";

/** Whether somebody can answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks whether to update. `details` shows the engine's own text; everything but `yes` means no.
 * @param o.details what `details` shows
 */
export async function confirm(stack: string, o: { details(): string }): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D answer no.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("no")));
  try {
    for (;;) {
      const question = terminal.question(`\nUpdate ${stack}? (yes, no, details) `);
      const answer = (await Promise.race([question, closed])).trim().toLowerCase();
      if (answer === "yes" || answer === "y") return true;
      if (answer === "no" || answer === "n" || answer === "") return false;
      if (answer === "details" || answer === "d") process.stdout.write(`${o.details()}\n`);
    }
  } finally {
    terminal.close();
  }
}
