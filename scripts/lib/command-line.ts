/** A command line of the Pulumi CLI, as far as the door has to understand it. */
export interface CommandLine {
  /** The command: the first word that is neither a flag nor a flag's value. Empty when there is none. */
  readonly word: string;
  /** Where that word stands. */
  readonly at: number;
  /** Values of the flags that were given, by their long names; `"true"` for one without a value. */
  readonly flags: ReadonlyMap<string, string>;
}

/** Flags of up, preview, destroy, refresh and import that take the next word as their value (CLI 3.259). */
const takesValue = new Set(
  (
    "client color config config-file cwd event-log exclude exec-agent exec-kind file from generate-resources import-file " +
    "memprofilerate message otel-traces out output override-env parallel parent plan policy-pack policy-pack-config " +
    "profiling properties provider replace save-plan secrets-provider stack target target-replace tracing tracing-header verbose"
  ).split(" "),
);

const longNames: Readonly<Record<string, string>> = {
  C: "cwd",
  c: "config",
  h: "help",
  m: "message",
  o: "out",
  p: "parallel",
  r: "refresh",
  s: "stack",
  t: "target",
  v: "verbose",
  x: "exclude",
};

/** Reads `pulumi <args>` as the CLI does: `--flag value`, `--flag=value`, `-yr`, `-s dev`, `-sdev`; nothing after `--`. */
export function commandLine(args: readonly string[]): CommandLine {
  const flags = new Map<string, string>();
  let word = "";
  let at = args.length;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    if (arg === "--") break;
    if (!arg.startsWith("-") || arg === "-") {
      if (word === "") [word, at] = [arg, index];
      continue;
    }
    const open = arg.startsWith("--") ? long(arg.slice(2), flags) : short(arg.slice(1), flags);
    if (open === undefined) continue;
    index += 1;
    flags.set(open, args[index] ?? "");
  }
  return { word, at, flags };
}

/** Whether a flag that is on or off is on. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && ["1", "t", "true"].includes(value.toLowerCase());
}

/** The flag whose value is the next word, if it is. */
function long(text: string, flags: Map<string, string>): string | undefined {
  const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (value === undefined && takesValue.has(name)) return name;
  flags.set(name, value ?? "true");
  return undefined;
}

function short(letters: string, flags: Map<string, string>): string | undefined {
  for (const [index, letter] of [...letters].entries()) {
    const name = longNames[letter] ?? letter;
    const rest = letters.slice(index + 1);
    if (takesValue.has(name) && rest === "") return name;
    if (takesValue.has(name) || rest.startsWith("=")) {
      flags.set(name, rest.replace(/^=/, ""));
      return undefined;
    }
    flags.set(name, "true");
  }
  return undefined;
}
