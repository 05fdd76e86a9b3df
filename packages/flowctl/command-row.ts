import type { Context } from "./context.ts";

/** What a command line gave for the options of a command: texts, lists of texts, or true for a flag. */
export type Given = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** One command: what is parsed, what help says, and what runs. Code of a command is loaded when it runs. */
export interface CommandRow {
  /** Name and arguments: `diff <before> <after>`. A name with a blank in it is a command of a group. */
  readonly usage: string;
  readonly description: string;
  /** Flags and what they mean; with the default, where there is one. */
  readonly options?: readonly (readonly [flags: string, description: string, preset?: string])[];
  readonly examples?: readonly string[];
  /** What its exit code says, where that is not the usual. */
  readonly exit?: string;
  run(args: readonly (string | readonly string[])[], given: Given, context: Context): Promise<number>;
}
