import { stringify } from "yaml";
import type { ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getMap, isMap } from "../../archy/values.ts";
import { entry } from "../../decompile/print.ts";
import { isSame, isScalar } from "../rewrite/rewrite.ts";
import { NotEditable, type SourceTree } from "../source-tree.ts";
import type { TextEdit } from "../text-edits.ts";
import type { LostPlaceholder } from "./take-export.ts";
import { escaped, type Forms, keptIn, type PlaceholderValues } from "./written-values.ts";

/** Keys whose values are never rewritten as a whole, because they also contain other content. */
const PARTS = new Set(["", "nodes", "tasks"]);

/**
 * The edits that give a definition's text its new content and change as few lines as possible. An edit replaces a
 * scalar or a key's own lines if possible, otherwise the smallest mapping or list around it.
 */
export class DefinitionEdits {
  readonly #tree: SourceTree;
  readonly #values: PlaceholderValues;
  readonly lost: LostPlaceholder[] = [];
  readonly #wholeNodes: boolean;

  /**
   * @param o.wholeNodes whether to rewrite a whole node if its form in the file is different, because its keys may
   *   depend on each other
   */
  constructor(tree: SourceTree, values: PlaceholderValues, o: { readonly wholeNodes: boolean }) {
    this.#tree = tree;
    this.#values = values;
    this.#wholeNodes = o.wholeNodes;
  }

  /** @throws NotEditable if the file does not contain the changed part in this form */
  of(forms: Forms): TextEdit[] {
    const edits = this.#changed([], forms);
    if (edits) return edits;
    throw new NotEditable("The file does not contain this part of the flow in this form.", 1);
  }

  /** Returns undefined if the surrounding value must be rewritten instead. */
  #changed(path: ArchyPath, forms: Forms): TextEdit[] | undefined {
    const { raw, filled, before, after } = forms;
    if (isSame(before, after) || isSame(filled, after)) return [];
    if (this.#wholeNodes && isNode(path) && !isSame(filled, before)) return this.#replaced(path, forms);
    if (areMaps(forms)) {
      const edits = this.#inMapping(path, forms);
      if (edits) return edits;
    }
    if (Array.isArray(raw) && Array.isArray(filled) && Array.isArray(before) && Array.isArray(after)) {
      const edits = this.#inList(path, { raw, filled, before, after });
      if (edits) return edits;
    }
    return PARTS.has(path.join("\n")) || isNodesOfTask(path) ? this.#refuse(path, forms) : this.#replaced(path, forms);
  }

