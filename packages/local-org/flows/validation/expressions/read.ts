/** A name that an expression uses. */
export interface NameUse {
  readonly kind: "function" | "variable" | "word";
  /** As written, without spaces: `FindQueue`, `Flow.customer`, `NOT_SET`. */
  readonly name: string;
  /** Position of the name in the expression, from 1. */
  readonly position: number;
  /** Number of arguments in a function call. */
  readonly arguments?: number;
}

/**
 * The result of an expression, if its form shows it. `other` is not a boolean; a name stands for the result of the
 * function or the value of the variable.
 */
export type ResultForm = "boolean" | "string" | "number" | "other" | NameUse;

/** The result of reading an expression. */
export interface Reading {
  /** The reason why the expression is invalid; omitted if it is valid. */
  readonly problem?: string;
  /**
   * The reason why this reader could not read the expression, which may still be correct. Omitted if the expression was
   * read.
   */
  readonly unread?: string;
  readonly names: readonly NameUse[];
  /** The result; undefined if the form does not show it. */
  readonly result?: ResultForm;
  /** Operators that this reader accepts although they are not documented. */
  readonly undocumented: readonly Token[];
}

/** Operators between two values (Architect's help on expressions, "operators"; exports, reference/archy.md §e). */
const BETWEEN = new Set(["+", "-", "*", "/", "%", "^", "<", "<=", ">", ">=", "==", "!=", "&", "|", "and", "or"]);
const UNDOCUMENTED = new Set(["&&", "||", "<>", "="]);
/**
 * Operators with a boolean result and operators with any other result (reference/expressions.md, "Grammar and
 * precedence").
 */
const COMPARING = new Set(["<", "<=", ">", ">=", "==", "!=", "and", "or", ...UNDOCUMENTED]);
const CALCULATING = new Set(["+", "-", "*", "/", "%", "^"]);
const BEFORE = new Set(["-", "+", "!", "~"]);

/** Maximum nesting of parentheses, arguments and indexes. */
const MAX_LEVELS = 400;

/**
 * Reads an expression: its names, and whether its syntax is valid. `5 < `, `3 + 4 +` and `"Hello World` without its
 * closing quotation mark are the vendor's examples of invalid expressions (SDK
 * `ArchValueSettings.allowInvalidExpressionText`). Operator precedence does not matter here.
 */
