import { parseArchy } from "../../archy/parse.ts";
import type { ArchyDocument } from "../../archy/types.ts";
import { getText } from "../../archy/values.ts";
import { entryLines } from "../call-text.ts";
import { SourceTree } from "../source-tree.ts";
import { type TextEdit, withEdits } from "../text-edits.ts";

/** What a flow is called, and its description; undefined for none. */
interface Head {
  readonly name: string;
  readonly description: string | undefined;
}

/** The text of an export with another name and description: as an older document writes them, where that has the same. */
export function withHead(text: string, { name, description }: Head, older: ArchyDocument): string {
  const { flowType, body, name: written } = parseArchy(text, { file: older.file });
  const tree = new SourceTree(text);
  const edits: TextEdit[] = [];
  const lines = (key: string, value: string, indent: number): string => {
    if (getText(older.body, key) === value) {
      const { from, to } = new SourceTree(older.text).entry([older.flowType, key]);
      return older.text.slice(from, to);
    }
    return `${entryLines(key, value, { indent, listIndent: 2 }).join(tree.eol)}${tree.eol}`;
  };
  const instead = (key: string, value: string | undefined) => {
    const path = [flowType, key];
    if (!tree.has(path) || getText(body, key) === value) return;
    const entry = tree.entry(path);
    if (value === undefined && getText(older.body, key) === undefined) edits.push(...tree.removals([entry]));
    else edits.push({ from: entry.from, to: entry.to, text: lines(key, value ?? "", entry.indent) });
  };
  if (written !== name) instead("name", name);
  instead("description", description);
  return withEdits(text, edits);
}
