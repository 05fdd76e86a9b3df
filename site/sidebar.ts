import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** A group of the navigation, in VitePress's format. */
interface Group {
  readonly text: string;
  readonly collapsed: boolean;
  readonly items: { readonly text: string; readonly link: string }[];
}

const HEADING = /^\*\*(.+)\*\*$/;
const ROW = /^\| (.+?) \| (.*\[.*)\|$/;
const LINK = /\[([^\]]+)\]\(([^)#]+)/g;

/**
 * The navigation, built from the index that the code host shows. The headings of the index are the groups, and the
 * links in its tables are the pages.
 */
export function sidebarOf(root: string): Group[] {
  const groups: Group[] = [];
  for (const line of readFileSync(join(root, "docs/README.md"), "utf8").split("\n")) {
    const [, heading] = HEADING.exec(line) ?? [];
    if (heading !== undefined) groups.push({ text: heading, collapsed: groups.length > 0, items: [] });
    const [, , cell] = ROW.exec(line) ?? [];
    for (const [, text = "", target = ""] of (cell ?? "").matchAll(LINK))
      groups.at(-1)?.items.push({ text, link: `/${posix.join("docs", target).replace(/\.md$/, "")}` });
  }
  return groups;
}
