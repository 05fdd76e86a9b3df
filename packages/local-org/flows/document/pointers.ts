import type { ArchyDocument, ArchyPath, ArchyValue, DocumentPlaces } from "@genesys-flows/architect";
import { isMap } from "./model.ts";

/** One `startUpRef`, `targetTaskRef`, `defaultChildMenuRef`, ... of a document. */
export interface DocumentPointer {
  readonly key: string;
  readonly value: string;
  readonly path: ArchyPath;
  /** Absolute Archy path that it means, which may not exist. */
  readonly target: string;
}

/**
 * Every reference of a document into itself: properties whose key ends in `Ref` and whose value is an absolute (`/`) or
 * relative (`.`, `..`) Archy path (reference/archy.md §f). References into other files (`#`) are not among them.
 */
export function documentPointers(document: ArchyDocument, places: DocumentPlaces): DocumentPointer[] {
  const found: DocumentPointer[] = [];
  const visit = (value: ArchyValue, path: ArchyPath): void => {
    if (Array.isArray(value)) value.forEach((entry, index) => void visit(entry, [...path, index]));
    else if (isMap(value))
      for (const [key, child] of Object.entries(value)) {
        const childPath = [...path, key];
        if (isPointer(key, child)) {
          const target = absolutePointer(child, places.addressOf(path));
          found.push({ key, value: child, path: childPath, target });
        } else if (key !== "lit") visit(child, childPath);
      }
  };
  visit(document.body, [document.flowType]);
  return found;
}

/** The absolute path that a pointer means, seen from the object at `owner`. */
function absolutePointer(pointer: string, owner: string): string {
  if (pointer.startsWith("/")) return pointer;
  const segments = splitPointer(owner);
  for (const part of splitPointer(pointer)) {
    if (part === "..") segments.pop();
    else if (part !== ".") segments.push(part);
  }
  return `/${segments.join("/")}`;
}

function isPointer(key: string, value: ArchyValue): value is string {
  return key.endsWith("Ref") && typeof value === "string" && /^[./]/.test(value) && !value.includes("#");
}

/** Splits at slashes outside of a refId's brackets. */
function splitPointer(pointer: string): string[] {
  return pointer.match(/(?:\[[^\]]*\]|[^/[])+/g) ?? [];
}
