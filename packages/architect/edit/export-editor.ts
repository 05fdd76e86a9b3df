import { type Referable, RefResolver } from "../archy/container-refs.ts";
import { valueAt } from "../archy/outputs.ts";
import { archyPathText } from "../archy/path-text.ts";
import type { ArchyDocument, ArchyPath, ArchyValue } from "../archy/types.ts";
import type { FlowGraph } from "../graph/types.ts";
import { NotEditable, SourceTree } from "./source-tree.ts";
import type { TextEdit } from "./text-edits.ts";

/** An export whose text is edited: what both an insertion and a removal look at. */
export abstract class ExportEditor {
  protected readonly doc: ArchyDocument;
  protected readonly graph: FlowGraph;
  protected readonly tree: SourceTree;
  protected readonly parts: RefResolver;

  constructor(document: ArchyDocument, graph: FlowGraph) {
    this.doc = document;
    this.graph = graph;
    this.tree = new SourceTree(document.text);
    this.parts = new RefResolver(document);
  }

  /** The value at a path from the root. */
  protected valueAt(path: ArchyPath): ArchyValue | undefined {
    return valueAt({ [this.doc.flowType]: this.doc.body }, path);
  }

  /** The reference to a part: `/inboundCall/tasks/task[Main_10]`. */
  protected referenceTo(part: Referable): string {
    return archyPathText(this.doc, part.path);
  }

  /**
   * The flow starts at another part. Only the end of the reference changes, so it stays relative and quoted as it was.
   * @throws NotEditable where the reference is written in another form
   */
  protected startAt(other: string, from: Referable): TextEdit {
    const path = [this.doc.flowType, "startUpRef"];
    const withoutRoot = (reference: string) => reference.slice(`/${this.doc.flowType}/`.length);
    const before = withoutRoot(this.referenceTo(from));
    const scalar = this.tree.scalar(path);
    const written = this.tree.text.slice(scalar.from, scalar.to);
    if (!written.includes(before))
      throw new NotEditable(`'startUpRef' is not written as ${before}.`, this.tree.lineOf(scalar.from));
    return { ...scalar, text: written.replace(before, () => withoutRoot(other)) };
  }
}
