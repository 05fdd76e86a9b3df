import { createHash } from "node:crypto";
import { RefResolver } from "./container-refs.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap, isNoValue } from "./values.ts";

const BINDINGS = new Set(["inputs", "outputs", "successOutputs", "failureOutputs", "foundOutputs"]);

/**
 * The document reduced to what it says. Left out are exactly:
 *
 * - the order of a mapping's keys, layout, quoting and comments;
 * - the spelling of refIds: a part's refId becomes `#<position>`, and a reference (`startUpRef`, `target…Ref`,
 *   `defaultChildMenuRef`) becomes that of the part it names, absolute or relative;
 * - output paths without actions (their `enabled` stays), empty action lists, an empty `default` of a switch;
 * - `noValue` entries of the name-keyed mappings `inputs`, `outputs`, `successOutputs`, `failureOutputs` and
 *   `foundOutputs` (modules, bots, data actions, data tables), and such a mapping that is empty then.
 *
 * The order of lists matters, and so does every text. Nothing is left out below `lit`, which is the user's own data.
 */
export function normalForm(doc: ArchyDocument): ArchyValue {
  const resolver = new RefResolver(doc);
  const positions = new Map(resolver.all.map((part, index) => [part.body, `#${index + 1}`]));
  const parts = new Map(resolver.all.map((part) => [part.body, part]));
  const normal = (value: ArchyValue, around: ArchyPath): ArchyValue => {
    if (Array.isArray(value)) return value.map((item) => normal(item, around));
    if (!isMap(value)) return value;
    const part = parts.get(value);
    const here = part?.path ?? around;
    const result: ArchyMap = {};
    for (const key of Object.keys(value).sort()) {
      const child = value[key] as ArchyValue;
      if (key === "lit") result[key] = sorted(child);
      else if (key === "refId" && part && typeof child === "string") result[key] = positions.get(value) as string;
      else if (key.endsWith("Ref") && typeof child === "string") {
        const target = resolver.resolve(child, here);
        result[key] = target ? (positions.get(target.body) as string) : child;
      } else if (!isEmptyPart(key, child)) {
        const kept = normal(child, here);
        if (!(BINDINGS.has(key) && isMap(kept))) result[key] = kept;
        else {
          const filled = withoutEmpty(kept);
          if (Object.keys(filled).length > 0) result[key] = filled;
        }
      }
    }
    return result;
  };
  return { [doc.flowType]: normal(doc.body, [doc.flowType]) };
}

function isEmptyPart(key: string, value: ArchyValue): boolean {
  if (key === "actions") return value === null || (Array.isArray(value) && value.length === 0);
  return key === "default" && isEmptyOutput(value);
}

function isEmptyOutput(value: ArchyValue): boolean {
  if (value === null) return true;
  if (!isMap(value)) return false;
  return Object.keys(value).every((key) => isEmptyPart(key, value[key] as ArchyValue) && key === "actions");
}

function withoutEmpty(map: ArchyMap): ArchyMap {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isNoValue(value) && !isEmptyOutput(value)));
}

function sorted(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] as ArchyValue)]),
  );
}

/** SHA-256, 64 hex digits, of the normal form: it identifies what a document says. */
export function digest(doc: ArchyDocument): string {
  return createHash("sha256")
    .update(canonical(normalForm(doc)))
    .digest("hex");
}

/** JSON with sorted keys, numbers that JSON lacks included: equal text for equal data. */
export function canonical(value: ArchyValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isMap(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as ArchyValue)}`);
    return `{${entries.join(",")}}`;
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
