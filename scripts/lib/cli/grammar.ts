import committed from "./grammar.json" with { type: "json" };

/** The flags of one command of the Pulumi CLI. Flags are `long` or `long s` with their short letter. */
export interface CliCommand {
  /** Other last words for it: `update` for `up`. */
  readonly aliases?: readonly string[];
  /** Flags whose value is the next word, unless it follows a `=`. */
  readonly values?: readonly string[];
  /** Flags without a value, or with a value only after a `=`. */
  readonly switches?: readonly string[];
}

/** The commands by their words: `""` for the flags of all, `up`, `config copy`. */
export type CliGrammar = Readonly<Record<string, CliCommand>>;

/**
 * The commands of the CLI that work on a stack, and their parent commands. Generated from the pages that the CLI itself writes
 * (`pulumi gen-markdown`).
 */
export const cliGrammar: CliGrammar = committed;
