import { type Token, tokensOf } from "./tokens.ts";

/** A name that an expression uses. */
export interface NameUse {
  readonly kind: "function" | "variable" | "word";
  /** As it is written, without blanks: `FindQueue`, `Flow.customer`, `NOT_SET`. */
  readonly name: string;
  /** Of the name within the expression, from 1. */
  readonly position: number;
}

/** The result of reading an expression. */
export interface Reading {
  /** Why it cannot be read; absent when it can. */
  readonly problem?: string;
  /** Why this reader could not read the expression, which may still be correct; absent when it could. */
  readonly unread?: string;
  readonly names: readonly NameUse[];
  /** Operators that can be read but are not among the documented ones. */
  readonly undocumented: readonly Token[];
}

/** Signs between two values (Architect's help on expressions, "operators"; exports, reference/archy.md §e). */
const BETWEEN = new Set(["+", "-", "*", "/", "%", "^", "<", "<=", ">", ">=", "==", "!=", "&", "|", "and", "or"]);
const UNDOCUMENTED = new Set(["&&", "||", "<>", "="]);
const BEFORE = new Set(["-", "+", "!", "~"]);

/** Parentheses, arguments and indexes within each other. */
const MAX_LEVELS = 400;

/**
 * Reads an expression: its names, and whether its syntax is valid. `5 < `, `3 + 4 +` and `"Hello World` without its closing mark
 * are the vendor's examples of invalid ones (SDK `ArchValueSettings.allowInvalidExpressionText`). The precedence of operators
 * does not matter for that.
 */
export function readExpression(text: string): Reading {
  const reader = new Reader(tokensOf(text));
  try {
    reader.whole();
  } catch (error) {
    if (error instanceof Unread) return { unread: error.message, names: [], undocumented: [] };
    if (!(error instanceof Unreadable)) throw error;
    return { problem: error.message, names: reader.names, undocumented: reader.undocumented };
  }
  return { names: reader.names, undocumented: reader.undocumented };
}

class Unreadable extends Error {}
class Unread extends Error {}

class Reader {
  readonly names: NameUse[] = [];
  readonly undocumented: Token[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  #level = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): void {
    this.#values();
    const left = this.#next();
    if (left) throw new Unreadable(`${shown(left)} is not expected here`);
  }

  /** Values with operators between them. */
  #values(): void {
    this.#level++;
    if (this.#level > MAX_LEVELS) throw new Unread("It is nested too deeply.");
    for (this.#value(); this.#between(); ) this.#value();
    this.#level--;
  }

  #between(): boolean {
    const token = this.#next();
    if (!token || (token.kind !== "sign" && token.kind !== "word")) return false;
    const sign = token.text.toLowerCase();
    if (UNDOCUMENTED.has(sign)) this.undocumented.push(token);
    else if (!BETWEEN.has(sign)) return false;
    this.#at++;
    return true;
  }

  /** One value with its prefixes and the parts that are read from it. */
  #value(): void {
    while (BEFORE.has(this.#next()?.text ?? "")) this.#at++;
    const token = this.#take("a value");
    if (token.kind === "word") this.#named(token);
    else if (token.text === "(") {
      this.#values();
      this.#close(token, ")");
    } else if (token.kind !== "text" && token.kind !== "number") throw new Unreadable(`${shown(token)} is not a value`);
    this.#parts();
  }

  /** A call, a variable with its scope, or a word alone such as `NOT_SET`. */
  #named(word: Token): void {
    if (this.#next()?.text === "(") {
      this.names.push({ kind: "function", name: word.text, position: word.position });
      this.#arguments();
    } else if (this.#next()?.text === ".") {
      this.#at++;
      const name = this.#word();
      this.names.push({ kind: "variable", name: `${word.text}.${name.text}`, position: word.position });
    } else this.names.push({ kind: "word", name: word.text, position: word.position });
  }

  #arguments(): void {
    const open = this.#take("'('");
    if (this.#next()?.text === ")") {
      this.#at++;
      return;
    }
    this.#values();
    while (this.#next()?.text === ",") {
      this.#at++;
      this.#values();
    }
    this.#close(open, ")");
  }

  /** `.property` and `[index]`, as often as they come. */
  #parts(): void {
    for (;;) {
      const token = this.#next();
      if (token?.text === ".") {
        this.#at++;
        this.#word();
      } else if (token?.text === "[") {
        this.#at++;
        this.#values();
        this.#close(token, "]");
      } else return;
    }
  }

  #word(): Token {
    const token = this.#take("a name");
    if (token.kind !== "word") throw new Unreadable(`${shown(token)} is not a name`);
    return token;
  }

  #close(open: Token, sign: string): void {
    const token = this.#next();
    if (token?.text !== sign) throw new Unreadable(`${shown(open)} has no closing '${sign}'`);
    this.#at++;
  }

  #take(what: string): Token {
    const token = this.#next();
    if (!token) {
      const last = this.#tokens.at(-1);
      throw new Unreadable(last ? `${what} is missing after ${shown(last)}` : `${what} is missing`);
    }
    this.#at++;
    return token;
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind === "open")
      throw new Unreadable(`the text that starts with ${shown(token)} has no closing quotation mark`);
    if (token?.kind === "unknown") throw new Unread(`No known expression contains ${shown(token)}.`);
    return token;
  }
}

function shown({ text, position }: Token): string {
  return `'${text.length > 30 ? `${text.slice(0, 27)}...` : text}' at position ${position}`;
}
