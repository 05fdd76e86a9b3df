import { type Referable, RefResolver } from "../archy/container-refs.ts";
import { withValueAt } from "../archy/outputs.ts";
import { archyPathText } from "../archy/places.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getText, isMap, valueAt } from "../archy/values.ts";
import type { FlowGraph } from "../graph/types.ts";
import { rewriteEdits } from "./rewrite/rewrite.ts";
import { NotEditable } from "./source-tree.ts";
import type { TextEdit } from "./text-edits.ts";

/** An export that is being edited. Base class for insertion and removal. */
export abstract class ExportEditor {
  protected readonly doc: ArchyDocument;
  protected readonly graph: FlowGraph;
  protected readonly parts: RefResolver;
  readonly #before: ArchyMap;
  #after: ArchyValue;

  constructor(document: ArchyDocument, graph: FlowGraph) {
    this.doc = document;
    this.graph = graph;
    this.parts = new RefResolver(document);
    this.#before = { [document.flowType]: document.body };
    this.#after = this.#before;
  }

  /** The text edits that produce the changed document. @throws NotEditable if that is impossible */
  protected edits(): TextEdit[] {
    return rewriteEdits(this.doc.text, this.#before, this.#after);
  }

  /** The document with all changes so far. */
  protected get after(): ArchyValue {
    return this.#after;
  }

  /** The value at a path from the root, before the change. */
  protected valueAt(path: ArchyPath): ArchyValue | undefined {
    return valueAt(this.#before, path);
  }

  /** The number of items of the list at a path, before the change. */
  protected lengthAt(path: ArchyPath): number {
    const list = this.valueAt(path);
    return Array.isArray(list) ? list.length : 0;
  }

  protected set(path: ArchyPath, value: ArchyValue): void {
    this.#after = withValueAt(this.#after, path, value);
  }

  /** Removes items and keys by their paths before the change. Call only before other changes that shift these paths. */
  protected remove(paths: readonly ArchyPath[]): void {
    this.#after = without(this.#after, new Set(paths.map((path) => `/${path.join("/")}`)), "");
  }

  protected insertAt(list: ArchyPath, index: number, items: readonly ArchyValue[]): void {
    this.set(list, (valueAt(this.#after, list) as readonly ArchyValue[]).toSpliced(index, 0, ...items));
  }

  /** Adds a key to the flow, before or after another key. */
  protected addKey(
    key: string,
    value: ArchyValue,
    beside: { readonly before?: string; readonly after?: string },
  ): void {
    const path = [this.doc.flowType];
    const entries = Object.entries(valueAt(this.#after, path) as ArchyMap);
    const at = entries.findIndex(([name]) => name === (beside.before ?? beside.after));
    this.set(path, Object.fromEntries(entries.toSpliced(beside.before === undefined ? at + 1 : at, 0, [key, value])));
  }

  /** The reference to a part: `/inboundCall/tasks/task[Main_10]`. */
  protected referenceTo(part: Referable): string {
    return archyPathText(this.doc, part.path);
  }

  /**
   * Makes the flow start at a different part. Changes only the end of the reference, so a relative reference remains
   * relative.
   * @throws NotEditable if the reference is written in a different form
   */
  protected startAt(other: string, from: Referable): void {
    const path = [this.doc.flowType, "startUpRef"];
    const withoutRoot = (reference: string) => reference.slice(`/${this.doc.flowType}/`.length);
    const before = withoutRoot(this.referenceTo(from));
    const written = getText(this.doc.body, "startUpRef") ?? "";
    if (!written.includes(before))
      throw new NotEditable(`'startUpRef' is not written as ${before}.`, this.doc.locate(path).line);
    this.set(
      path,
      written.replace(before, () => withoutRoot(other)),
    );
  }
}

function without(value: ArchyValue, gone: ReadonlySet<string>, at: string): ArchyValue {
  const kept = ([key]: readonly [string | number, ArchyValue]) => !gone.has(`${at}/${key}`);
  const inner = ([key, one]: readonly [string | number, ArchyValue]) => without(one, gone, `${at}/${key}`);
  if (Array.isArray(value)) return [...value.entries()].filter(kept).map(inner);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(kept)
      .map((entry) => [entry[0], inner(entry)]),
  );
}
