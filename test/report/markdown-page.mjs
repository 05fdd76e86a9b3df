/**
 * Reads a JSON list of Markdown texts from its input and prints what GitHub makes of each: `{tree, page}`, the syntax tree of
 * remark with GFM, and the HTML tree that is left by GitHub's rules for safe HTML. Of a text that is an HTML document it prints
 * the HTML tree as it is, without what scripts and styles consist of. A process of its own: these are ES modules, which jest
 * does not load as they are.
 */
import { text } from "node:stream/consumers";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const parser = unified().use(remarkParse).use(remarkGfm);
const renderer = unified().use(remarkRehype, { allowDangerousHtml: true }).use(rehypeRaw).use(rehypeSanitize);
/** @type {(key: string, value: unknown) => unknown} */
const withoutPlaces = (key, value) => (key === "position" || key === "data" ? undefined : value);

/**
 * @typedef {{type: string, tagName?: string, children?: Element[]}} Element
 * @type {(node: Element) => void}
 */
function emptyScripts(node) {
  if (node.tagName === "script" || node.tagName === "style") node.children = [];
  node.children?.forEach(emptyScripts);
}

const reader = unified().use(rehypeRaw);
const pages = [];
for (const markdown of JSON.parse(await text(process.stdin))) {
  if (/^<!doctype html>/i.test(markdown)) {
    const page = await reader.run({ type: "root", children: [{ type: "raw", value: markdown }] });
    emptyScripts(page);
    pages.push({ tree: { type: "root" }, page });
    continue;
  }
  const tree = parser.parse(markdown);
  pages.push({ tree, page: await renderer.run(structuredClone(tree)) });
}
process.stdout.write(JSON.stringify(pages, withoutPlaces));
