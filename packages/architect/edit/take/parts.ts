import { type Referable, RefResolver } from "../../archy/container-refs.ts";
import { archyPathText } from "../../archy/places.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../../archy/types.ts";
import { getText, isMap } from "../../archy/values.ts";
import { freeName } from "../../name-map.ts";
import { SamePlaces } from "./same-place.ts";

/** A document as a value, with the flow type as its only key. */
export function dataOf({ flowType, body }: Pick<ArchyDocument, "flowType" | "body">): ArchyMap {
  return { [flowType]: body };
}

/**
 * A document in which the tasks, menus, states and choices have the refIds that another document uses for them, because
 * the platform renumbers them. Parts that only this document has keep their refIds if these are unused. References to
 * parts become absolute.
 */
export function withRefIdsOf(known: ArchyDocument, doc: ArchyDocument): ArchyDocument {
  const own = new RefResolver(doc);
  const wanted = refIdsFor(known, doc, own.all);
  if (own.all.length === 0) return doc;
  const byBody = new Map(own.all.map((part) => [part.body, part]));
  const named = (value: ArchyValue): ArchyValue => {
    if (Array.isArray(value)) return value.map(named);
    if (!isMap(value)) return value;
    const part = byBody.get(value);
    const refId = part && wanted.get(part);
    const entries = Object.entries(value).map(([key, child]) => [
      key,
      key === "refId" && refId !== undefined ? refId : key === "lit" ? child : named(child),
    ]);
    return Object.fromEntries(entries) as ArchyMap;
  };
  const renamed = { ...doc, body: named(doc.body) as ArchyMap };
  const textOf = (reference: string, from: ArchyPath): string => {
    const part = own.resolve(reference, from);
    return part ? archyPathText(renamed, part.path) : reference;
  };
  const pathOf = new Map(own.all.map((part) => [part.path.join("\n"), part.path]));
  const referring = (value: ArchyValue, path: ArchyPath, around: ArchyPath): ArchyValue => {
    if (Array.isArray(value)) return value.map((one, index) => referring(one, [...path, index], around));
    if (!isMap(value)) return value;
    const here = pathOf.get(path.join("\n")) ?? around;
    const entries = Object.entries(value).map(([key, child]) => [
      key,
      key === "lit"
        ? child
        : key.endsWith("Ref") && typeof child === "string"
          ? textOf(child, here)
          : referring(child, [...path, key], here),
    ]);
    return Object.fromEntries(entries) as ArchyMap;
  };
  return { ...renamed, body: referring(renamed.body, [doc.flowType], [doc.flowType]) as ArchyMap };
}

/**
 * The refId of each part. This is the refId of the same part in the other document. A part that the other document does
 * not have keeps its own refId, unless a different part uses it there.
 */
function refIdsFor(known: ArchyDocument, doc: ArchyDocument, parts: readonly Referable[]): Map<Referable, string> {
  const same = new SamePlaces(dataOf(known), dataOf(doc));
  const byPath = new Map(parts.map((part) => [part.path.join("\n"), part]));
  const found = new Map<Referable, string>();
  const used = new Set<string>();
  for (const { path, refId } of new RefResolver(known).all) {
    if (refId === undefined) continue;
    used.add(refId);
    const part = byPath.get(same.of(path)?.join("\n") ?? "");
    if (part) found.set(part, refId);
  }
  for (const part of parts) {
    const own = getText(part.body, "refId");
    if (own === undefined || found.has(part)) continue;
    const free = freeName(own, (one) => used.has(one), "_");
    used.add(free);
    found.set(part, free);
  }
  return found;
}
