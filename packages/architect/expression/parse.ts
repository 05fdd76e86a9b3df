import { MAX_EXPRESSION_LEVELS } from "../limits.ts";
import type { BinaryOperator, Expression, Span, UnaryOperator } from "./ast.ts";
import { isScope } from "./scopes.ts";
import { type Token, tokenize, unquote } from "./tokens.ts";

export interface ExpressionProblem extends Span {
  readonly message: string;
  readonly hint?: string;
  /** Set if the error is a character that no known expression contains. A newer platform may accept it. */
  readonly unknown?: true;
}

/** The result of parsing an expression: the tree, or the first error. */
export type ParsedExpression =
  | { readonly ok: true; readonly expression: Expression; readonly notes: readonly ExpressionProblem[] }
  | { readonly ok: false; readonly problem: ExpressionProblem };

interface Infix {
  readonly operator: BinaryOperator;
  readonly power: number;
  /** Set if the operator is right-associative: `a ^ b ^ c` is `a ^ (b ^ c)`. */
  readonly groupsRight?: true;
  /**
   * Set if the operator is not part of the language. It is parsed with its presumed meaning, and a note is reported.
   */
  readonly foreign?: true;
}

/** The infix operators; higher power means higher precedence (reference/expressions.md, "Grammar and precedence"). */
export const infix: Readonly<Record<string, Infix>> = {
  or: { operator: "or", power: 2 },
  "||": { operator: "or", power: 2, foreign: true },
  and: { operator: "and", power: 3 },
  "&&": { operator: "and", power: 3, foreign: true },
  "|": { operator: "|", power: 4 },
  "&": { operator: "&", power: 5 },
  "==": { operator: "==", power: 6 },
  "!=": { operator: "!=", power: 6 },
  "<": { operator: "<", power: 7 },
  "<=": { operator: "<=", power: 7 },
  ">": { operator: ">", power: 7 },
  ">=": { operator: ">=", power: 7 },
  "+": { operator: "+", power: 8 },
  "-": { operator: "-", power: 8 },
  "*": { operator: "*", power: 9 },
  "/": { operator: "/", power: 9 },
  "%": { operator: "%", power: 9 },
  "^": { operator: "^", power: 10, groupsRight: true },
};
/** Precedence of `? :` and of its branches. */
const CONDITIONAL_POWER = 1;
const BRANCH_POWER = 2;
const PREFIX_POWER = 11;
const BRANCH_HINT = "A branch of '? :' with 'or' needs parentheses: a ? (b or c) : d";

/**
 * Parses an expression of Architect's expression language (reference/expressions.md). Operators and precedence follow
 * the vendor's grammar. Syntax that exists only in other languages (`&&`, `||`, `not`, comments) is also parsed, and
 * gives a note. Runs in linear time.
 */
export function parseExpression(text: string): ParsedExpression {
  const parser = new ExpressionParser(text);
  try {
    const expression = parser.whole();
    return { ok: true, expression, notes: parser.notes };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, problem: error.problem };
  }
}

