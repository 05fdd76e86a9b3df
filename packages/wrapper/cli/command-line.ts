import committed from "./grammar.json" with { type: "json" };

export interface CommandLine {
  /** The command's main name: `up` for `update`, `stack remove` for `stack rm`. Empty if there is no command. */
  readonly command: string;
  /** Index of the command's last word in the arguments. Equals the number of arguments if there is no command. */
  readonly at: number;
  /** The words after the command that are neither flags nor values of flags: `prod` in `stack select prod`. */
  readonly names: readonly string[];
  /** Values of the flags, by long name. The value is `"true"` for a flag that was given without a value. */
  readonly flags: ReadonlyMap<string, string>;
}

/**
 * Parses `pulumi <args>` as the CLI does, using the flags of each command from `grammar.json`. Supports `--flag value`,
 * `--flag=value`, `-ys dev` and `-sdev`, and ignores everything after `--`. All code in this package uses this
 * function, for example to determine the stack of a command and whether the command refreshes.
 */
export function commandLine(args: readonly string[]): CommandLine {
  const command = commandIn(args);
  const flags = new Map<string, string>();
  const names: string[] = [];
  for (const { arg, at, given, next } of argumentsIn(args).before) {
    if (given.length === 0 && !command.places.includes(at)) names.push(arg);
    for (const { name, value } of given) flags.set(name, value ?? next ?? "");
  }
  return { command: command.words, at: command.places.at(-1) ?? args.length, names, flags };
}

/** An argument and the flags that it contains. For example, `-ys` contains `yes` and `stack`. */
interface Argument {
  readonly arg: string;
  readonly at: number;
  readonly given: readonly GivenFlag[];
  /** The next word, if it is the value of the last flag. */
  readonly next?: string | undefined;
}

interface GivenFlag {
  readonly name: string;
  /** The flag as written in the argument, without dashes. */
  readonly text: string;
  /** Undefined if the next word is the value. */
  readonly value?: string;
}

/** Splits the arguments into those before `--` and the rest, which starts with `--`. */
function argumentsIn(args: readonly string[]): { before: Argument[]; after: readonly string[] } {
  const known = flagsOf(commandIn(args).words);
  const before: Argument[] = [];
  let at = 0;
  for (; at < args.length && args[at] !== "--"; at += 1) {
    const arg = args[at] as string;
    const given = isFlag(arg) ? flagsIn(arg, known) : [];
    const isOpen = given.length > 0 && given.at(-1)?.value === undefined;
    before.push({ arg, at, given, ...(isOpen && { next: args[at + 1] }) });
    if (isOpen) at += 1;
  }
  return { before, after: args.slice(at) };
}

function flagsIn(arg: string, known: ReadonlyMap<string, Flag>): GivenFlag[] {
  if (arg.startsWith("--")) {
    const [, name = "", given] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = given ?? (known.get(name)?.takes ? undefined : "true");
    return [{ name, text: arg.slice(2), ...(value !== undefined && { value }) }];
  }
  const found: GivenFlag[] = [];
  for (const [index, letter] of [...arg.slice(1)].entries()) {
    const { long: name, takes } = known.get(letter) ?? { long: letter, takes: false };
    const rest = arg.slice(index + 2);
    if (takes && rest === "") return [...found, { name, text: letter }];
    if (takes || rest.startsWith("=")) return [...found, { name, text: letter + rest, value: rest.replace(/^=/, "") }];
    found.push({ name, text: letter, value: "true" });
  }
  return found;
}

/** Whether a boolean flag is true. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}

/** Whether a command has a flag. Does not consider hidden flags. */
export function hasFlag(command: string, name: string): boolean {
  return [commandNamed(""), commandNamed(command)].some(({ values = [], switches = [] }) =>
    [...values, ...switches].some((names) => names.split(" ")[0] === name),
  );
}

/**
 * Removes flags and their values from the arguments. For example, `-fs dev --yes` without `skip-preview` and `yes` is
 * `-s dev`.
 */
