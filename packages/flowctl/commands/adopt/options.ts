import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSeq, parseDocument } from "yaml";
import type { AdoptableFlow } from "./candidates.ts";

/** An options file to write. */
export interface WrittenOptions {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
}

/**
 * The options that make an adopted flow one of the stack that adopts it: other stacks do not have the flow. An export that was there
 * before keeps its options; where they name stacks, this one is added.
 * @returns undefined where nothing changes
 */
export function adoptedOptions(flow: AdoptableFlow, o: { root: string; stack: string }): WrittenOptions | undefined {
  const file = flow.file.replace(/\.ya?ml$/, "").replace(/[^/]*$/, `${flow.key}.options.yaml`);
  const path = join(o.root, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const text = withStack(before, { stack: o.stack, isNew: flow.text !== undefined });
  return text === undefined || text === before ? undefined : { file, text };
}

/** The text of options with a stack; comments and order stay. Undefined where there is nothing to write. */
export function withStack(
  before: string | undefined,
  { stack, isNew }: { readonly stack: string; readonly isNew: boolean },
): string | undefined {
  const document = parseDocument(before ?? "");
  const stacks = document.get("stacks");
  if (isSeq(stacks)) {
    if (stacks.toJSON().includes(stack)) return before;
    stacks.add(stack);
  } else {
    if (!isNew || stacks !== undefined) return before;
    if (document.contents === null) document.contents = document.createNode({}) as unknown as typeof document.contents;
    document.set("stacks", document.createNode([stack], { flow: true }));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
