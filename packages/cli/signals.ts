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
