import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getMap, getText, isMap, isNoValue, singleEntry } from "../archy/values.ts";
import { type Binding, bindings, memberType } from "../definition/variable-types.ts";
import type { Span } from "../expression/ast.ts";
import { variablesIn } from "../expression/names.ts";
import { builtInNamed, isUserScope } from "../expression/scopes.ts";
import type { FlowNode, FlowVariable } from "../graph/types.ts";
import type { Types } from "./data-types.ts";
import type { Part } from "./parts.ts";
import { isModuleCall, type Subject } from "./subject.ts";

/** A declaration in a flow, with its path in the document. */
export interface Declaration {
  readonly name: string;
  readonly type: string;
  readonly initialValue: ArchyValue;
  readonly isInput: boolean;
  readonly path: ArchyPath;
  /** The list that contains the declaration: names are unique within a list. */
  readonly list: string;
}

export interface VariableInfo {
  /** The spelling in the declaration or, if the variable is not declared, in its first use. */
  readonly name: string;
  readonly declared?: FlowVariable;
  readonly reads: readonly Part[];
  readonly writes: readonly Part[];
}

export interface ReadAt {
  readonly name: string;
  readonly span: Span;
  readonly part: Part;
}

export const readsOf = oncePerSubject((subject): readonly ReadAt[] =>
  subject
    .expressions()
    .flatMap(({ part, text, parsed }) => variablesIn(text, parsed).map(({ name, ...span }) => ({ name, span, part }))),
);

/** Caches the result per flow, because several checks need the same table. */
function oncePerSubject<T>(make: (subject: Subject) => T): (subject: Subject) => T {
  const made = new WeakMap<Subject, { readonly value: T }>();
  return (subject) => {
    const known = made.get(subject) ?? { value: make(subject) };
    made.set(subject, known);
    return known.value;
  };
}

/**
 * The variables that a flow itself declares, reads or sets, by name in lower case. Names are not case-sensitive
 * (reference/archy.md §a). Slots and the platform's variables are not included.
 */
export function variableTable(subject: Subject): ReadonlyMap<string, VariableInfo> {
  const table = new Map<string, VariableInfo & { reads: Part[]; writes: Part[] }>();
  const entry = (name: string) => {
    const key = name.toLowerCase();
    const known = table.get(key) ?? { name, reads: [], writes: [] };
    table.set(key, known);
    return known;
  };
  for (const declared of declaredVariables(subject)) {
    table.set(declared.name.toLowerCase(), { name: declared.name, declared, reads: [], writes: [] });
  }
  for (const { name, part } of readsOf(subject)) if (isOwn(name)) entry(name).reads.push(part);
  for (const part of subject.parts) {
    const name = String(part.value);
    if (part.kind !== "write" || !isOwn(name)) continue;
    entry(name).writes.push(part);
    // The switch that belongs to a call reads the variable that receives the outcome.
    if (part.path?.at(-1) === "outcomeVariable") entry(name).reads.push(part);
  }
  return table;
}

function isOwn(name: string): boolean {
  const scope = name.slice(0, name.indexOf("."));
  return isUserScope(scope) && scope.toLowerCase() !== "slot" && builtInNamed(name) === undefined;
}

/** All declared variables of a flow, including those of its parts. */
export function declaredVariables({ graph }: Subject): FlowVariable[] {
  const all = [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
  return all.filter(({ isAssumed }) => !isAssumed);
}

/**
 * Whether a declared variable has a value before the flow sets the variable, because it is an input or has an initial
 * value.
 */
export function hasInitialValue(variable: FlowVariable | undefined): boolean {
  return variable !== undefined && (variable.isInput || !isNoValue(variable.initialValue));
}

/**
 * The type of each variable: the declared type, the type that the platform defines or, for an undeclared variable, the
 * common type of all values that are assigned to it. Undefined if the type is uncertain.
 */
export const variableTypes = oncePerSubject((subject): ((name: string) => string | undefined) => {
  const declared = typesByName(declaredVariables(subject).map(({ name, type }) => ({ variable: name, type })));
  const bound = typesByName([...subject.graph.nodes.values()].flatMap((node) => bindingsOf(node, subject)));
  return (name) => {
    const key = name.toLowerCase();
    return declared.has(key) ? declared.get(key) : (builtInNamed(name)?.type ?? bound.get(key));
  };
});

export function typesOf(subject: Subject): Types {
  return { typeOf: variableTypes(subject), parse: subject.parse };
}

/** The types of variables by lower-case name. A type is undefined if it is unknown or if bindings differ. */
function typesByName(all: readonly Binding[]): ReadonlyMap<string, string | undefined> {
  const byName = Map.groupBy(all, ({ variable }) => variable.toLowerCase());
  return new Map(
    [...byName].map(([name, [first, ...others]]) => [
      name,
      others.every(({ type }) => type === first?.type) ? first?.type : undefined,
    ]),
  );
}

/** The variables that a node sets, each with the type of the assigned value, if known. */
function bindingsOf(node: FlowNode, subject: Subject): readonly Binding[] {
  const { kind, properties } = node;
  if (!isModuleCall(node)) return bindings(kind, properties, subject.options);
  const outputs = subject.contractOf(node)?.outputs ?? {};
  return Object.entries(getMap(properties, "outputs") ?? {}).flatMap(([output, binding]) => {
    const [variable, type] = [getText(binding, "var"), memberType(outputs, output)];
    return variable === undefined ? [] : [{ variable, type }];
  });
}

/** Every declaration in an export, with its list. For a definition, parsing already checks the declarations. */
export const declarations = oncePerSubject(({ document }): readonly Declaration[] => {
  const found: Declaration[] = [];
  if (!document) return found;
  const waiting: { value: ArchyValue; path: ArchyPath }[] = [{ value: document.body, path: [document.flowType] }];
  for (let top = waiting.pop(); top; top = waiting.pop()) {
    const { value, path } = top;
    if (!isMap(value)) {
      if (Array.isArray(value))
        value.forEach((item, index) => void waiting.push({ value: item, path: [...path, index] }));
      continue;
    }
    for (const key of Object.keys(value)) {
      const child = value[key] as ArchyValue;
      const here = [...path, key];
      if ((key === "variables" || key === "startUpTaskVariables") && Array.isArray(child)) {
        for (const [index, item] of child.entries()) {
          const [kind, body] = singleEntry(item) ?? [];
          const name = getText(body, "name");
          if (kind === undefined || name === undefined) continue;
          const type = kind.replace(/Variable$/, "");
          const initialValue = get(body, "initialValue") ?? null;
          const isInput = get(body, "isInput") === true;
          found.push({ name, type, initialValue, isInput, path: [...here, index, kind], list: here.join("/") });
        }
      } else if (key !== "lit" && key !== "referencedObjects") waiting.push({ value: child, path: here });
    }
  }
  return found;
});
