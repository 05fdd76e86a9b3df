/** An error that the user can act on: printed without a stack trace. */
export class CommandError extends Error {
  override name = "CommandError";
  /** Exit status of a command that ends with this error. */
  readonly exitCode: number;

  constructor(message: string, { exitCode = 1, cause }: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

export class UsageError extends CommandError {
  override name = "UsageError";
  override readonly exitCode = 2;
}

export function unknownFormat(format: string | undefined, known: Iterable<string>): UsageError {
  return new UsageError(`Unknown format '${format}'. The formats are: ${[...known].join(", ")}.`);
}
