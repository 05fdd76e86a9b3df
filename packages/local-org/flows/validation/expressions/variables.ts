import type { ArchyPath } from "@genesys-flows/architect";
import type { Check, Problem } from "../findings.ts";
import type { Container, DocumentSurvey } from "../survey.ts";
import { BUILT_IN, LOCAL_SCOPES, OWN_SCOPES, PROVIDED_SCOPES } from "./names.ts";

/** The variables of a document, with their containers. */
export interface VariableTable {
  /** Whether an expression in the container can read the variable. */
  has(name: string, container: Container): boolean;
  /** Tasks and states that have a variable with the name. */
  containersOf(name: string): readonly Container[];
}

/**
 * A variable exists if the document declares, binds or assigns it anywhere in its scope: a setter with a name "will
 * attempt to look up the variable and if it doesn't exist then create it" (SDK `ArchBaseValue.setVariable`). A variable
 * of a task or state exists only there. Reading a variable does not create it.
 */
export function variableTable(survey: DocumentSurvey): VariableTable {
  const places = Map.groupBy([...survey.declared, ...survey.bindings], ({ name }) => name.toLowerCase());
  const containers = new Map([...places].map(([name, of]) => [name, new Set(of.map(({ container }) => container))]));
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

/** The scope of a variable: `flow` for `Flow.customer`. */
export function scopeOf(name: string): string {
  return name.slice(0, name.indexOf(".")).toLowerCase();
}

/**
 * Reports declared variables that nothing reads or sets (a recorded warning of Archy's validation: "The variable '…' is
 * not used.").
 */
export const checkUnusedVariables: Check = ({ document, survey }) => {
  const bound = new Set(survey.bindings.map(({ name }) => name.toLowerCase()));
  const open = survey.declared.filter(({ name, shared }) => !shared && !bound.has(name.toLowerCase()));
  if (open.length === 0) return [];
  const declarations = new Set(survey.declared.map(({ path }) => path.join("/")));
  const text = textOf(document.body, [document.flowType], declarations);
  return open
    .filter(({ name }) => !text.includes(name.toLowerCase()))
    .map(({ name, path }) => ({
      type: "Warning",
      code: "unused-variable",
      problem: `The variable '${name}' is not used.`,
      path: [...path, "name"],
      explanation: "Nothing in this flow reads or sets this variable.",
    }));
};

/**
 * All strings of the document except declarations, in lower case. They include texts, because a text may also contain
 * the name of a variable.
 */
function textOf(value: unknown, path: ArchyPath, without: ReadonlySet<string>): string {
  if (typeof value === "string") return value.toLowerCase();
  if (typeof value !== "object" || value === null || without.has(path.join("/"))) return "";
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.map(([key, child]) => `${key}\n${textOf(child, [...path, key], without)}`.toLowerCase()).join("\n");
}

/** A scope and a name of letters, digits and underscores (reference/archy.md §a, "Variable name after the scope"). */
const NAME = /^[\p{L}]+\.[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Checks the variables that a document binds. Variables of the flow must be declared, as in all exports ("Flow cannot
 * be published because one or more variables are missing", code `architect.flow.variable.missing`); variables of a task
 * or state are created.
 */
export const checkBindings: Check = ({ survey }) => {
  const declared = new Set(survey.declared.map(({ name }) => name.toLowerCase()));
  return survey.bindings.flatMap(({ name, path }): Problem[] => {
    const unknown = (explanation: string): Problem[] => [
      { code: "unknown-variable", problem: "no matches", path, explanation },
    ];
    const unverified = (code: string, explanation: string): Problem[] => [
      { type: "Warning", code, problem: "could not be verified", path, explanation },
    ];
    if (!NAME.test(name))
      return unknown(`'${name}' is not the name of a variable. An example of a name is Flow.customer.`);
    const scope = scopeOf(name);
    if (LOCAL_SCOPES.has(scope) || PROVIDED_SCOPES.has(scope)) return [];
    if (!OWN_SCOPES.has(scope))
      return unverified("unknown-scope", `The embedded organisation does not know the scope of '${name}'.`);
    if (declared.has(name.toLowerCase()) || BUILT_IN.has(name.toLowerCase())) return [];
    if (scope !== "slot") return unknown(`No variable '${name}' is declared. Declare it under 'variables'.`);
    const slot = `No slot '${name}' is declared. The platform creates one for each slot of the bot's intents.`;
    return unverified("unknown-slot", slot);
  });
};
