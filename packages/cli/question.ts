import { createInterface } from "node:readline/promises";

export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks a question that everything but `yes` answers with no. @param o.details what the answer `details` shows */
export async function confirm(text: string, o: { details(): string }): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D answer no.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("no")));
  try {
    for (;;) {
      const question = terminal.question(`\n${text} (yes, no, details) `);
      const answer = (await Promise.race([question, closed])).trim().toLowerCase();
      if (answer === "yes" || answer === "y") return true;
      if (answer === "no" || answer === "n" || answer === "") return false;
      if (answer === "details" || answer === "d") process.stdout.write(`${o.details()}\n`);
    }
  } finally {
    terminal.close();
  }
}