export function withoutFlags(args: readonly string[], isDropped: (flag: string) => boolean): string[] {
  const { before, after } = argumentsIn(args);
  const kept = before.flatMap(({ arg, given, next }) => {
    if (given.length === 0) return [arg];
    const left = given.filter(({ name }) => !isDropped(name));
    const value = next !== undefined && left.at(-1)?.value === undefined ? [next] : [];
    if (left.length === 0) return [];
    return [arg.startsWith("--") ? arg : `-${left.map(({ text }) => text).join("")}`, ...value];
  });
  return [...kept, ...after];
}

/**
 * The main names of the command's words, and the positions of the words. A flag between words is parsed as a flag of
 * the command formed by the preceding words.
 */
function commandIn(args: readonly string[]): { words: string; places: number[] } {
  let words = "";
  const places: number[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    if (arg === "--") break;
    if (isFlag(arg)) {
      // An unknown flag belongs to a later word of the command. The CLI treats the word after the flag as the value of
      // the flag.
      const alone = arg.startsWith("--") ? arg.slice(2) : arg.length === 2 ? arg.slice(1) : "=";
      const flag = flagsOf(words).get(alone);
      if (!alone.includes("=") && flag?.takes !== false) index += 1;
      continue;
    }
    const next = below(words, arg);
    if (next === undefined) {
      // A first word that is not in the grammar is still a command, for example `whoami`.
      if (words === "") return { words: arg, places: [index] };
      break;
    }
    words = next;
    places.push(index);
  }
  return { words, places };
}

function below(words: string, word: string): string | undefined {
  const prefix = words === "" ? "" : `${words} `;
  if (word !== "" && Object.hasOwn(cliGrammar, prefix + word)) return prefix + word;
  return Object.keys(cliGrammar).find(
    (name) => name.startsWith(prefix) && !name.slice(prefix.length).includes(" ") && aliases(name).includes(word),
  );
}

function aliases(words: string): readonly string[] {
  return commandNamed(words).aliases ?? [];
}

interface Flag {
  readonly long: string;
  readonly takes: boolean;
}

/** Flags of `up` and `preview` that take a value but are missing from the CLI's generated pages (3.259). */
const hidden: CliCommand = { values: ["client", "event-log", "exec-agent", "exec-kind", "plan", "save-plan"] };

/** The flags of a command, by long name and by letter. */
function flagsOf(words: string): ReadonlyMap<string, Flag> {
  const flags = new Map<string, Flag>([["h", { long: "help", takes: false }]]);
  for (const command of [hidden, commandNamed(""), commandNamed(words)]) {
    for (const [takes, list] of [
      [true, command.values],
      [false, command.switches],
    ] as const) {
      for (const names of list ?? []) {
        const [name = ""] = names.split(" ");
        for (const given of names.split(" ")) flags.set(given, { long: name, takes });
      }
    }
  }
  return flags;
}

function commandNamed(words: string): CliCommand {
  return Object.hasOwn(cliGrammar, words) ? (cliGrammar[words] ?? {}) : {};
}

function isFlag(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-";
}

/** The flags of a Pulumi CLI command. Each flag is written as `long`, or as `long s` if it has a short letter. */
export interface CliCommand {
  /** Alternatives for the last word of the command, for example `update` for `up`. */
  readonly aliases?: readonly string[];
  /** Flags that require a value, given as the next word or after an `=`. */
  readonly values?: readonly string[];
  /** Flags that need no value. A value can be given only after an `=`. */
  readonly switches?: readonly string[];
}

/** Commands by their words, such as `up` or `config copy`. The entry `""` has the flags of all commands. */
export type CliGrammar = Readonly<Record<string, CliCommand>>;

/**
 * The commands that work on a stack, and their parent commands. Generated from the output of `pulumi gen-markdown`.
 */
export const cliGrammar: CliGrammar = committed;
