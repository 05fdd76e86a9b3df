import type { ClientPace } from "./github/client.ts";

/** One command of the pipeline: its arguments, its help and the function that runs it. */
export interface Command {
  /** Name and arguments: `comment`, `apply <plan>`. */
  readonly usage: string;
  readonly description: string;
  /** Flags, their descriptions and their defaults. */
  readonly options?: readonly (readonly [flags: string, description: string, preset?: string])[];
  readonly examples?: readonly string[];
  /** What it reads from the environment. */
  readonly variables?: string;
  /** The meaning of its exit codes, where that differs from the usual one. */
  readonly exit?: string;
  /**
   * Loads the command when it runs. It gets its arguments and options by name: strings, or true for a flag.
   * @returns the function that runs it and returns the exit code
   */
  load(): Promise<(given: Readonly<Record<string, unknown>>, context: PipelineContext) => Promise<number>>;
}

/** Where a command works, what it reads from the environment, and where it prints. */
export interface PipelineContext {
  /** Folder that paths start from. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints to the standard output, with control characters and commands to a CI escaped. */
  out(text: string): void;
  /** Prints to the standard error, escaped likewise. */
  err(text: string): void;
  /** Writes to the standard output unchanged: for output that programs read. */
  readonly exact: { out(text: string): void };
  /** The pace of requests; as GitHub asks for it when absent. */
  readonly pace?: ClientPace;
}
