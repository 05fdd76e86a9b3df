/** Resolves when the process is interrupted, by Ctrl-C or a signal; `ignore` restores the usual effect of the signals. */
export function interrupted(): { readonly signal: Promise<void>; ignore(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ignore = (): void => {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  };
  const end = (): void => {
    ignore();
    resolve();
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  return { signal: promise, ignore };
}
