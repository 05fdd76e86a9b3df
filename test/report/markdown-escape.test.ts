import { printable, printableLine } from "@genesys-flows/architect";
import fc from "fast-check";
import { code, fenced, htmlCode, prose } from "../../packages/report/forms/markdown/escape.ts";
import { active, githubPages, nodesOf, pageText, type TreeNode } from "./github-page.ts";
import { hostileTexts } from "./hostile.ts";

const pieces = fc.constantFrom(
  ...Object.values(hostileTexts).flatMap((text) => text.split(/(?<=[\s>])/)),
  ..."`*_[]<>&|~\\#@!+-=.:;$()\"'{} \t\n".split(""),
  ...[
    "  ",
    "    ",
    "``",
    "```",
    "1.",
    "2)",
    "- ",
    "+ ",
    "word",
    "Word.",
    "->",
    "&amp;",
    "PIN1",
    "1234567",
    "ab",
    "é",
    "日本",
  ],
);
const texts = fc.sample(
  fc.oneof(
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 30 }),
  ),
  { numRuns: 3000 },
);
const all = [...Object.values(hostileTexts), "", " ", "  a  ", "\n", "a\n", "\na", "a\n\n\nb", ...texts];

/** The kinds of nodes in a tree of Markdown below the document. */
function kinds(tree: TreeNode): Set<string> {
  return new Set([...nodesOf(tree)].map(({ node }) => node.type));
}

const only = (tree: TreeNode, allowed: readonly string[]) => [...kinds(tree)].filter((kind) => !allowed.includes(kind));

/** The text of a tree of Markdown: code as it is, a break as a line feed. */
function textOf(tree: TreeNode): string {
  return [...nodesOf(tree)].map(({ node }) => (node.type === "break" ? "\n" : (node.value ?? ""))).join("");
}

test("a code span has its text and nothing else, at the beginning of a line and within it", () => {
  const pages = githubPages(all.flatMap((text) => [code(text), `a ${code(text)}, b`, `- ${code(text)}`]));
  all.forEach((text, index) => {
    const shown = printableLine(text) || '""';
    const [alone, within, item] = pages.slice(3 * index, 3 * index + 3);
    // Where even a code span cannot have its backticks, they are escaped.
    const expected = shown;
    for (const [found, around] of [
      [alone, expected],
      [within, `a ${expected}, b`],
      [item, expected],
    ] as const) {
      expect(textOf(found?.tree as TreeNode)).toBe(around);
      expect(only(found?.tree as TreeNode, ["root", "paragraph", "inlineCode", "text", "list", "listItem"])).toEqual(
        [],
      );
      expect(active(found?.page as TreeNode)).toEqual([]);
    }
  });
});

test("a sentence has its text, and is one paragraph without links, mentions, headings or HTML", () => {
  const indented = (text: string) => `- ${prose(text).replaceAll("\n", "\n  ")}`;
  const shown = all.filter((text) => text !== "");
  const pages = githubPages(shown.flatMap((text) => [prose(text), `\`~\` ${prose(text)} · b`, indented(text)]));
  shown.forEach((text, index) => {
    const [alone, within, item] = pages.slice(3 * index, 3 * index + 3);
    const expected = printable(text)
      .replaceAll("\t", "\\u{9}")
      .replace(/(?<=\n)$/, "\\u{a}");
    for (const [found, around] of [
      [alone, expected],
      [within, `~ ${expected} · b`],
      [item, expected],
    ] as const) {
      expect(plain(textOf(found?.tree as TreeNode))).toBe(plain(around));
      const allowed = ["root", "paragraph", "inlineCode", "text", "break", "list", "listItem"];
      expect(only(found?.tree as TreeNode, allowed)).toEqual([]);
      expect(found?.tree.children).toHaveLength(1);
      expect(active(found?.page as TreeNode)).toEqual([]);
    }
  });
});

/** Line starts that would be commands to a CI are escaped by what is in a line of code too. */
function plain(text: string): string {
  return text.replaceAll("\\u{3a}", ":").replaceAll("\\u{23}", "#");
}

test("code in a summary has its text", () => {
  const pages = githubPages(all.map((text) => `<details><summary>${htmlCode(text)}</summary>\n\nb\n\n</details>`));
  all.forEach((text, index) => {
    expect(pageText(pages[index]?.page as TreeNode).replaceAll("\n", "")).toBe(`${printableLine(text)}b`);
    expect(active(pages[index]?.page as TreeNode)).toEqual([]);
  });
});

test("a code block ends where it ends", () => {
  const blocks = all.map((text) => printable(text).trimEnd());
  const pages = githubPages(blocks.map((text) => `${fenced("mermaid", text)}\n\nafter`));
  blocks.forEach((text, index) => {
    const children = pages[index]?.tree.children ?? [];
    expect(children.map(({ type }) => type)).toEqual(["code", "paragraph"]);
    expect(children[0]?.value).toBe(text);
  });
});

test("a code span ends before the punctuation of its sentence", () => {
  expect(prose("closes at 16:00 (was 18:00); at C-1, and PIN1.")).toBe(
    "closes at `16:00` (was `18:00`); at `C-1`, and `PIN1`.",
  );
});
