import { type KernelCode, kernelCodes } from "../codes/kernel-codes.ts";
import { type Details, type Diagnostic, diagnosticOf } from "../diagnostic.ts";
import { RefResolver } from "./container-refs.ts";
import { flowTypes } from "./flow-types.ts";
import { startKeys } from "./root-keys.ts";
import type { ArchyDocument, ArchyPath, ArchyValue } from "./types.ts";
import { get, isMap, singleEntry } from "./values.ts";
import { holdsActions, walk } from "./visit.ts";

/**
 * Errors in a valid document that the platform would refuse, in document order:
 *
 * - `external-ref`, a warning: a part is in another file (only the Archy command line merges files, reference/archy.md
 *   §f)
 * - `dangling-reference`: `startUpRef`, `target…Ref` or `defaultChildMenuRef` does not name a part of the document
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
  walk<{ value: ArchyValue; path: ArchyPath; around: ArchyPath }>(
    [{ value: doc.body, path: [doc.flowType], around: [doc.flowType] }],
    ({ value, path, around }) => {
      if (Array.isArray(value)) {
        const inner = value.map((item, index) => ({ value: item, path: [...path, index], around }));
        if (holdsActions(path)) for (const item of inner) checkItem(doc, report, item);
        return inner;
      }
      if (!isMap(value)) return [];
      const part = parts.has(value) ? path : around;
      return Object.entries(value).flatMap(([key, child]) => {
        const here = [...path, key];
        if (typeof child === "string") checkReference(doc, report, { key, text: child, path: here, part, resolver });
        return key === "lit" ? [] : { value: child, path: here, around: part };
      });
    },
  );
  return found;
}

type Report = (code: KernelCode, message: string, details: Details) => void;

function missingStart(doc: ArchyDocument, report: Report): void {
  const [key] = startKeys[flowTypes[doc.flowType].startUp];
  if (get(doc.body, key) !== undefined) return;
  report("missing-start", `The ${flowTypes[doc.flowType].title} does not say where it starts.`, {
    location: doc.locate([doc.flowType]),
    hint: `Add '${key}' below '${doc.flowType}'.`,
  });
}

function checkItem(doc: ArchyDocument, report: Report, { value, path }: { value: ArchyValue; path: ArchyPath }): void {
  const entry = singleEntry(value);
  if (entry && (isMap(entry[1]) || entry[1] === null || entry[0] === "ref")) return;
  report("not-an-action", "An item in a list of actions must be one action with its properties.", {
    location: doc.locate(path),
    hint: "Write '- <action>:', and indent its properties two levels deeper.",
  });
}

interface TextAt {
  readonly key: string;
  readonly text: string;
  readonly path: ArchyPath;
  /** The part of the document to which references are relative. */
  readonly part: ArchyPath;
  readonly resolver: RefResolver;
}

function checkReference(doc: ArchyDocument, report: Report, { key, text, path, part, resolver }: TextAt): void {
  if (key === "ref" && !text.startsWith("#")) {
    report("external-ref", `This part refers to another file: '${text}'.`, {
      location: doc.locate(path),
      hint: "The platform does not resolve references to files. Replace the reference with the part itself.",
    });
    return;
  }
  const isReference = key === "startUpRef" || key === "defaultChildMenuRef" || /^target[A-Z]\w*Ref$/.test(key);
  if (!isReference || resolver.resolve(text, part)) return;
  const near = resolver.all.flatMap((p) => p.refId ?? []).filter((refId) => text.includes(`[${refId.split("_")[0]}`));
  report("dangling-reference", `'${key}' refers to '${text}', which does not exist in the document.`, {
    location: doc.locate(path),
    hint:
      near.length > 0
        ? `The document has a part with the refId '${near[0]}'.`
        : "Refer to a part by its path and refId.",
  });
}
