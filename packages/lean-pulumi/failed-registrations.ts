/** What the SDK says of a resource that the engine could not create or update, or that it skipped. */
const FAILED = /resource (\S+) \[([^\]]*)\] failed to register$/;

/** How the SDK's runner tells errors that it reports without a stack trace (`pulumi.RunError`). */
interface Reported extends Error {
  __pulumiRunError?: true;
}

/**
 * With `--continue-on-error`, the outputs of a resource that failed reject, and with them every resource that depends on it. The runner
 * would report that as a defect of the program, with a stack trace. It gets one sentence instead for each resource that failed; the program fails
 * all the same, so the engine deletes nothing.
 */
export function nameFailedRegistrations(): void {
  // Before the runner's own listener, which reports the error.
  process.prependListener("unhandledRejection", (error: unknown) => {
    if (!(error instanceof Error)) return;
    const said = dependentsOf(error.message);
    if (said === undefined) return;
    error.message = said;
    (error as Reported).__pulumiRunError = true;
  });
}

/** The sentence for a message of the SDK; undefined for another error. */
export function dependentsOf(message: string): string | undefined {
  const [, name, type = ""] = FAILED.exec(message) ?? [];
  if (name === undefined) return undefined;
  return `${type.split(":").at(-1)} '${name}' failed, so everything that depends on it stays as it was, and nothing is deleted.`;
}
