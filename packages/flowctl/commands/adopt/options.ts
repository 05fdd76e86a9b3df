import { isSeq, parseDocument } from "yaml";
import { type FileChange, presentOptions } from "../../changing/write-files.ts";
import { printed } from "../../changing/yaml-text.ts";
import type { AdoptableFlow } from "./candidates.ts";

/** An options file to write, relative to the project; or why one cannot be written. */
export type AdoptedOptions = (FileChange & { readonly file: string }) | { readonly problem: string };

/**
 * The options that make an adopted flow one of the stack that adopts it: other stacks do not have the flow. An export that was there
 * before keeps its options; where they name stacks, this one is added.
 * @returns undefined where nothing changes
 */
export function adoptedOptions(flow: AdoptableFlow, o: { root: string; stack: string }): AdoptedOptions | undefined {
  const { file, text: before } = presentOptions(o.root, flow);
  if (before !== undefined && parseDocument(before).errors.length > 0)
    return { problem: `${file} is not YAML, so the stack cannot be added to it. Correct it first.` };
  const after = withStack(before, { stack: o.stack, isNew: flow.text !== undefined });
  return after === undefined || after === before ? undefined : { file, before, after };
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
  return printed(document, before ?? "");
}
