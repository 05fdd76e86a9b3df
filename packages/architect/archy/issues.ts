import { type KernelCode, kernelCodes } from "../codes/kernel-codes.ts";
import { type Details, type Diagnostic, diagnosticOf } from "../diagnostic.ts";
import { RefResolver } from "./container-refs.ts";
import { flowTypes } from "./flow-types.ts";
import type { ArchyDocument, ArchyPath, ArchyValue } from "./types.ts";
import { get, isMap, singleEntry } from "./values.ts";
import { holdsActions } from "./visit.ts";

/**
 * What the platform would refuse in a valid document, in document order:
 *
 * - `external-ref`, a warning: a part is in another file; only the Archy command line merges files (reference/archy.md §f)
 * - `dangling-reference`: `startUpRef`, `target…Ref` or `defaultChildMenuRef` names no part of the document
 * - `missing-start`: the document does not say where the flow starts
 * - `not-an-action`: an item of an action list is not one action with its properties
 */
export function documentIssues(doc: ArchyDocument): Diagnostic<KernelCode>[] {
  const found: Diagnostic<KernelCode>[] = [];
  const report: Report = (code, message, details) =>
    void found.push(diagnosticOf(kernelCodes, code, message, { ...details, inExport: true }));
  const resolver = new RefResolver(doc);
  const parts = new Set(resolver.all.map((part) => part.body));
  missingStart(doc, report);
  const stack: { value: ArchyValue; path: ArchyPath; part: ArchyPath }[] = [
    { value: doc.body, path: [doc.flowType], part: [doc.flowType] },
  ];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, path } = top;
    const part = isMap(value) && parts.has(value) ? path : top.part;
    const next: typeof stack = [];
    if (Array.isArray(value)) {
      const actions = holdsActions(path);
      for (const [index, item] of value.entries()) {
        const here = [...path, index];
        if (actions) checkItem(doc, report, { item, path: here });
        next.push({ value: item, path: here, part });
      }
    } else if (isMap(value)) {
      for (const key of Object.keys(value)) {
        const child = value[key] as ArchyValue;
        const here = [...path, key];
        if (typeof child === "string") checkReference(doc, report, { key, text: child, path: here, part, resolver });
        if (key !== "lit") next.push({ value: child, path: here, part });
      }
    }
    for (let i = next.length - 1; i >= 0; i--) stack.push(next[i] as (typeof next)[number]);
  }
  return found;
}

type Report = (code: KernelCode, message: string, details: Details) => void;

const startKeys = { ref: "startUpRef", actions: "startUpTaskActions", state: "startUpState" } as const;

function missingStart(doc: ArchyDocument, report: Report): void {
  const key = startKeys[flowTypes[doc.flowType].startUp];
  if (get(doc.body, key) !== undefined) return;
  report("missing-start", `The ${flowTypes[doc.flowType].title} does not say where it starts.`, {
    location: doc.locate([doc.flowType]),
    hint: `Add '${key}' below '${doc.flowType}'.`,
  });
}

function checkItem(doc: ArchyDocument, report: Report, o: { item: ArchyValue; path: ArchyPath }): void {
  const entry = singleEntry(o.item);
  if (entry && (isMap(entry[1]) || entry[1] === null || entry[0] === "ref")) return;
  report("not-an-action", "An item in a list of actions must be one action with its properties.", {
    location: doc.locate(o.path),
    hint: "Write '- <action>:' and its properties two levels below.",
  });
}

interface TextAt {
  readonly key: string;
  readonly text: string;
  readonly path: ArchyPath;
  /** The part of the document that relative references start from. */
  readonly part: ArchyPath;
  readonly resolver: RefResolver;
}

function checkReference(doc: ArchyDocument, report: Report, { key, text, path, part, resolver }: TextAt): void {
  if (key === "ref" && !text.startsWith("#")) {
    report("external-ref", `This part is in another file: '${text}'.`, {
      location: doc.locate(path),
      hint: "The platform does not resolve references to files. Replace the reference with the part itself.",
    });
    return;
  }
  const isReference = key === "startUpRef" || key === "defaultChildMenuRef" || /^target[A-Z]\w*Ref$/.test(key);
  if (!isReference || resolver.resolve(text, part)) return;
  const near = resolver.all.flatMap((p) => p.refId ?? []).filter((refId) => text.includes(`[${refId.split("_")[0]}`));
  report("dangling-reference", `'${key}' names '${text}', which the document does not have.`, {
    location: doc.locate(path),
    hint:
      near.length > 0 ? `The document has a part with the refId '${near[0]}'.` : "Name a part by its path and refId.",
  });
}
