import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { getText, isMap, isNoValue, singleEntry } from "../archy/values.ts";
import { builtInNamed } from "../expression/built-ins.ts";
import { variablesIn } from "../expression/names.ts";
import { isUserScope } from "../expression/scopes.ts";
import type { FlowVariable } from "../graph/types.ts";
import type { Part } from "./parts.ts";
import type { Subject } from "./subject.ts";

/** Every declaration of a flow, with its place in the document. */
export interface Declaration {
  readonly name: string;
  readonly path?: ArchyPath;
  /** The list of the declaration: a name is unique within one. */
  readonly list: string;
}

/** One variable of a flow. */
export interface VariableInfo {
  /** As declared, else as first used. */
  readonly name: string;
  readonly declared?: FlowVariable;
  readonly reads: readonly Part[];
  readonly writes: readonly Part[];
}

/** A variable that an expression reads, with the expression. */
export interface ReadAt {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly part: Part;
}

/** Each read of a variable in the expressions of a flow. */
export function readsOf(subject: Subject): ReadAt[] {
  return subject.parts.flatMap((part) =>
    part.kind === "expression" ? variablesIn(String(part.value)).map((read) => ({ ...read, part })) : [],
  );
}

/**
 * The variables that a flow itself declares, reads or sets, by name in lower case (names ignore case,
 * reference/archy.md §a). Slots and variables of the platform are left out.
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
    // The switch that belongs to a call reads the variable of the call's outcome.
    if (part.path?.at(-1) === "outcomeVariable") entry(name).reads.push(part);
  }
  return table;
}

function isOwn(name: string): boolean {
  const scope = name.slice(0, name.indexOf("."));
  return isUserScope(scope) && scope.toLowerCase() !== "slot" && builtInNamed(name) === undefined;
}

/** All declared variables of a flow and its parts. */
export function declaredVariables({ graph }: Subject): FlowVariable[] {
  return [...graph.variables, ...graph.containers.flatMap((container) => container.variables)];
}

/** Whether a declared variable has a value before the flow sets it: as an input, or from its declaration. */
export function hasInitialValue(variable: FlowVariable | undefined): boolean {
  return variable !== undefined && (variable.isInput || !isNoValue(variable.initialValue));
}

/** The type of each variable: declared, or by the platform; undefined when two declarations differ. */
export function declaredTypes(subject: Subject): (name: string) => string | undefined {
  const types = new Map<string, string | undefined>();
  for (const { name, type } of declaredVariables(subject)) {
    const key = name.toLowerCase();
    types.set(key, types.has(key) && types.get(key) !== type ? undefined : type);
  }
  return (name) =>
    types.get(name.toLowerCase()) ?? (types.has(name.toLowerCase()) ? undefined : builtInNamed(name)?.type);
}

/** Every declaration of an export, with its list. Reading a definition checks its declarations. */
export function declarations({ document }: Subject): Declaration[] {
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
          found.push({ name, path: [...here, index, kind, "name"], list: here.join("/") });
        }
      } else if (key !== "lit" && key !== "referencedObjects") waiting.push({ value: child, path: here });
    }
  }
  return found;
}
