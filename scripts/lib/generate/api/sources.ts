import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";
import ts from "typescript";

/** A declaration by its name, and its file. */
export interface Declared {
  readonly name: string;
  readonly file: ts.SourceFile;
  readonly node: Declaration;
}

export type Declaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableDeclaration;

/**
 * Declarations in the packages. Parses single files, because a compiler program would also read 1,400 files of
 * dependencies.
 */
export class Sources {
  readonly #files = new Map<string, ts.SourceFile>();

  /**
   * The file of a package of this project that other packages import as `name`, such as `genesys-flows/testing`.
   * Undefined for any other package.
   */
  door(name: string): ts.SourceFile | undefined {
    const [, scope = "", folder = "", door = ""] = /^(@genesys-flows\/)?([^/]+)(?:\/(.+))?$/.exec(name) ?? [];
    if (scope === "" && folder !== "genesys-flows") return undefined;
    const { exports } = packageJson(folder);
    const file = exports[door === "" ? "." : `./${door}`];
    return file === undefined ? undefined : this.#parsed(path.join("packages", folder, file));
  }

  /** The exports of a file, in the order of its statements. */
  exportsOf(file: ts.SourceFile): Declared[] {
    return file.statements.flatMap((statement) => {
      if (!ts.isExportDeclaration(statement)) return isExported(statement) ? declarationsIn(statement, file) : [];
      const from = statement.moduleSpecifier && this.#imported(statement.moduleSpecifier, file);
      if (!statement.exportClause) return from ? this.exportsOf(from) : [];
      if (!ts.isNamedExports(statement.exportClause)) return [];
      return statement.exportClause.elements.flatMap(({ name, propertyName }) => {
        const original = (propertyName ?? name).text;
        const found = from ? this.#exported(original, from) : this.named(original, file);
        return found ? [{ ...found, name: name.text }] : [];
      });
    });
  }

  /**
   * The declaration that a name refers to in a file: one in this file, or one that the file imports from a package of
   * this project.
   */
  named(name: string, file: ts.SourceFile): Declared | undefined {
    for (const statement of file.statements) {
      const own = declarationsIn(statement, file).find((declared) => declared.name === name);
      if (own) return own;
      if (!ts.isImportDeclaration(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (!bindings || !ts.isNamedImports(bindings)) continue;
      const element = bindings.elements.find((one) => one.name.text === name);
      const from = element && this.#imported(statement.moduleSpecifier, file);
      if (from) return this.#exported((element.propertyName ?? element.name).text, from);
    }
    return undefined;
  }

  #exported(name: string, file: ts.SourceFile): Declared | undefined {
    return this.exportsOf(file).find((declared) => declared.name === name);
  }

  #imported(specifier: ts.Expression, { fileName }: ts.SourceFile): ts.SourceFile | undefined {
    const { text } = specifier as ts.StringLiteral;
    return text.startsWith(".") ? this.#parsed(path.join(path.dirname(fileName), text)) : this.door(text);
  }

  /** @param file relative to the repository */
  #parsed(file: string): ts.SourceFile {
    const known = this.#files.get(file);
    if (known) return known;
    const text = readFileSync(path.join(installation, file), "utf8");
    const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    this.#files.set(file, parsed);
    return parsed;
  }
}

/** The `exports` of a package of this project, by its folder. */
export function packageJson(folder: string): { readonly exports: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(path.join(installation, "packages", folder, "package.json"), "utf8"));
}

function declarationsIn(statement: ts.Statement, file: ts.SourceFile): Declared[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map((node) => ({ name: node.name.getText(file), file, node }));
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isDeclaration && statement.name ? [{ name: statement.name.text, file, node: statement }] : [];
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && has(statement, ts.SyntaxKind.ExportKeyword);
}

/** Whether a declaration has a modifier, such as `static`. */
export function has(node: ts.HasModifiers, modifier: ts.ModifierSyntaxKind): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === modifier) ?? false;
}
