/** Resolves when the process is told to end by Ctrl-C or a signal; `forget` gives the signals their usual effect back. */
export function untilTold(): { readonly told: Promise<void>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const forget = (): void => {
    process.off("SIGINT", tell);
    process.off("SIGTERM", tell);
  };
  const tell = (): void => {
    forget();
    resolve();
  };
  process.on("SIGINT", tell);
  process.on("SIGTERM", tell);
  return { told: promise, forget };
}