/** Error that ends the recursive parsing. */
class Mistake extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class ExpressionParser {
  readonly notes: ExpressionProblem[] = [];
  readonly #tokens: readonly Token[];
  readonly #end: Span;
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#end = { from: text.trimEnd().length, to: text.length };
  }

  whole(): Expression {
    if (this.#tokens.length === 0) fail(this.#end, "The expression is empty.");
    const expression = this.#expression(0);
    const rest = this.#peek();
    if (rest?.type === "open") unclosed(rest);
    if (rest) fail(rest, `'${shown(rest)}' is not valid here.`, leftoverHint(rest));
    return expression;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #is(operator: string): boolean {
    const token = this.#peek();
    return token?.type === "operator" && token.text === operator;
  }

  /** Consumes and returns the next token if it is the given operator. */
  #take(operator: string): Token | undefined {
    return this.#is(operator) ? this.#tokens[this.#next++] : undefined;
  }

  #expect(operator: string, opening: Token): Token {
    const found = this.#take(operator);
    if (found) return found;
    const token = this.#peek();
    if (!token)
      return fail(opening, `'${opening.text}' has no closing '${operator}'.`, `Add '${operator}' where it ends.`);
    if (token.type === "open") return unclosed(token);
    return fail(
      token,
      `'${shown(token)}' is not valid here; '${operator}' is missing before it.`,
      infixOf(token) ? BRANCH_HINT : leftoverHint(token),
    );
  }

  #expression(power: number): Expression {
    if (++this.#depth > MAX_EXPRESSION_LEVELS) {
      fail(this.#peek() ?? this.#end, `The expression nests deeper than ${MAX_EXPRESSION_LEVELS} levels.`);
    }
    let left = this.#prefix();
    for (let token = this.#peek(); token; token = this.#peek()) {
      if (this.#is("?") && power < CONDITIONAL_POWER) {
        left = this.#conditional(left, token);
        continue;
      }
      const found = infixOf(token);
      if (!found || found.power <= power) break;
      this.#next++;
      if (found.foreign)
        this.#note(token, `Architect does not have the operator '${token.text}'.`, `Write '${found.operator}'.`);
      const right = this.#expression(found.groupsRight ? found.power - 1 : found.power);
      left = { type: "binary", operator: found.operator, left, right, from: left.from, to: right.to };
    }
    this.#depth--;
    return left;
  }

  /** Parses `? yes : no` after a condition. If another `?` follows, this conditional is its condition. */
  #conditional(condition: Expression, mark: Token): Expression {
    this.#next++;
    const yes = this.#expression(BRANCH_POWER);
    this.#expect(":", mark);
    const no = this.#expression(BRANCH_POWER);
    return { type: "conditional", condition, yes, no, from: condition.from, to: no.to };
  }

  #prefix(): Expression {
    const token = this.#peek();
    if (token?.type === "operator" && isPrefix(token.text)) {
      this.#next++;
      return this.#unary(token, token.text);
    }
    if (token && this.#is("+"))
      return fail(token, "A value is missing before '+'.", "Architect does not have this sign.");
    const after = this.#tokens[this.#next + 1];
    if (token && isWord(token, "not") && after && startsOperand(after)) {
      this.#next++;
      this.#note(token, "Architect does not have the operator 'not'.", "Write '!'.");
      return this.#unary(token, "!");
    }
    return this.#postfix(this.#primary());
  }

  #unary({ from }: Token, operator: UnaryOperator): Expression {
    const next = this.#peek();
    if (operator === "-" && next?.type === "operator" && isPrefix(next.text))
      fail(next, `'${next.text}' is not valid after '-'.`, `Use parentheses: -(${next.text}...)`);
    const operand = this.#expression(PREFIX_POWER);
    if (operator === "-" && operand.type === "literal" && typeof operand.value === "number") {
      return { ...operand, value: -operand.value, from };
    }
    return { type: "unary", operator, operand, from, to: operand.to };
  }

  #postfix(first: Expression): Expression {
    let object = first;
    for (let token = this.#peek(); token; token = this.#peek()) {
      if (this.#take(".")) {
        const property = this.#peek();
        if (property?.type !== "word" && property?.type !== "text")
          return fail(property ?? token, "A name is missing after the dot.");
        this.#next++;
        object = memberOf(object, property);
      } else if (this.#take("[")) {
        const index = this.#expression(0);
        const closing = this.#expect("]", token);
        object = { type: "index", object, index, from: object.from, to: closing.to };
      } else break;
    }
    return object;
  }

  #primary(): Expression {
    const token = this.#peek();
    if (!token) {
      const last = this.#tokens[this.#tokens.length - 1];
      return fail(last ?? this.#end, last ? `A value is missing after '${shown(last)}'.` : "The expression is empty.");
    }
    this.#next++;
    const { type, from, to } = token;
    if (type === "text") return { type: "literal", value: unquote(token.text), from, to };
    if (type === "number") return { type: "literal", value: Number(token.text), written: token.text, from, to };
    if (type === "open") return unclosed(token);
    if (type === "operator" && token.text === "(") {
      const inner = this.#expression(0);
      return { ...inner, from, to: this.#expect(")", token).to };
    }
    if (type !== "word") return fail(token, `'${shown(token)}' is not valid here.`, leftoverHint(token));
    const word = token.text.toLowerCase();
    if (this.#is("(")) return this.#call(token);
    if (word === "true" || word === "false") return { type: "literal", value: word === "true", from, to };
    if (word === "not_set") return { type: "notSet", from, to };
    if (infixOf(token)) return fail(token, `A value is missing before '${token.text}'.`);
    return { type: "name", name: token.text, from, to };
  }

  #call(name: Token): Expression {
    const opening = this.#peek() as Token;
    this.#next++;
    const args: Expression[] = [];
    if (!this.#is(")")) {
      do args.push(this.#expression(0));
      while (this.#take(","));
    }
    const closing = this.#expect(")", opening);
    return { type: "call", name: name.text, args, from: name.from, to: closing.to };
  }

  #note({ from, to }: Token, message: string, hint: string): void {
    this.notes.push({ message, hint, from, to });
  }
}

function unclosed(token: Token): never {
  if (token.text.startsWith("/*")) return fail(token, "The comment is not closed.", "Close it with */.");
  return fail(token, "The closing quote is missing.", 'Close the string. Write a quote inside a string as \\".');
}

/** `.name`, or `."a name"`. */
function memberOf(object: Expression, property: Token): Expression {
  const { from } = object;
  const { text, to } = property;
  const member = property.type === "text" ? unquote(text) : text;
  if (object.type === "name" && isScope(object.name)) {
    return { type: "variable", name: `${object.name}.${member}`, scope: object.name, member, from, to };
  }
  return { type: "member", object, property: member, from, to };
}

function isPrefix(text: string): text is UnaryOperator {
  return text === "!" || text === "~" || text === "-";
}

function infixOf(token: Token): Infix | undefined {
  const key = token.type === "word" ? token.text.toLowerCase() : token.text;
  if (token.type !== "word" && token.type !== "operator") return undefined;
  return Object.hasOwn(infix, key) ? infix[key] : undefined;
}

function isWord(token: Token, word: string): boolean {
  return token.type === "word" && token.text.toLowerCase() === word;
}

function startsOperand({ type, text }: Token): boolean {
  return type === "word" || type === "text" || type === "number" || text === "!";
}

const LONGEST_SHOWN = 30;

function shown({ text }: Token): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

function leftoverHint({ text, type }: Token): string | undefined {
  if (text === "=") return "Compare with '=='.";
  if (text === "<>") return "Compare with '!='.";
  if (/['`\u2018-\u201f\u00ab\u00bb]/.test(text) && type === "unknown")
    return 'Put strings in straight double quotes: "yes".';
  if (text === "." || text === "," || text === ")" || text === "]") return undefined;
  return type === "word" || type === "text" || type === "number"
    ? "An operator or a comma is missing before it."
    : undefined;
}

function fail(at: Span | Token, message: string, hint?: string): never {
  const { from, to } = at;
  const unknown = "type" in at && at.type === "unknown";
  throw new Mistake({ message, from, to, ...(hint === undefined ? {} : { hint }), ...(unknown ? { unknown } : {}) });
}
