import type { MistakeKind } from "../mutations/edits.ts";

/** Mistakes that the checks do not find, or find with a lower severity, and why. */
export interface Miss {
  readonly in: "export" | "definition";
  readonly kind: MistakeKind;
  /** The missed mutations, by what they changed and, if necessary, by the file. */
  readonly what: RegExp;
  readonly file?: RegExp;
  readonly reason: string;
}

export const misses: readonly Miss[] = [
  {
    in: "export",
    kind: "misspelt function",
    what: /^if$/i,
    reason: "A name of two letters may be any other function: the unknown function is a note.",
  },
  {
    in: "export",
    kind: "missing property",
    what: /^collectInput\.inputData$/,
    file: /CallbackBundleBasic/,
    reason: "The action takes a part from another file ('ref'), which may have the property.",
  },
];