export function readExpression(text: string): Reading {
  const reader = new Reader(tokensOf(text));
  let result: ResultForm | undefined;
  try {
    result = reader.whole();
  } catch (error) {
    if (error instanceof Unread) return { unread: error.message, names: [], undocumented: [] };
    if (!(error instanceof Unreadable)) throw error;
    return { problem: error.message, names: reader.names, undocumented: reader.undocumented };
  }
  return { names: reader.names, undocumented: reader.undocumented, ...(result === undefined ? {} : { result }) };
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

  whole(): ResultForm | undefined {
    const result = this.#values();
    const left = this.#next();
    if (left) throw new Unreadable(`${shown(left)} is not expected here`);
    return result;
  }

  /** Values with operators between them, or a choice between two: `c ? a : b`. */
  #values(): ResultForm | undefined {
    this.#level++;
    if (this.#level > MAX_LEVELS) throw new Unread("The expression is nested too deeply.");
    let result = this.#value();
    for (let sign = this.#between(); sign !== undefined; sign = this.#between()) {
      this.#value();
      if (COMPARING.has(sign)) result = "boolean";
      else if (result !== "boolean") result = CALCULATING.has(sign) ? "other" : undefined;
    }
    while (this.#next()?.text === "?") {
      const mark = this.#take("'?'");
      this.#values();
      this.#close(mark, ":");
      this.#values();
      result = undefined;
    }
    this.#level--;
    return result;
  }

  /** The next operator, in lower case. */
  #between(): string | undefined {
    const token = this.#next();
    if (!token || (token.kind !== "sign" && token.kind !== "word")) return undefined;
    const sign = token.text.toLowerCase();
    if (UNDOCUMENTED.has(sign)) this.undocumented.push(token);
    else if (!BETWEEN.has(sign)) return undefined;
    this.#at++;
    return sign;
  }

  /** One value with its prefixes and its accessors. */
  #value(): ResultForm | undefined {
    const prefixes: string[] = [];
    while (BEFORE.has(this.#next()?.text ?? "")) prefixes.push(this.#take("a prefix").text);
    const token = this.#take("a value");
    let result: ResultForm | undefined;
    if (token.kind === "word") result = this.#named(token);
    else if (token.text === "(") {
      result = this.#values();
      this.#close(token, ")");
    } else if (token.kind === "text" || token.kind === "number") result = token.kind === "text" ? "string" : "number";
    else throw new Unreadable(`${shown(token)} is not a value`);
    if (this.#parts()) result = undefined;
    if (prefixes.length === 0) return result;
    return prefixes[0] === "!" ? "boolean" : undefined;
  }

  /** A call, a variable with its scope, or a single word such as `NOT_SET`. */
  #named(word: Token): ResultForm {
    const { text: name, position } = word;
    if (this.#next()?.text === "(") {
      const index = this.names.push({ kind: "function", name, position }) - 1;
      const call: NameUse = { kind: "function", name, position, arguments: this.#arguments() };
      this.names[index] = call;
      return call;
    }
    const use = this.#variable(word);
    this.names.push(use);
    return use;
  }

  #variable({ text, position }: Token): NameUse {
    if (this.#next()?.text !== ".") return { kind: "word", name: text, position };
    this.#at++;
    return { kind: "variable", name: `${text}.${this.#word().text}`, position };
  }

  /** Returns the number of arguments. */
  #arguments(): number {
    const open = this.#take("'('");
    if (this.#next()?.text === ")") {
      this.#at++;
      return 0;
    }
    let count = 1;
    this.#values();
    for (; this.#next()?.text === ","; count++) {
      this.#at++;
      this.#values();
    }
    this.#close(open, ")");
    return count;
  }

  /** Any number of `.property`, `."property"` and `[index]`. Returns whether there are any. */
  #parts(): boolean {
    for (let any = false; ; any = true) {
      const token = this.#next();
      if (token?.text === ".") {
        this.#at++;
        if (this.#next()?.kind === "text") this.#at++;
        else this.#word();
      } else if (token?.text === "[") {
        this.#at++;
        this.#values();
        this.#close(token, "]");
      } else return any;
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

/**
 * One token of an expression. `open` is an unterminated string or comment, `unknown` a character that no known
 * expression contains.
 */
interface Token {
  readonly kind: "text" | "number" | "word" | "sign" | "open" | "unknown";
  readonly text: string;
  /**
   * Counted from 1, as in the platform's message: "'ToNumber' at position 1 is not a valid function or variable
   * reference".
   */
  readonly position: number;
}

/** Spaces, line breaks and comments. */
const SKIPPED = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/**
 * A string ends at its closing quotation mark. A backslash escapes the next character, and two quotation marks
 * represent one.
 */
const KINDS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["text", /"(?:[^"\\]|\\[\s\S]|"")*"/y],
  ["open", /"[\s\S]*|\/\*[\s\S]*/y],
  ["number", /(?:\d+(?:\.\d+)?|\.\d+)(?![\p{L}_])/uy],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["sign", /==|!=|<=|>=|&&|\|\||<>|[-+*/%^<>=!~&|()[\],.?:]/y],
  ["unknown", /[\s\S]/uy],
];

/** The tokens of an expression in order. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skip(text, 0); at < text.length; ) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skip(text, at + token.text.length);
  }
  return tokens;
}

function skip(text: string, at: number): number {
  SKIPPED.lastIndex = at;
  return SKIPPED.test(text) ? SKIPPED.lastIndex : at;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, text: text.slice(at, pattern.lastIndex), position: at + 1 };
  }
  throw new Error(`No word begins at position ${at + 1}.`);
}
