import type { ArchyPath } from "@genesys-flows/architect";
import { type Check, finding } from "../findings.ts";
import type { Container, DocumentSurvey } from "../survey.ts";
import { BUILT_IN, LOCAL_SCOPES } from "./names.ts";

/** Which variables a document has, and where. */
export interface VariableTable {
  /** Whether an expression in the container can read the variable. */
  has(name: string, container: Container): boolean;
  /** Tasks and states that have a variable of the name. */
  containersOf(name: string): readonly Container[];
}

/**
 * A variable exists when the document declares it, or binds or assigns it anywhere in its scope: a setter that is given a
 * name "will attempt to look up the variable and if it doesn't exist then create it" (SDK `ArchBaseValue.setVariable`).
 * A variable of a task or state exists only there. Reading a variable does not create it.
 */
export function variableTable(survey: DocumentSurvey): VariableTable {
  const containers = new Map<string, Set<Container>>();
  const add = (name: string, container: Container): void => {
    const known = containers.get(name);
    if (known) known.add(container);
    else containers.set(name, new Set([container]));
  };
  for (const { name, container } of survey.declared) add(name.toLowerCase(), container);
  for (const [name, places] of survey.bound) for (const container of places) add(name, container);
  return {
    has(name, container) {
      const key = name.toLowerCase();
      if (BUILT_IN.has(key)) return true;
      const known = containers.get(key);
      return known !== undefined && (!LOCAL_SCOPES.has(scopeOf(key)) || known.has(container));
    },
    containersOf: (name) => (LOCAL_SCOPES.has(scopeOf(name)) ? [...(containers.get(name.toLowerCase()) ?? [])] : []),
  };
}

/** `flow` of `Flow.customer`. */
export function scopeOf(name: string): string {
  return name.slice(0, name.indexOf(".")).toLowerCase();
}

/** A declared variable that nothing reads or sets (a recorded warning of Archy's validation: "The variable '…' is not used."). */
export const checkUnusedVariables: Check = ({ document, places, survey }) => {
  const open = survey.declared.filter(({ name, shared }) => !shared && !survey.bound.has(name.toLowerCase()));
  if (open.length === 0) return [];
  const declarations = new Set(survey.declared.map(({ path }) => path.join("/")));
  const text = textOf(document.body, [document.flowType], declarations);
  return open
    .filter(({ name }) => !text.includes(name.toLowerCase()))
    .map(({ name, path }) =>
      finding(places, {
        type: "Warning",
        code: "unused-variable",
        problem: `The variable '${name}' is not used.`,
        path: [...path, "name"],
        explanation: "Nothing in this flow reads or sets it.",
      }),
    );
};

/** Every text of the document but the declarations, in lower case: a variable can be named in texts, too. */
function textOf(value: unknown, path: ArchyPath, without: ReadonlySet<string>): string {
  if (typeof value === "string") return value.toLowerCase();
  if (typeof value !== "object" || value === null || without.has(path.join("/"))) return "";
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.map(([key, child]) => `${key}\n${textOf(child, [...path, key], without)}`.toLowerCase()).join("\n");
}
