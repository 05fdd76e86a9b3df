import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { parseArchy } from "../../archy/parse.ts";
import { type Scalar, substitute } from "../../archy/placeholders.ts";
import type { ArchyDocument, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { valueAt } from "../../archy/values.ts";
import { keyText } from "../../archy/yaml.ts";
import { SourceTree } from "../source-tree.ts";
import { dataOf } from "./parts.ts";
import { SamePlaces } from "./same-place.ts";
import type { ExportFile } from "./take-export.ts";

/** The values of a file's placeholders in a version of the flow, for placeholders that are a whole value. */
export function placeholderValues(
  { file, text, values }: ExportFile,
  version: ArchyDocument,
): Readonly<Record<string, Scalar>> {
  const filled = substitute(text, values, { file });
  const source = parseArchy(filled.text, { file, filled: filled.filled });
  const same = new SamePlaces(dataOf(source), dataOf(version));
  const found: Record<string, Scalar> = {};
  for (const place of scalarPlaces(filled.text)) {
    const stretch = filled.filled.find(({ from, to }) => place.from <= from && to <= place.to);
    if (place.at === "key" || !stretch || String(place.value) !== filled.text.slice(stretch.from, stretch.to)) continue;
    const now = same.of(place.path);
    const value = now && valueAt(dataOf(version), now);
    if (value !== undefined && value !== null && typeof value !== "object") found[stretch.key] = value;
  }
  return found;
}

export interface ScalarPlace {
  readonly path: ArchyPath;
  readonly at: "key" | "value";
  /** Offsets of the first character and of the character after the last, including quotes. */
  readonly from: number;
  readonly to: number;
  readonly value: ArchyValue;
}

export function scalarPlaces(text: string): ScalarPlace[] {
  const found: ScalarPlace[] = [];
  const add = (node: Node, at: ScalarPlace["at"], path: ArchyPath) => {
    if (!isScalar(node) || !node.range) return;
    const value = at === "key" ? keyText(node) : ((node.value ?? null) as ArchyValue);
    found.push({ path, at, from: node.range[0], to: node.range[1], value });
  };
  const walk = (node: Node | null | undefined, path: ArchyPath): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
        const inner = [...path, keyText(key)];
        add(key, "key", inner);
        walk(value, inner);
      }
    } else if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item as Node, [...path, index]);
    else if (node) add(node, "value", path);
  };
  walk(new SourceTree(text).root, []);
  return found;
}
