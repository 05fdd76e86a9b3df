/** Width of the terminal on standard output, and whether it shows colours. */
export function terminal(): { readonly columns?: number; readonly colour: boolean } {
  const { isTTY, columns } = process.stdout;
  // A terminal of unknown width reports 0.
  return { ...(isTTY && columns > 0 && { columns }), colour: showsColours(process.stdout) };
}

/** Whether a stream is a terminal with colours enabled. */
export function showsColours(stream: NodeJS.WriteStream): boolean {
  return stream.hasColors?.() === true && !process.env["NO_COLOR"];
}

export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks a question until the answer is yes or no. @param o.details text to show for the answer `details` */
export async function confirm(text: string, o: { details(): string }): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D mean no.
  const closed = new Promise<string>((resolve) => asked.once("close", () => resolve("no")));
  try {
    for (;;) {
      const question = asked.question(`\n${text} (yes, no, details) `);
      const answer = (await Promise.race([question, closed])).trim().toLowerCase();
      if (answer === "yes" || answer === "y") return true;
      if (answer === "no" || answer === "n" || answer === "") return false;
      if (answer === "details" || answer === "d") process.stdout.write(`${o.details()}\n`);
    }
  } finally {
    asked.close();
  }
}

/**
 * Calls `then` on the first of these signals instead of the default handling. The first signal also restores the
 * default handling.
 * @returns a function that restores the default handling
 */
export function onSignal(signals: readonly NodeJS.Signals[], then: () => void): () => void {
  const restore = (): void => {
    for (const signal of signals) process.off(signal, first);
  };
  const first = (): void => {
    restore();
    then();
  };
  for (const signal of signals) process.on(signal, first);
  return restore;
}

/** `signal` resolves when Ctrl-C or a signal interrupts the process. `ignore` restores the default handling. */
export function interrupted(): { readonly signal: Promise<void>; ignore(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { signal: promise, ignore: onSignal(["SIGINT", "SIGTERM"], resolve) };
}
