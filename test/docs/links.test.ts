import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { sidebarOf } from "../../site/sidebar.ts";
import { slugOf } from "../../site/slug.ts";
import { checkout, inCheckout } from "../harness/checkout.ts";

const pages = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: checkout,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file !== "" && existsSync(inCheckout(file)));

/** Where a project of its own has these pages. */
const PACKAGE = /^node_modules\/genesys-flows\//;

/** The text of a page without its blocks of code. */
const textOf = (file: string) =>
  readFileSync(inCheckout(file), "utf8")
    .replaceAll(/^( *)(`{3,})[^`\n]*\n[\s\S]*?^\1\2 *$/gm, "")
    .replaceAll(/^ {4,}(?![-*|\d]).*$/gm, "");

/** The anchors of a page, as the code host makes them: a heading that occurs twice gets a number. */
function anchorsOf(file: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const text = textOf(file);
  for (const [, heading = ""] of text.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const shown = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]|<[^>]+>/g, "");
    const slug = slugOf(shown);
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id = ""] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

test.each(pages)("every link of %s leads to a file and a heading", (page) => {
  const wrong: string[] = [];
  for (const [, target = ""] of textOf(page)
    .replaceAll(/`[^`\n]*`/g, "")
    .matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path = "", anchor] = target.replace(PACKAGE, "/").split("#");
    const file =
      path === "" ? page : posix.join(path.startsWith("/") ? "." : posix.dirname(page), decodeURIComponent(path));
    if (!existsSync(inCheckout(file))) wrong.push(`${target}: the file does not exist`);
    else if (anchor !== undefined && !statSync(inCheckout(file)).isDirectory() && !anchorsOf(file).has(anchor))
      wrong.push(`${target}: no heading has this anchor`);
  }
  expect(wrong).toEqual([]);
});

test("the index has each page of the documentation once", () => {
  const named = sidebarOf(checkout).flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`));
  const ofDocs = pages.filter((file) => file.startsWith("docs/") && file !== "docs/README.md");
  expect(ofDocs.filter((file) => !named.includes(file))).toEqual([]);
  expect(named.filter((file, at) => named.indexOf(file) !== at)).toEqual([]);
});
