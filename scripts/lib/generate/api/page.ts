import { markdownTable } from "@genesys-flows/architect/columns";
import ts from "typescript";
import { type Declared, has, packageJson, Sources } from "./sources.ts";

const INTRODUCTION = `<!-- Generated from the doc comments of packages/genesys-flows (npm run generate). Do not edit. -->
# Program API

The modules that a project imports from \`genesys-flows\`. [The program](program.md) is the guide to the first one. The last section lists the
types that the signatures name but that no module exports.
`;

const PACKAGE = "genesys-flows";

/** A member of a type or a class. */
interface Member {
  readonly name: string;
  readonly type: string;
  readonly doc: Doc;
}

interface Doc {
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  readonly returns: string;
  readonly throws: readonly string[];
  readonly example: string;
}

/** The modules of the package, each with its exports. */
export function apiModules(sources = new Sources()): { name: string; file: ts.SourceFile; exports: Declared[] }[] {
  return Object.keys(packageJson(PACKAGE).exports).map((door) => {
    const name = `${PACKAGE}${door.slice(1)}`;
    const file = sources.door(name);
    if (!file) throw new Error(`The module ${name} was not found.`);
    return { name, file, exports: sources.exportsOf(file) };
  });
}

/** The content of docs/api.md: the exports of each module with their signatures, doc comments and fields. */
export function apiDocument(): string {
  const sources = new Sources();
  const modules = apiModules(sources);
  const exported = modules.flatMap((one) => one.exports);
  const others = typesNamedBy(exported, sources);
  const shown = new Set(others.map(({ node }) => node));
  const section = (declared: Declared) => [`### ${declared.name}`, "", ...described(declared, { sources, shown })];
  const anchors = anchorsOf(modules.flatMap(({ name, exports }) => [name, ...exports.map((one) => one.name)]));
  const contents = modules.map(({ name, file, exports }) => {
    const link = (heading: string) => `[\`${heading}\`](#${anchors.get(heading)})`;
    return [link(name), moduleDoc(file), exports.map((one) => link(one.name)).join(", ")];
  });
  return [
    INTRODUCTION,
    markdownTable(["module", "", "exports"], contents),
    "",
    ...modules.flatMap(({ name, file, exports }) => [
      ...[`## ${name}`, "", moduleDoc(file), ""],
      ...exports.flatMap(section),
    ]),
    "## Other types",
    "",
    ...others.flatMap(section),
  ].join("\n");
}

/** Exports, and fields and methods of exports, whose doc comment has no description. */
export function undocumented(): string[] {
  const sources = new Sources();
  return apiModules(sources).flatMap(({ name, file, exports }) => {
    const missing = exports.flatMap((declared) => {
      const members = membersOf(declared, { sources, shown: new Set() }).filter(
        ({ doc }) => doc.text === "" && doc.params.length === 0,
      );
      return [
        ...(docOf(declared.node).text === "" ? [declared.name] : []),
        ...members.map((member) => `${declared.name}.${member.name}`),
      ];
    });
    return [...(moduleDoc(file) === "" ? [name] : []), ...missing.map((one) => `${name}: ${one}`)];
  });
}

/** The anchors of headings, in order. The code host adds a number to a repeated anchor. */
function anchorsOf(headings: readonly string[]): ReadonlyMap<string, string> {
  const times = new Map<string, number>();
  return new Map(
    headings.map((heading) => {
      const anchor = heading.toLowerCase().replaceAll(/[^\w-]/g, "");
      const before = times.get(anchor) ?? 0;
      times.set(anchor, before + 1);
      return [heading, before === 0 ? anchor : `${anchor}-${before}`];
    }),
  );
}

/**
 * Types that the exports use, and the types that these types use, sorted by name. Types at deeper levels are omitted,
 * and also types that only the kernel's own types use, because a reader needs only the types that a rule receives.
 */
