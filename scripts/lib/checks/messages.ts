import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { printable } from "@genesys-flows/architect";
import { installation } from "@genesys-flows/wrapper/system/files";
import ts from "typescript";

/** A message that the project may show to people, and its place in the source. */
export interface MessageText {
  /**
   * Dotted path of the functions, classes and properties around the message. In a table of codes, the path contains the
   * code.
   */
  readonly place: string;
  /** The text on one line, with `{name}` for each filled-in value. */
  readonly text: string;
  /** Line of the source file, from 1. */
  readonly line: number;
}

const notForPeople =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE FROM|CREATE|DROP|ALTER|WITH|PRAGMA|BEGIN|COMMIT|ON CONFLICT|WHERE|AND|ORDER BY|LEFT JOIN|JOIN|EXISTS|NOT EXISTS|CASE WHEN)\b|^\s*[.#:@]?[\w-]+[^.?!]*\{[^}]*:[^}]*;|^\/api\/|^https?:\/\/\S+$/;

/** Properties of codes and rules with lines of files. */
const linesOfFiles: ReadonlySet<string> = new Set(["example", "right"]);

/**
 * The messages in a source file, in order: string literals and templates of three words or more, with concatenated
 * parts as one text. Queries, style sheets, addresses and module names are left out.
 */
export function messageTexts(source: string, fileName: string): MessageText[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.ESNext, true);
  const found: MessageText[] = [];
  const visit = (node: ts.Node, place: readonly string[]): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    const parts = partsOf(node);
    if (parts !== undefined) {
      const text = parts.map((part) => (typeof part === "string" ? part : hole(part, file))).join("");
      const line = printable(withoutMarkup(text).replaceAll(/\s+/g, " ").trim());
      if (isSentence(line) && !notForPeople.test(text)) {
        const { line: before } = file.getLineAndCharacterOfPosition(node.getStart(file));
        found.push({ place: place.join("."), text: line, line: before + 1 });
      }
      // Filled-in expressions may also contain messages.
      for (const part of parts) if (typeof part !== "string") visit(part, place);
      return;
    }
    const name = nameOf(node, file);
    if (name !== undefined && linesOfFiles.has(name)) return;
    const inner = name === undefined ? place : [...place, name];
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(file, []);
  return found;
}

/** Text without HTML tags; `<name>` stays if it is a placeholder. */
function withoutMarkup(text: string): string {
  return /<\/\w|<\w[^>]*=/.test(text) ? text.replaceAll(/<[^>{}]*>/g, " ") : text;
}

function isSentence(line: string): boolean {
  const said = line.replaceAll(/\{[^}]*\}|<[^>]*>/g, " ");
  const words = said.match(/(?<![\w./:!-])[A-Za-z][a-z']*(?![\w/-]|:\S)/g) ?? [];
  return words.length >= 3;
}

/**
 * The text and the filled-in expressions of a literal, a template or a concatenation that contains one of them.
 * Undefined for any other expression.
 */
function partsOf(node: ts.Node): (string | ts.Expression)[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.flatMap(({ expression, literal }) => [expression, literal.text])];
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [partsOf(node.left), partsOf(node.right)];
  return left || right ? [...(left ?? [node.left]), ...(right ?? [node.right])] : undefined;
}

function hole(expression: ts.Expression, file: ts.SourceFile): string {
  const words = expression.getText(file).match(/[A-Za-z_]\w*/g);
  if (ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression)) return `{${words?.at(-1)}}`;
  if (ts.isCallExpression(expression)) return `{${expression.expression.getText(file).match(/[A-Za-z_]\w*$/)?.[0]}()}`;
  return "{...}";
}

function nameOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node);
  if (!named || !node.name) return undefined;
  return ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name) ? node.name.text : node.name.getText(file);
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The sources whose messages people may see: the program and its packages, without generated code. */
export function messageSources(root: string = installation): SourceFile[] {
  return read(root, [
    "index.ts",
    "components/**/*.ts",
    "policies/**/*.ts",
    "packages/**/*.{ts,mjs}",
    "scripts/**/*.{ts,mjs}",
    "create-genesys-flows/*.mjs",
  ]);
}

/** The documentation, hand-written or generated: the pages in `docs/` and the README of each package. */
export function documents(root: string = installation): SourceFile[] {
  return read(root, ["*.md", "docs/**/*.md", "{components,policies,packages/*,sdks/*,create-genesys-flows}/README.md"]);
}

/** All messages of the project, grouped by source file and place, as one text to read and compare. */
export function messagesDocument(sources: readonly SourceFile[] = messageSources()): string {
  const parts = sources.flatMap((source) => {
    const found = messageTexts(source.text, source.path);
    return found.length === 0 ? [] : [`${source.path}\n${found.map(entry).join("")}`];
  });
  return parts.join("\n");
}

function entry({ place, text }: MessageText): string {
  return `  ${place === "" ? "" : `${place}: `}${text}\n`;
}

function read(root: string, patterns: readonly string[]): SourceFile[] {
  return globSync(patterns as string[], { cwd: root, exclude: (name) => name === "node_modules" || name === "bin" })
    .map((file) => file.split(path.sep).join("/"))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}
