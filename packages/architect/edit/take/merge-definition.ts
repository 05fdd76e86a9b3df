import type { Scalar } from "../../archy/placeholders.ts";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { readYaml } from "../../archy/yaml.ts";
import { kernelCodes } from "../../codes/kernel-codes.ts";
import { toDefinition } from "../../decompile/decompile.ts";
import { fillKnown } from "../../definition/values.ts";
import { DiagnosticError, DiagnosticSink } from "../../diagnostic.ts";
import { diffGraphs, isEmptyDiff } from "../../diff/graphs.ts";
import { diffLines } from "../../diff/text.ts";
import type { GraphDiff } from "../../diff/types.ts";
import type { FlowGraph } from "../../graph/types.ts";
import { missingBreak, withEditsOfLines } from "../rewrite/rewrite.ts";
import { orRefused, SourceTree } from "../source-tree.ts";
import { commentsOf } from "./comments.ts";
import { DefinitionEdits } from "./definition-edits.ts";
import { type Versions, withLiveChange } from "./live-change.ts";
import type { LostComment, LostPlaceholder } from "./take-export.ts";

export interface DefinitionFile {
  readonly file: string;
  readonly text: string;
  /** Each declared value, from the stack. */
  readonly values: ReadonlyMap<string, Scalar>;
  /** Returns the key of a module by display name. */
  moduleKey(name: string): string | undefined;
  /** The graph of the definition for a changed text. @throws DiagnosticError with its errors */
  graphOf(text: string): FlowGraph;
}

export type MergedDefinition =
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "merged";
      readonly text: string;
      readonly difference: GraphDiff;
      /** The graph that the text must produce. */
      readonly graph: FlowGraph;
      readonly placeholders: readonly LostPlaceholder[];
      readonly comments: readonly LostComment[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[]; readonly difference?: GraphDiff };

/**
 * Applies the changes between two exported versions to a definition. Values, targets, nodes and keys change in place;
 * everything else, including comments and order, stays unchanged. The new text is parsed again and must produce exactly
 * the changed graph.
 */
export function mergeDefinition(file: DefinitionFile, versions: Versions): MergedDefinition {
  const change = withLiveChange(versions);
  if ("conflicts" in change) return { kind: "refused", reasons: change.conflicts };
  const { difference, graph } = change;
  if (isEmptyDiff(difference) || graph === versions.source) return { kind: "unchanged" };
  let reasons: readonly string[] = [];
  for (const wholeNodes of [false, true]) {
    const attempt = reasonsOr(file.file, () => attempted(file, { source: versions.source, graph }, { wholeNodes }));
    if ("text" in attempt) return { kind: "merged", difference, graph, ...attempt };
    ({ reasons } = attempt);
  }
  return { kind: "refused", reasons, difference };
}

type Attempt = Omit<Extract<MergedDefinition, { kind: "merged" }>, "kind" | "difference" | "graph">;

function attempted(
  file: DefinitionFile,
  { source, graph }: { readonly source: FlowGraph; readonly graph: FlowGraph },
  o: { readonly wholeNodes: boolean },
): Attempt | { readonly reasons: readonly string[] } {
  const raw = dataOf(file.text, file.file);
  const filled = fillKnown(raw, file.values);
  const tree = new SourceTree(file.text + missingBreak(file.text));
  const edits = new DefinitionEdits(tree, file.values, o);
  const [before, after] = [source, graph].map((one) => writtenAs(one, file)) as [ArchyMap, ArchyMap];
  const text = withEditsOfLines(file.text, edits.of({ raw, filled, before, after }));
  const left = diffGraphs(graph, file.graphOf(text));
  if (isEmptyDiff(left)) return { text, placeholders: edits.lost, comments: lostComments(tree, text) };
  const first =
    "The file cannot express this change. Even with the change, the flow would differ from the flow in Architect:";
  return { reasons: [first, ...diffLines(left, { valueLength: 2_000 }).map((line) => `${line.sign} ${line.text}`)] };
}

function reasonsOr<T>(file: string, make: () => T): T | { readonly reasons: readonly string[] } {
  try {
    return orRefused(file, make);
  } catch (error) {
    if (error instanceof DiagnosticError) return { reasons: error.diagnostics.map(({ message }) => message) };
    throw error;
  }
}

/** A graph in definition form, as data. @throws DiagnosticError with everything that a definition cannot express */
function writtenAs(graph: FlowGraph, { file, moduleKey }: DefinitionFile): ArchyValue {
  return fillKnown(dataOf(toDefinition(graph, { moduleKey }), file), new Map());
}

function dataOf(text: string, file: string): ArchyValue {
  const sink = new DiagnosticSink(kernelCodes);
  const read = readYaml(text, { file, sink, noPlaceholders: true });
  sink.throwIfErrors();
  return read && isMap(read.value) ? read.value : {};
}

function lostComments(tree: SourceTree, now: string): LostComment[] {
  const textsOf = (text: string) =>
    commentsOf(text).flatMap(({ from, to }) =>
      text
        .slice(from, to)
        .split("\n")
        .map((line) => ({ text: line.trim(), line: tree.lineOf(from) })),
    );
  const left = textsOf(now).map(({ text }) => text);
  return textsOf(tree.text).filter(({ text }) => {
    const at = left.indexOf(text);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
}
