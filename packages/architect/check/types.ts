import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyDocument } from "../archy/types.ts";
import type { FlowGraph, ModuleContract } from "../graph/types.ts";

/** One flow among several that are checked together. */
export interface FlowToCheck {
  readonly key: string;
  /** An export; absent for a definition, which is checked by its graph. */
  readonly document?: ArchyDocument;
  readonly graph: FlowGraph;
  /** Of a definition: the values that were filled in where it says `${name}`. */
  readonly filledIn?: readonly Scalar[];
  /** What callers may rely on, of a module; the graph's own when absent. */
  readonly contract?: ModuleContract;
}
