import { flowTypes } from "../archy/flow-types.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { variablesIn } from "../expression/names.ts";
import { isUserScope, providesVariable } from "../expression/scopes.ts";
import { INTEGER_DIGITS, isTooLarge } from "../expression/types.ts";
import type { FlowVariable, NodeId } from "../graph/types.ts";
import { nearest } from "../suggest.ts";
import { misfit, toTyped } from "./data-types.ts";
import { hasOutcome } from "./frame.ts";
import { type Finding, type Pass, report } from "./scope.ts";
import { textPlace } from "./text-places.ts";
import type { FlowVariableDefinition } from "./types.ts";
import { plainVariable, VariableTable } from "./variable-types.ts";
import { VARIABLE } from "./vocabulary.ts";

const MEMBER = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The variables that the file declares: variables, and a module's inputs, outputs and outcome. */
export function declaredVariables(pass: Pick<Pass, "definition" | "sink" | "scope" | "localScope">): VariableTable {
  const { definition } = pass;
  const table = new VariableTable();
  const add = (
    path: ArchyPath,
    name: string,
    of: FlowVariableDefinition,
    as: { isInput: boolean; isOutput: boolean },
  ) => {
    if (table.get(name)) {
      report(pass, "duplicate-variable", `The variable '${name}' is declared twice.`, {
        at: path,
        where: "key",
        hint: "Architect ignores case in variable names.",
      });
    }
    const { type, description } = of;
    table.set({
      name,
      type,
      initialValue: initial(of, path, pass),
      ...as,
      ...(description !== undefined && { description }),
    });
  };
  if (hasOutcome(definition)) {
    const outcome = { initialValue: { lit: "error" }, isOutput: true, description: "How the module ended." };
    table.set({ ...plainVariable(OUTCOME_VARIABLE, "string"), ...outcome });
  }
  for (const [list, as] of [
    ["inputs", { isInput: true, isOutput: false }],
    ["outputs", { isInput: false, isOutput: true }],
  ] as const) {
    for (const [name, of] of Object.entries(definition[list])) {
      const path = [list, name];
      const isOutcome = `Common.${name}`.toLowerCase() === OUTCOME_VARIABLE.toLowerCase();
      if (isOutcome && hasOutcome(definition)) continue;
      if (MEMBER.test(name)) add(path, `Common.${name}`, of, as);
      else
        invalidName(
          name,
          path,
          "Write the name of an input or output without a scope, using letters, digits and _.",
          pass,
        );
    }
  }
  for (const [name, of] of Object.entries(definition.variables)) {
    const path = ["variables", name];
    const hint = `Write a variable with its scope: ${pass.scope}.${name} or ${pass.localScope}.${name}.`;
    if (VARIABLE.test(name)) add(path, name, of, { isInput: of.input === true, isOutput: of.output === true });
    else invalidName(name, path, hint, pass);
  }
  return table;
}

function invalidName(name: string, at: ArchyPath, hint: string, pass: Pick<Pass, "definition" | "sink">): void {
  report(pass, "invalid-name", `'${name}' is not a valid variable name here.`, { at, where: "key", hint });
}

function initial(
  { type, default: value }: FlowVariableDefinition,
  at: ArchyPath,
  pass: Pick<Pass, "definition" | "sink">,
): ArchyMap {
  if (value === undefined || value === null) return { noValue: true };
  if (isTooLarge(value, type)) {
    const hint = "Use a decimal or a string.";
    report(pass, "number-out-of-range", `An integer has at most ${INTEGER_DIGITS} digits.`, { at, hint });
  }
  const wrong = misfit(value, type, () => undefined);
  if (wrong) report(pass, "type-mismatch", `The default must be of type ${type}, but ${wrong.found}.`, { at });
  return toTyped(value, type);
}

export interface VariableUse {
  readonly variable: string;
  readonly node: NodeId;
  readonly access: "read" | "write";
  readonly type?: string;
}

/** The variables that expressions in Archy properties read. */
export function variablesRead(properties: ArchyValue): string[] {
  const found = new Set<string>();
  const walk = (value: ArchyValue) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "exp" && typeof inner === "string") for (const name of inExpression(inner)) found.add(name);
        else walk(inner);
      }
    }
  };
  walk(properties);
  return [...found];
}

function inExpression(expression: string): string[] {
  return variablesIn(expression)
    .map(({ name }) => name)
    .filter((name) => isUserScope(name.slice(0, name.indexOf("."))));
}

/**
 * Every variable of the flow: declared, set or read. A variable that is only read is a string, and a warning is
 * reported. Reports wrong scopes to the sink.
 */
export function allVariables(declared: VariableTable, uses: readonly VariableUse[], pass: Pass): FlowVariable[] {
  for (const { variable, node, access, type } of uses) {
    if (providesVariable(pass.definition.type, variable)) continue;
    if (!checkScope(variable, atVariable(variable, node, pass), pass)) continue;
    if (access === "write" && !declared.get(variable)) declared.set(plainVariable(variable, type ?? "string"));
  }
  const before = declared.all();
  for (const { variable, node, access, type } of uses) {
    const known = access === "write" || declared.get(variable) || providesVariable(pass.definition.type, variable);
    if (known || !inScope(variable, { node }, pass)) continue;
    declared.set({ ...plainVariable(variable, type ?? "string"), isAssumed: true });
    const near = nearest(
      variable,
      before.map(({ name }) => name),
    );
    const meant = near === undefined ? "" : `Did you mean '${near}'? `;
    report(pass, "never-set", `The flow reads '${variable}', but nothing sets it.`, {
      ...atVariable(variable, node, pass),
      hint: `${meant}The variable becomes a string without a value. If that is intended, declare it under 'variables'.`,
    });
  }
  for (const name of Object.keys(pass.definition.variables)) {
    if (VARIABLE.test(name)) checkScope(name, { at: ["variables", name], where: "key" }, pass);
  }
  return declared.all();
}

/** The location at which a node names a variable. If that location is unknown, the location of the node. */
function atVariable(variable: string, node: NodeId, { definition }: Pass): Finding {
  const location = textPlace({ node, text: variable }, definition);
  return { at: ["nodes", node], where: "key", node, ...(location ? { location } : {}) };
}

/** Whether a variable's scope exists for a node or, if no node is given, anywhere in the flow. */
function inScope(variable: string, { node }: Pick<Finding, "node">, pass: Pass): boolean {
  const { type, tasks } = pass.definition;
  const own = variable.slice(0, variable.indexOf(".")).toLowerCase();
  if (own === pass.scope.toLowerCase()) return true;
  if (own === "slot") return flowTypes[type].containers.some(({ item }) => item === "bot");
  if (pass.taskOf(node) !== undefined) return own === "task";
  const anywhere = node === undefined && own === "task" && Object.keys(tasks).length > 0;
  return own === pass.localScope.toLowerCase() || anywhere;
}

function checkScope(variable: string, finding: Finding, pass: Pass): boolean {
  if (inScope(variable, finding, pass)) return true;
  const rest = variable.slice(variable.indexOf(".") + 1);
  const own = variable.slice(0, variable.indexOf("."));
  const hint =
    pass.scope === "Common"
      ? `A module has only its own variables. Pass the value in as an input, and use Common.${rest}.`
      : `Use ${pass.scope}.${rest}.`;
  const what = pass.scope === "Common" ? "A common module" : "This flow";
  report(pass, "wrong-scope", `${what} does not have the scope '${own}'.`, { ...finding, hint });
  return false;
}
