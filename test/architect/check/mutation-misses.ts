import type { MistakeKind } from "../mutations/edits.ts";

/** Mistakes that the checks do not find, or find to be less grave, and why. */
export interface Miss {
  readonly in: "export" | "definition";
  readonly kind: MistakeKind;
  /** The mutations that it is about, by what they changed, and by the file where that is not enough. */
  readonly what: RegExp;
  readonly file?: RegExp;
  readonly reason: string;
}

export const misses: readonly Miss[] = [
  {
    in: "export",
    kind: "misspelt function",
    what: /^if$/i,
    reason: "A name of two letters may be any other function: it is a note that the function is not known.",
  },
  {
    in: "export",
    kind: "missing property",
    what: /^collectInput\.inputData$/,
    file: /CallbackBundleBasic/,
    reason: "The action takes a part from another file ('ref'), which may have the property.",
  },
];
