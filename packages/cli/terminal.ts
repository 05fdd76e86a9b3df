/** The width of the window, where the standard output is a terminal, and whether that shows colours. */
export function terminal(): { readonly columns?: number; readonly colour: boolean } {
  const { isTTY, columns } = process.stdout;
  // A terminal that does not know its width says 0.
  return { ...(isTTY && columns > 0 && { columns }), colour: showsColours(process.stdout) };
}

/** Whether a stream is a terminal with colours that its user wants. */
export function showsColours(stream: NodeJS.WriteStream): boolean {
  return stream.hasColors?.() === true && !process.env["NO_COLOR"];
}

export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks a question that everything but `yes` answers with no. @param o.details what the answer `details` shows */
export async function confirm(text: string, o: { details(): string }): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D answer no.
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

/** Calls `then` at the first of these signals, in place of their usual effect. @returns restores the effect, as the first signal does */
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

/** Resolves when the process is interrupted, by Ctrl-C or a signal; `ignore` restores the usual effect of the signals. */
export function interrupted(): { readonly signal: Promise<void>; ignore(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { signal: promise, ignore: onSignal(["SIGINT", "SIGTERM"], resolve) };
}