function typesNamedBy(exported: readonly Declared[], sources: Sources): Declared[] {
  const known = new Set(exported.map(({ name }) => name));
  const named = (level: readonly Declared[]) =>
    level
      .flatMap((declared) => typeNames(declared).flatMap((name) => sources.named(name, declared.file) ?? []))
      .filter(({ node, name }) => isShown(node) && !known.has(name) && known.add(name));
  const first = named(exported);
  const isOfKernel = ({ node }: Declared) => node.getSourceFile().fileName.startsWith("packages/architect/");
  return [...first, ...named(first.filter((one) => !isOfKernel(one)))].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Types to show in full: an interface, or an alias that is not computed from its parameters. */
function isShown(node: Declared["node"]): boolean {
  if (ts.isInterfaceDeclaration(node)) return has(node, ts.SyntaxKind.ExportKeyword);
  const isAlias = ts.isTypeAliasDeclaration(node) && !node.typeParameters && has(node, ts.SyntaxKind.ExportKeyword);
  return isAlias && !ts.isTypeOperatorNode(node.type);
}

function typeNames({ node }: Declared): string[] {
  const names = new Set<string>();
  const visit = (part: ts.Node): void => {
    if (ts.isBlock(part) || (ts.isPropertyDeclaration(part) && ts.isPrivateIdentifier(part.name))) return;
    if (ts.isTypeReferenceNode(part)) names.add(part.typeName.getText());
    if (ts.isExpressionWithTypeArguments(part)) {
      // The members of `Pick<Base, ...>` are shown.
      if (part.typeArguments) return;
      names.add(part.expression.getText());
    }
    ts.forEachChild(part, visit);
  };
  visit(node);
  return [...names];
}

/** Where to find the base types of a declaration, and which of them the page shows separately. */
interface Bases {
  readonly sources: Sources;
  readonly shown: ReadonlySet<Declared["node"]>;
}

function described(declared: Declared, bases: Bases): string[] {
  const doc = docOf(declared.node);
  const members = membersOf(declared, bases);
  const isTable = members.some((member) => member.doc.text !== "" || member.doc.params.length > 0);
  return [
    ...["```ts", signature(declared, isTable), "```", ""],
    ...paragraphs(doc),
    ...(isTable ? [memberTable(members), ""] : []),
  ];
}

function paragraphs({ text, params, returns, throws, example }: Doc): string[] {
  const table = params.map(({ name, text: meaning }) => [`\`${name}\``, meaning]);
  return [
    ...(text === "" ? [] : [text, ""]),
    ...(table.length > 0 ? [markdownTable(["parameter", "meaning"], table), ""] : []),
    ...(returns === "" ? [] : [`**Returns** ${returns}`, ""]),
    ...throws.flatMap((one) => [`**Throws** ${one}`, ""]),
    ...(example === "" ? [] : ["```ts", example, "```", ""]),
  ];
}

function memberTable(members: readonly Member[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
  const rows = members.map(({ name, type, doc }) => {
    const { text, params, returns, throws } = doc;
    const parts = [
      text,
      ...params.map((one) => `\`${one.name}\`: ${one.text}${/[.!?]$/.test(one.text) ? "" : "."}`),
      ...(returns === "" ? [] : [`Returns ${returns}.`]),
      ...throws.map((one) => `Throws ${one}.`),
    ];
    return [`\`${cell(name)}\``, `\`${cell(type)}\``, cell(parts.filter(Boolean).join(" "))];
  });
  return markdownTable(["", "type", "meaning"], rows);
}

/** A declaration without its body; for a type with a table, only its head. */
function signature({ node, name }: Declared, isTable: boolean): string {
  const text = node.getText().replace(new RegExp(`\\b${node.name?.getText()}\\b`), name);
  if (ts.isFunctionDeclaration(node)) return cutBefore(node, node.body).replace(/^export (async )?/, "");
  if (ts.isClassDeclaration(node)) {
    const made = node.members.find(ts.isConstructorDeclaration);
    const head = text.slice(0, text.indexOf("{")).replace("export ", "").trim();
    return made ? `${head}\n${cutBefore(made, made.body).replace("constructor", `new ${node.name?.text}`)}` : head;
  }
  const isType = ts.isInterfaceDeclaration(node) && isTable;
  return (isType ? text.slice(0, text.indexOf("{")) : text).replace(/^export (declare )?/, "").trim();
}

function cutBefore(node: ts.Node, body: ts.Node | undefined): string {
  const text = node.getText();
  return (body ? text.slice(0, body.getStart() - node.getStart()) : text).trim();
}

/** The public fields and methods of a type or a class, including inherited ones. */
function membersOf({ node, file }: Declared, bases: Bases): Member[] {
  if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node)) return [];
  const own = (node.members as ts.NodeArray<ts.TypeElement | ts.ClassElement>).flatMap((member) => memberOf(member));
  const members = new Map(own.map((member) => [nameOf(member), member]));
  const inherited = (node.heritageClauses ?? [])
    .flatMap(({ types }) => [...types])
    .flatMap((type) => inheritedFrom(type, file, bases));
  for (const member of inherited) {
    const known = members.get(nameOf(member));
    if (!known) members.set(nameOf(member), member);
    else if (known.doc.text === "") members.set(nameOf(member), { ...known, doc: member.doc });
  }
  return [...members.values()];
}