  #refuse(path: ArchyPath, { raw, before, after }: Forms): never {
    const keys = [...new Set([...keysOf(before), ...keysOf(after)])].filter(
      (key) =>
        !isSame((before as ArchyMap)[key], (after as ArchyMap)[key]) && !Object.hasOwn((raw ?? {}) as object, key),
    );
    const line = path.length === 0 ? 1 : this.#tree.lineOf(this.#tree.key(path).from);
    const what = keys.map((key) => `'${key}'`).join(", ");
    throw new NotEditable(
      `${what} changed, but the file does not contain it here: it comes from a fragment or is written differently.`,
      line,
    );
  }

  #inMapping(path: ArchyPath, { raw, filled, before, after }: MapForms): TextEdit[] | undefined {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    const changed = keys.filter((key) => !isSame(before[key], after[key]));
    const isFlow = this.#tree.isFlow(path);
    const edits: TextEdit[] = [];
    const added: string[] = [];
    for (const key of changed) {
      const at = [...path, key];
      const isWritten = Object.hasOwn(raw, key);
      const isRemoved = !Object.hasOwn(after, key);
      if (!isWritten && Object.hasOwn(before, key)) return undefined;
      if (isFlow && isRemoved) return undefined;
      if (isRemoved) edits.push(this.#tree.removal(at));
      else if (!isWritten) added.push(key);
      else {
        const own = filled[key] as ArchyValue;
        const inner = this.#changed(at, {
          raw: raw[key] as ArchyValue,
          filled: own,
          before: Object.hasOwn(before, key) ? (before[key] as ArchyValue) : own,
          after: after[key] as ArchyValue,
        });
        if (!inner) return undefined;
        edits.push(...inner);
      }
    }
    if (!isFlow) return [...edits, ...this.#insertions(path, added, { raw, after })];
    const inFlow = this.#inFlow(path, added, { raw, after });
    return inFlow && [...edits, ...inFlow];
  }

  /**
   * The edits that insert new keys between braces, each after its predecessor. Undefined if a predecessor has no value
   * to insert after.
   */
  #inFlow(
    path: ArchyPath,
    added: readonly string[],
    o: { readonly raw: ArchyMap; readonly after: ArchyMap },
  ): TextEdit[] | undefined {
    const order = Object.keys(o.after);
    const edits: TextEdit[] = [];
    for (const key of added) {
      const anchor = order.slice(0, order.indexOf(key)).findLast((one) => (o.raw[one] ?? null) !== null);
      if (anchor === undefined) return undefined;
      const { to } = this.#tree.span([...path, anchor]);
      const text = flowText({ [key]: escaped(o.after[key] as ArchyValue) });
      edits.push({ from: to, to, text: `, ${text.slice(1, -1)}` });
    }
    return edits;
  }

  #inList(
    path: ArchyPath,
    { raw, filled, before, after }: Readonly<Record<keyof Forms, ArchyValue[]>>,
  ): TextEdit[] | undefined {
    if (raw.length !== before.length || before.length !== after.length) return undefined;
    const edits: TextEdit[] = [];
    for (const [index, item] of after.entries()) {
      const forms = { raw: raw[index], filled: filled[index], before: before[index], after: item } as Forms;
      if (isSame(forms.before, item)) continue;
      if (!isMap(forms.raw) && !isScalar(forms.raw)) return undefined;
      if (isScalar(forms.raw) !== isScalar(item)) return undefined;
      const at = [...path, index];
      const inner = isMap(forms.raw) && isMap(item) ? this.#inItem(at, forms) : this.#changed(at, forms);
      if (!inner) return undefined;
      edits.push(...inner);
    }
    return edits;
  }

  #inItem(path: ArchyPath, forms: Forms): TextEdit[] | undefined {
    const hasSameKeys = keysOf(forms.before).join("\n") === keysOf(forms.after).join("\n");
    return areMaps(forms) && hasSameKeys ? this.#inMapping(path, forms) : undefined;
  }

  /** Inserts lines for new keys. A new node follows a node that leads to it; other keys are in order. */
  #insertions(
    path: ArchyPath,
    added: readonly string[],
    o: { readonly raw: ArchyMap; readonly after: ArchyMap },
  ): TextEdit[] {
    const { raw, after } = o;
    const order = Object.keys(after);
    const written = Object.keys(raw);
    const behind = new Map<string, string[]>();
    const place = new Map<string, string>();
    for (const key of added) {
      const leading = path.at(-1) === "nodes" ? order.find((id) => id !== key && leadsTo(after[id], key)) : undefined;
      const previous = order.slice(0, order.indexOf(key)).findLast((id) => written.includes(id) || place.has(id));
      const wanted = leading ?? previous ?? "";
      const anchor = written.includes(wanted) ? wanted : (place.get(wanted) ?? written.at(-1) ?? "");
      place.set(key, anchor);
      behind.set(anchor, [...(behind.get(anchor) ?? []), key]);
    }
    return [...behind].map(([anchor, keys]) => {
      const lines = this.#tree.entry([...path, anchor]);
      const texts = keys.flatMap((key) => entry(key, escaped(after[key] as ArchyValue), lines.indent).split("\n"));
      return this.#tree.insertion(lines.to, texts);
    });
  }

  #replaced(path: ArchyPath, forms: Forms): TextEdit[] | undefined {
    const { raw, filled, before, after } = forms;
    const tree = this.#tree;
    const lose = (lost: Omit<LostPlaceholder, "line">) =>
      this.lost.push({ ...lost, line: tree.lineOf(tree.span(path).from) });
    const now = keptIn({ raw, filled, before, after }, this.#values, lose);
    const parent = path.slice(0, -1);
    if (isScalar(raw) && isScalar(after)) return [this.#scalar(path, now)];
    if (tree.isFlow(parent) || (tree.isFlow(path) && !Array.isArray(after)))
      return [{ ...tree.span(path), text: flowText(now) }];
    if (typeof path.at(-1) === "number") return undefined;
    const lines = tree.entry(path);
    const text = entry(String(path.at(-1)), now, lines.indent).replaceAll("\n", tree.eol);
    return [{ from: lines.from, to: lines.to, text: `${text}${tree.eol}` }];
  }

  /** Replaces a scalar with another, in the same quotes and lines if possible. */
  #scalar(path: ArchyPath, now: ArchyValue): TextEdit {
    const { from, to } = this.#tree.span(path);
    const old = this.#tree.text.slice(from, to);
    if (old.startsWith('"') && typeof now === "string" && !/["\\\n]/.test(now))
      return { from, to, text: JSON.stringify(now) };
    const header = /^([|>][-+]?)[ \t]*\r?\n( *)/.exec(old);
    if (header && typeof now === "string" && now.includes("\n")) {
      const [, sign = "|", space = ""] = header;
      const lines = now.replace(/\n$/, "").split("\n");
      const body = lines.map((line) => (line === "" ? "" : `${space}${line}`)).join(this.#tree.eol);
      return { from, to, text: `${sign.replace(">", "|")}${this.#tree.eol}${body}` };
    }
    return { from, to, text: flowText(now) };
  }
}

type MapForms = Readonly<Record<keyof Forms, ArchyMap>>;

function areMaps(forms: Forms): forms is MapForms {
  return [forms.raw, forms.filled, forms.before, forms.after].every(isMap);
}

function isNode(path: ArchyPath): boolean {
  return path.at(-2) === "nodes" && (path.length === 2 || (path.length === 4 && path[0] === "tasks"));
}

function isNodesOfTask(path: ArchyPath): boolean {
  return path[0] === "tasks" && (path.length === 2 || (path.length === 3 && path[2] === "nodes"));
}

/** Whether a node leads to another node. A menu also leads to the targets of its choices. */
function leadsTo(node: ArchyValue | undefined, id: string): boolean {
  const choices = Object.values(getMap(getMap(node, "menu"), "choices") ?? {});
  const targets = [get(node, "then"), ...Object.values(getMap(node, "on") ?? {})];
  return [...targets, ...choices.map((choice) => get(choice, "then") ?? choice)].includes(id);
}

function keysOf(value: ArchyValue): string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** A value in a form that is valid anywhere, including between brackets and commas. */
export function flowText(value: ArchyValue): string {
  const style = { lineWidth: 0, flowCollectionPadding: false, blockQuote: false, schema: "core" } as const;
  return stringify([value], { ...style, collectionStyle: "flow" })
    .trim()
    .slice(1, -1)
    .trim();
}
