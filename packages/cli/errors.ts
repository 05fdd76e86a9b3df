/** A mistake or circumstance that the user can act on: printed without a stack trace. */
export class CommandError extends Error {
  override name = "CommandError";
  /** Exit code of the command. */
  readonly exitCode: number;

  constructor(message: string, { exitCode = 1, cause }: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** Wrong use of the command line. */
export class UsageError extends CommandError {
  override name = "UsageError";
  override readonly exitCode = 2;
}

/** The refusal of a format that a command does not have. */
export function unknownFormat(format: string | undefined, known: Iterable<string>): UsageError {
  return new UsageError(`Unknown format '${format}'. The formats are: ${[...known].join(", ")}.`);
}
