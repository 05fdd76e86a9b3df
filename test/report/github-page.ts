import { answers } from "../harness/mermaid.ts";

/** A node of a syntax tree: of Markdown (mdast) or of a page (hast). */
export interface TreeNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly lang?: string;
  /** Attributes of an element. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly TreeNode[];
}

/** What GitHub makes of a text: its Markdown, and the page that its rules for safe HTML leave. */
export interface GithubPage {
  readonly tree: TreeNode;
  readonly page: TreeNode;
}

export function githubPages(texts: readonly string[]): GithubPage[] {
  return answers("test/report/markdown-page.mjs", texts) as GithubPage[];
}

/** The elements of an HTML document. */
export function htmlDocuments(texts: readonly string[]): TreeNode[] {
  return githubPages(texts).map(({ page }) => page);
}

/** Every node below and with a node, with those above it. */
export function* nodesOf(
  node: TreeNode,
  above: readonly TreeNode[] = [],
): Generator<{ readonly node: TreeNode; readonly above: readonly TreeNode[] }> {
  yield { node, above };
  for (const child of node.children ?? []) yield* nodesOf(child, [...above, node]);
}

/** The texts of a page, in order; a line break is a line feed. */
export function pageText(page: TreeNode): string {
  return [...nodesOf(page)]
    .map(({ node }) => (node.tagName === "br" ? "" : node.type === "text" ? (node.value ?? "") : ""))
    .join("");
}

/** The diagrams of a Markdown text. */
export function diagramsOf(tree: TreeNode): string[] {
  return [...nodesOf(tree)].flatMap(({ node }) =>
    node.type === "code" && node.lang === "mermaid" ? [node.value ?? ""] : [],
  );
}

/** Elements that a text of a flow could ask for. */
const UNWANTED = new Set([
  "a",
  "img",
  "script",
  "iframe",
  "input",
  "table",
  "h1",
  "h2",
  "del",
  "em",
  "sup",
  "hr",
  "blockquote",
]);

/**
 * What GitHub would make more than text of, after Markdown: it looks for these outside of code (`GitHub::HTML::MentionFilter`
 * ignores `pre`, `code` and `a`; the other filters do the same).
 */
const ACTIVE: readonly RegExp[] = [
  /(^|[^\w`])@[\w-]/,
  /#\d/,
  /\bGH-\d/i,
  /\b[\da-f]{7,40}\b/i,
  /https?:\/\/|ftp:\/\/|www\.|mailto:/i,
  /:[a-z0-9_+-]+:/i,
  /\$/,
];

/** What a page has that no text of a flow may bring: elements, and texts of which GitHub makes links or mentions. */
export function active(page: TreeNode): string[] {
  return [...nodesOf(page)].flatMap(({ node, above }) => {
    if (node.tagName && UNWANTED.has(node.tagName)) return [`<${node.tagName}>`];
    if (node.type !== "text" || above.some(({ tagName }) => tagName === "code" || tagName === "pre")) return [];
    return ACTIVE.filter((pattern) => pattern.test(node.value ?? "")).map((pattern) => `${pattern}: ${node.value}`);
  });
}

/** The elements of a page by name, without those that texts consist of. */
export function skeleton(node: TreeNode): string {
  const inner = (node.children ?? []).map(skeleton).join("");
  if (node.type === "text" || node.tagName === "code" || node.tagName === "br") return "";
  return node.tagName === undefined ? inner : `<${node.tagName}>${inner}</${node.tagName}>`;
}
