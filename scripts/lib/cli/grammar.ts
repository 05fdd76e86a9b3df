import committed from "./grammar.json" with { type: "json" };

/** What one command of the Pulumi CLI takes. Flags are `long` or `long s` with their short letter. */
export interface CliCommand {
  /** Other last words for it: `update` for `up`. */
  readonly aliases?: readonly string[];
  /** Flags whose value is the next word, unless it follows a `=`. */
  readonly values?: readonly string[];
  /** Flags that take no value, or one after a `=` only. */
  readonly switches?: readonly string[];
}

/** The commands by their words: `""` for the flags of all, `up`, `config copy`. */
export type CliGrammar = Readonly<Record<string, CliCommand>>;

/**
 * The commands of the CLI that work on a stack, and those they are below of. Generated from
 * the pages that the CLI itself writes (`pulumi gen-markdown`).
 */
export const cliGrammar: CliGrammar = committed;
