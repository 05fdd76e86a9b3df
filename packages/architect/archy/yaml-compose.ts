import { Composer, type CST, type Document, Lexer, type Node, Parser, type YAMLError } from "yaml";
import type { DiagnosticSink } from "../diagnostic.ts";
import { MAX_LEVELS, TOO_DEEP_HINT, TOO_LARGE_HINT, tooDeepMessage } from "../limits.ts";
import { locationAt, type SourceText } from "./text.ts";

/** Maximum number of errors reported per file. */
export const MAX_REPORTED = 50;
const MAX_MESSAGE = 200;

/**
 * Parses text that must contain exactly one YAML document. Reports `not-yaml`, `too-deep` and `document-too-complex` to
 * the sink.
 * @param o.maxTokens maximum number of YAML tokens in the text, including line breaks
 * @returns undefined if nothing could be parsed, null for a document without content
 */
export function compose(source: SourceText, o: { sink: DiagnosticSink; maxTokens: number }): Node | null | undefined {
  const at = (offset: number, length = 1) => ({ location: locationAt(source, offset, length) });
  const tokens = tokensOf(source, o);
  if (!tokens) return undefined;
  const documents = documentsOf(tokens, source.text.length);
  const problems = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  for (const { code, pos, message } of withoutConsequences(problems).slice(0, MAX_REPORTED)) {
    const [from, to] = pos;
    const place = at(from, to - from);
    const { sourceLine, column } = place.location;
    const hint = expressionHint(sourceLine?.slice(column - 1) ?? "") ?? hints[code] ?? HINT;
    o.sink.report("not-yaml", sentence(message), { ...place, hint });
  }
  const second = documents[1];
  if (second) o.sink.report("not-yaml", "The file contains more than one YAML document.", at(second.range?.[0] ?? 0));
  // Parsing stops after this number of errors.
  if (problems.length > MAX_REPORTED) return null;
  return documents[0] ? (documents[0].contents as Node | null) : null;
}

const HINT = "Check the indentation, brackets, colons and quotes here and just before.";
const QUOTES = "Does this text contain ': '? Put it in quotes: 'Hello: world'";

/** The fix for an error, by code of the YAML parser. */
const hints: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: QUOTES,
  BLOCK_IN_FLOW: QUOTES,
  TAB_AS_INDENT: "Indent with spaces.",
};

/** The hint for an unquoted expression that YAML misreads; undefined for any other text. */
function expressionHint(line: string): string | undefined {
  return line.startsWith("=") ? `Put the expression in quotes: '${line.trimEnd().replaceAll("'", "''")}'` : undefined;
}

/**
 * Keeps the first error and later errors of the same kind. Other errors, such as unexpected tokens, are consequences of
 * the first.
 */
function withoutConsequences<P extends Pick<YAMLError, "code" | "pos">>([first, ...others]: readonly P[]): P[] {
  if (!first) return [];
  const isAnother = ({ code, pos }: P) => code === first.code && code !== "UNEXPECTED_TOKEN" && pos[0] !== first.pos[0];
  return [first, ...others.filter(isAnother)];
}

/**
 * The first document in the tokens, and the second if it exists. A megabyte of invalid YAML produces hundreds of
 * thousands of error objects. Without stack traces, this takes 0.7 s instead of 9 s.
 */
function documentsOf(tokens: readonly CST.Token[], end: number): Document.Parsed[] {
  const composer = new Composer({ uniqueKeys: false, merge: false, schema: "core", version: "1.2", stringKeys: false });
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return composer.compose(tokens, true, end).take(2).toArray() as Document.Parsed[];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * The tokens of the text; empty if there are too many tokens or if collections nest too deeply for the recursive
 * composer. Stops as soon as a limit is exceeded.
 */
function tokensOf(source: SourceText, o: { sink: DiagnosticSink; maxTokens: number }): CST.Token[] | undefined {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let offset = 0;
  let count = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    if (++count > o.maxTokens) {
      o.sink.report("document-too-complex", `The document has more than ${o.maxTokens} YAML tokens.`, {
        location: locationAt(source, offset),
        hint: TOO_LARGE_HINT,
      });
      return undefined;
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (levelsOf(parser) > MAX_LEVELS) {
      o.sink.report("too-deep", tooDeepMessage(levelsOf(parser)), {
        location: locationAt(source, offset),
        hint: TOO_DEEP_HINT,
      });
      return undefined;
    }
    if (lexeme.length !== 1 || !LEXER_MARKS.has(lexeme)) offset += lexeme.length;
  }
  tokens.push(...parser.end());
  const [first, ...others] = strayTokens(tokens);
  if (!first || others.length < MAX_REPORTED) return tokens;
  o.sink.report("not-yaml", "The file is not a single YAML document.", { location: locationAt(source, first.offset) });
  return undefined;
}

/** Number of open collections at the parser's position, not counting the document itself or a scalar. */
function levelsOf({ stack }: Parser): number {
  const top = stack.at(-1)?.type;
  return stack.length - (top === "block-map" || top === "block-seq" || top === "flow-collection" ? 1 : 2);
}

/**
 * Tokens outside the file's single value. The composer would create an error for each token, which is slow for
 * thousands of tokens.
 */
function strayTokens(tokens: readonly CST.Token[]): { offset: number }[] {
  const layout = new Set(["comment", "newline", "space", "byte-order-mark", "doc-end", "document"]);
  const ends = tokens.flatMap((token) => (token.type === "document" ? (token.end ?? []) : []));
  return [...ends, ...tokens].filter((token) => !layout.has(token.type));
}

/** Token types without source text: start of a document, end of a flow collection, start of a scalar. */
const LEXER_MARKS = new Set(["\u0002", "\u0018", "\u001f"]);

function sentence(message: string): string {
  const first = message.split("\n")[0] ?? message;
  return `${first
    .slice(0, MAX_MESSAGE)
    .replace(/ at line \d+, column \d+:?$/, "")
    .replace(/[.:]$/, "")}.`;
}
