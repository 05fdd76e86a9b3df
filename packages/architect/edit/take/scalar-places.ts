import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { lineStarts } from "../../archy/text.ts";
import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { keyText } from "../../archy/yaml.ts";
import { compose } from "../../archy/yaml-compose.ts";
import { kernelCodes } from "../../codes/kernel-codes.ts";
import { DiagnosticSink } from "../../diagnostic.ts";

/** A key or a single value of a YAML text. */
export interface ScalarPlace {
  readonly path: ArchyPath;
  readonly at: "key" | "value";
  /** Offsets of its first character and of the one after its last, quotes included. */
  readonly from: number;
  readonly to: number;
  readonly value: ArchyValue;
}

/** Every key and single value of a YAML text, in its order. */
export function scalarPlaces(text: string): ScalarPlace[] {
  const source = { file: "", text, starts: lineStarts(text) };
  const root = compose(source, { sink: new DiagnosticSink(kernelCodes), maxTokens: Number.POSITIVE_INFINITY });
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
  walk(root, []);
  return found;
}
