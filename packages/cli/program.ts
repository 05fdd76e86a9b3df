import type { Readable } from "node:stream";
import { printable } from "@genesys-flows/architect/printable";

/** The meanings of a command's exit codes. */
export interface Exits {
  readonly 0: string;
  readonly 1?: string;
  /** The meaning of exit code 2, other than a usage error. */
  readonly 2?: string;
  /** Exit codes of a program that the command runs. */
  readonly other?: string;
}

/** Each exit code with its meaning; every command exits with 2 on a usage error. */
export function exitCodes(exits: Exits): readonly (readonly [code: string, meaning: string])[] {
  const { 0: done, 1: failed, 2: more, other } = exits;
  return [
    ["0", done],
    ...(failed === undefined ? [] : [["1", failed] as const]),
    ["2", more === undefined ? "usage error" : `usage error, or ${more}`],
    ...(other === undefined ? [] : [["other", other] as const]),
  ];
}

export interface Command<C extends Context = Context> {
  /** Name and arguments: `diff <before> <after>`. A name with a space belongs to a group. */
  readonly usage: string;
  readonly description: string;
  /** Whether the command receives its arguments and options unparsed. */
  readonly raw?: true;
  /** Flags, their descriptions and their defaults. */
  readonly options?: readonly (readonly [flags: string, description: string, preset?: string])[];
  readonly examples?: readonly string[];
  /** The environment variables that the command reads. */
  readonly variables?: string;
  readonly exits: Exits;
  /** The command's guide: a page in docs/, with an anchor. */
  readonly guide?: string;
  /**
   * Loads the command when it runs.
   * @returns a function that runs the command and returns the exit code. `given` contains the arguments and options by
   * name: strings, lists of strings, or true for a flag
   */
  load(): Promise<(given: never, context: C) => Promise<number>>;
}

export interface Arguments {
  readonly args: readonly string[];
}

export interface Program<C extends Context = Context> {
  readonly name: string;
  /** The start of the program's command lines; default: `npm run NAME --`. */
  readonly start?: string;
  readonly description: string;
  /** The last part of the help: the meaning of the exit codes. */
  readonly notes: string;
  /** Descriptions of the command groups, by name. */
  readonly groups?: Readonly<Record<string, string>>;
  /** The commands, in the order of the help. */
  readonly commands: readonly Command<C>[];
  /** Prints an expected error of the program. @returns the exit code; undefined for an unexpected error */
  failed?(error: unknown, context: C): number | undefined;
}

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The environment of a command: its folder, input and output. `out` and `err` escape control characters. */
export interface Context extends Output {
  /** Folder that paths are relative to. */
  readonly root: string;
  /** Whether to colour text for people; default: false. */
  readonly colour?: boolean;
  /** The standard input; default: the process's own. */
  readonly input?: Readable;
  /** Prints text unchanged: machine-readable output, and text that is already escaped and coloured. */
  readonly exact: Output;
}

/** A context whose `out` and `err` escape control characters; `exact` prints with the given functions. */
export function contextOf<G extends Output>({
  out,
  err,
  ...rest
}: G): Omit<G, keyof Output> & Pick<Context, "exact" | keyof Output> {
  return {
    ...rest,
    exact: { out, err },
    out: (text) => out(printable(text)),
    err: (text) => err(printable(text)),
  };
}

/** The first word of a command's usage: the command, or the group that it belongs to. */
export function commandName({ usage }: { readonly usage: string }): string {
  return usage.split(" ", 1)[0] ?? "";
}

/** An example as a whole command line. An example that pipes into a command is complete already. */
export function exampleLine(example: string, start: string): string {
  return example.includes("npm run") ? example : `${start} ${example}`;
}