/** Members of `Base`, `Pick<Base, "a" | "b">`, `Omit<Base, "a">` or `Partial<Base>`. */
function inheritedFrom(
  type: ts.ExpressionWithTypeArguments | ts.TypeNode,
  file: ts.SourceFile,
  bases: Bases,
): Member[] {
  const [name = "", args = []] = ts.isExpressionWithTypeArguments(type)
    ? [type.expression.getText(), type.typeArguments ?? []]
    : ts.isTypeReferenceNode(type)
      ? [type.typeName.getText(), type.typeArguments ?? []]
      : [];
  const [of, keys] = args;
  if (!of || !["Pick", "Omit", "Partial"].includes(name)) {
    const base = bases.sources.named(name, file);
    return base && !bases.shown.has(base.node) ? membersOf(base, bases) : [];
  }
  const all = inheritedFrom(of, file, { ...bases, shown: new Set() });
  const named: readonly string[] = (keys?.getText() ?? "").match(/(?<=")[^"]+(?=")/g) ?? [];
  const isNamed = (member: Member) => named.includes(nameOf(member));
  if (name === "Pick") return all.filter(isNamed);
  return name === "Omit" ? all.filter((member) => !isNamed(member)) : all;
}

const nameOf = ({ name }: Member) => name.replace(/[?(].*/s, "");

function memberOf(member: ts.TypeElement | ts.ClassElement): Member[] {
  const { name } = member;
  if (!name || ts.isPrivateIdentifier(name) || ts.isComputedPropertyName(name) || isHidden(member)) return [];
  const doc = docOf(member);
  if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) {
    const params = member.parameters.map((one) => one.getText()).join(", ");
    return [{ name: `${name.getText()}${optional(member)}(${params})`, type: member.type?.getText() ?? "void", doc }];
  }
  const { type } = member as ts.PropertySignature | ts.GetAccessorDeclaration;
  return [{ name: `${name.getText()}${optional(member)}`, type: type?.getText() ?? "", doc }];
}

const optional = (member: ts.TypeElement | ts.ClassElement) =>
  "questionToken" in member && member.questionToken ? "?" : "";

function isHidden(member: ts.TypeElement | ts.ClassElement): boolean {
  const hidden = [ts.SyntaxKind.StaticKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.OverrideKeyword] as const;
  return ts.isConstructorDeclaration(member) || hidden.some((one) => ts.canHaveModifiers(member) && has(member, one));
}

/** The doc comment of a declaration. For a variable, the doc comment of its statement. */
function docOf(node: ts.Node): Doc {
  const comments = ts.getJSDocCommentsAndTags(node);
  const told = (comment: ts.JSDoc["comment"]) => forPage(ts.getTextOfJSDocComment(comment)?.trim() ?? "");
  const doc = comments.filter(ts.isJSDoc).at(-1);
  const tags = ts.getJSDocTags(node);
  const named = (name: string) => tags.filter(({ tagName }) => tagName.text === name);
  return {
    text: told(doc?.comment),
    params: tags.filter(ts.isJSDocParameterTag).map((tag) => ({ name: tag.name.getText(), text: told(tag.comment) })),
    returns: [...named("returns"), ...named("return")].map(({ comment }) => told(comment)).join(" "),
    throws: named("throws").map((tag) => told(tag.comment)),
    example: named("example")
      .map(({ comment }) => ts.getTextOfJSDocComment(comment)?.trim() ?? "")
      .join("\n"),
  };
}

/**
 * A comment as a paragraph of the page, with links to other pages and without references to sources outside the
 * repository.
 */
function forPage(comment: string): string {
  return comment
    .replaceAll(/(?<!\n)\n(?![\n-])/g, " ")
    .replaceAll(/ \((?:design|reference\/)[^)]*\)/g, "")
    .replaceAll(/`?docs\/([\w-]+\.md)`?/g, "[$1]($1)");
}

/** The comment at the head of a module. */
function moduleDoc(file: ts.SourceFile): string {
  const [first] = file.statements;
  const isOfModule =
    first && (ts.isImportDeclaration(first) || ts.isExportDeclaration(first) || ts.isExpressionStatement(first));
  return isOfModule ? docOf(first).text : "";
}
