import { namesInExpression } from "../expression/names.ts";
import { actionOf } from "./actions/index.ts";
import { flowTypes } from "./flow-types.ts";
import { REFERENCED_OBJECTS } from "./normal.ts";
import { type ReferenceForm, referenceForms, typedKinds } from "./reference-forms.ts";
import type {
  ArchyDocument,
  ArchyMap,
  ArchyPath,
  ArchyReference,
  ArchyValue,
  FlowType,
  ReferenceKind,
} from "./types.ts";
import { get, getText, isMap, singleEntry } from "./values.ts";
import { walk } from "./visit.ts";

type Found = Omit<ArchyReference, "location">;

const byProperty = Map.groupBy(referenceForms, ({ property }) => property);

/**
 * Every reference to an object in a document, in document order:
 * - in properties of actions, in the forms that the property allows (reference/archy.md §b)
 * - in typed values of variables and statements
 * - as `Prompt.x` in audio and expressions
 * - as the literal argument of a lookup function
 *
 * A literal `{lit: {name}}` that is bound to a module's input is skipped, because its kind cannot be known without the
 * module.
 */
export function references(doc: ArchyDocument): ArchyReference[] {
  // The location is computed on demand: it is rarely needed, and a compiled document must be parsed to compute it.
  return namesIn(doc.body, doc.flowType).map((reference) => ({
    ...reference,
    get location() {
      return doc.locate(reference.path);
    },
  }));
}

/** The references in a single part of a flow of the given type, without their locations. */
export function namesIn(part: ArchyMap, flowType: FlowType): Found[] {
  const found: Found[] = [];
  walk<Property>([{ key: flowType, value: part, path: [flowType] }], (property) => {
    const { key, value, path, action } = property;
    found.push(...inProperty(flowType, property));
    if (Array.isArray(value)) {
      return value.map((item, index) => ({ key: "", value: item, path: [...path, index], action }));
    }
    const inner = isMap(value) && key !== "lit" ? Object.entries(value) : [];
    return inner
      .filter(([child]) => child !== REFERENCED_OBJECTS || path.length > 1)
      .map(([child, held]) => ({
        key: child,
        value: held,
        path: [...path, child],
        action: actionOf(child) ? child : action,
      }));
  });
  return found;
}

interface Property {
  readonly key: string;
  readonly value: ArchyValue;
  readonly path: ArchyPath;
  /** The innermost known action around the reference. */
  readonly action?: string;
}

function inProperty(flowType: FlowType, property: Property): Found[] {
  const { key, value, path, action } = property;
  if (typeof value === "string") return inText(property, value);
  if (!isMap(value)) return [];
  const form = byProperty.get(key)?.find((f) => f.only === undefined || f.only === action);
  if (form) {
    const type = form.flowType?.(flowTypes[flowType]);
    const named = read[form.form](value, path, form.kind);
    if (named.length > 0) return named.map((f) => (type ? { ...f, flowType: type } : f));
  }
  const kind = typedKinds[key.endsWith("Variable") ? key.slice(0, -"Variable".length) : key];
  if (kind === undefined) return [];
  return ["value", "initialValue"].flatMap((slot) => {
    const typed = get(value, slot);
    return isMap(typed) ? read[kind === "prompt" ? "prompt" : "literal"](typed, [...path, slot], kind) : [];
  });
}

function inText({ key, path }: Property, text: string): Found[] {
  if (key === "prompt") return promptNamed(text, path);
  if (key !== "exp") return [];
  return namesInExpression(text).map(({ from: _from, to: _to, ...name }) => ({ ...name, path }));
}

const read: Record<ReferenceForm["form"], (value: ArchyMap, path: ArchyPath, kind: ReferenceKind) => Found[]> = {
  literal: (value, path, kind) => {
    const name = getText(get(value, "lit"), "name");
    return name === undefined ? [] : [{ kind, name, path: [...path, "lit", "name"] }];
  },
  name: (value, path, kind) => {
    const name = getText(value, "name");
    return name === undefined ? [] : [{ kind, name, path: [...path, "name"] }];
  },
  key: (value, path, kind) => {
    const entry = singleEntry(value);
    return entry && isMap(entry[1]) ? [{ kind, name: entry[0], path: [...path, entry[0]] }] : [];
  },
  dataAction: (value, path, kind) => {
    const [category, below] = singleEntry(value) ?? [];
    const name = singleEntry(get(below, "dataAction"))?.[0];
    if (category === undefined || name === undefined) return [];
    return [{ kind, name, category, path: [...path, category, "dataAction", name] }];
  },
  prompt: (value, path) => {
    const name = getText(get(value, "lit"), "name");
    return name === undefined ? [] : promptNamed(name, [...path, "lit", "name"]);
  },
  lookup: (value, path, kind) => {
    const name = getText(value, "lit");
    return name === undefined ? [] : [{ kind, name, lookup: true, path: [...path, "lit"] }];
  },
};

function promptNamed(text: string, path: ArchyPath): Found[] {
  const [, system, name] = /^Prompt(System)?\.(.+)$/i.exec(text) ?? [];
  if (name === undefined) return [{ kind: "prompt", name: text, path }];
  return [{ kind: system ? "systemPrompt" : "prompt", name, path }];
}
