import type { FlowType } from "@genesys-flows/architect";
import type { Check, Problem } from "../findings.ts";
import type { PlacedExpression } from "../survey.ts";
import { type FunctionRow, functionRow } from "./function-table.ts";
import { CONSTANTS, NAMED_FUNCTIONS, OWN_SCOPES, PROVIDED_SCOPES, SEEN_FUNCTIONS } from "./names.ts";
import { type NameUse, readExpression } from "./read.ts";
import { scopeOf, type VariableTable, variableTable } from "./variables.ts";

/** An error in an expression, or (`unverified`) something that cannot be checked here. */
interface Fault {
  readonly code: string;
  readonly reason: string;
  readonly explanation: string;
  readonly unverified?: true;
}

/** Reports invalid expressions, and unknown names in valid ones. */
export const checkExpressions: Check = ({ survey, document }) => {
  const variables = variableTable(survey);
  return survey.expressions.flatMap((expression) =>
    faultsOf(expression, variables, document.flowType).map((fault) => reported(expression, fault)),
  );
};

function faultsOf(expression: PlacedExpression, variables: VariableTable, flowType: FlowType): Fault[] {
  if (expression.text.trim() === "") return [EMPTY];
  const { problem, unread, names, undocumented } = readExpression(expression.text);
  if (unread !== undefined)
    return [{ code: "unread-expression", reason: "the expression", explanation: unread, unverified: true }];
  if (problem !== undefined) return [{ code: "invalid-expression", reason: `${problem}.`, explanation: SYNTAX }];
  return [
    ...undocumented.map(({ text, position }) =>
      unverified({ name: text, position }, "undocumented-operator", OPERATORS),
    ),
    ...names.flatMap((use) => faultOf(use, expression, variables, flowType)),
  ];
}

function faultOf(
  use: NameUse,
  { container }: PlacedExpression,
  variables: VariableTable,
  flowType: FlowType,
): readonly Fault[] {
  if (use.kind === "function") return functionFault(use, flowType);
  if (use.kind === "word") return CONSTANTS.has(use.name.toLowerCase()) ? [] : [unknown(use, "unknown-word", WORD)];
  const scope = scopeOf(use.name);
  if (!OWN_SCOPES.has(scope)) {
    if (PROVIDED_SCOPES.has(scope)) return [];
    return [unverified(use, "unknown-scope", SCOPE)];
  }
  if (variables.has(use.name, container)) return [];
  // The platform creates the variables of slots itself (SDK `ArchBaseVariable.isFlowManagedVariable`).
  if (scope === "slot") return [unverified(use, "unknown-slot", SLOT)];
  const elsewhere = variables.containersOf(use.name).length > 0;
  return [unknown(use, "unknown-variable", elsewhere ? ELSEWHERE : VARIABLE)];
}

function functionFault(use: NameUse, flowType: FlowType): readonly Fault[] {
  const name = use.name.toLowerCase();
  // "fails with 'text to speech is not supported'" (MakingChatbots/genesys-cloud-plugins, gotchas).
  if (name === "toaudiotts" && flowType === "digitalBot")
    return [{ code: "no-text-to-speech", reason: "text to speech is not supported.", explanation: DIGITAL }];
  const row = functionRow(name);
  if (row) return row.accepts(use.arguments ?? 0) ? [] : [wrongArguments(use, row)];
  if (SEEN_FUNCTIONS.has(name)) return [];
  return [
    NAMED_FUNCTIONS.has(name)
      ? unverified(use, "unknown-function", MAYBE_FUNCTION)
      : unknown(use, "unknown-function", FUNCTION),
  ];
}

/** Reports a call that matches no overload in the vendor's table. The platform's message is not documented. */
function wrongArguments({ name, position, arguments: given = 0 }: NameUse, { takes = "" }: FunctionRow): Fault {
  return {
    code: "wrong-arguments",
    reason: `'${name}' at position ${position} does not take ${given} ${given === 1 ? "argument" : "arguments"}.`,
    explanation: `'${name}' takes ${takes} ${takes.endsWith("1") ? "argument" : "arguments"}.`,
  };
}

/** A fault in the recorded words: "'ToNumber' at position 1 is not a valid function or variable reference." */
function unknown({ name, position }: NameUse, code: string, explanation: string): Fault {
  const reason = `'${name}' at position ${position} is not a valid function or variable reference.`;
  return { code, reason, explanation };
}

function unverified({ name, position }: Pick<NameUse, "name" | "position">, code: string, explanation: string): Fault {
  return { code, reason: `'${name}' at position ${position}`, explanation, unverified: true };
}

/**
 * A problem in the recorded words, "expression text of '…' is in error. Reason: …"
 * (MakingChatbots/genesys-cloud-plugins, gotchas), with its place.
 */
function reported({ text, path }: PlacedExpression, { code, reason, explanation, unverified }: Fault): Problem {
  if (unverified) return { type: "Warning", code, problem: `${reason} could not be verified`, path, explanation };
  const shown = text.length > 200 ? `${text.slice(0, 197)}...` : text;
  return { code, problem: `expression text of '${shown}' is in error. Reason: ${reason}`, path, explanation };
}

const SYNTAX = "Architect cannot read the expression.";
const OPERATORS =
  "Architect's help lists and, or, == and !=. The embedded organisation does not know whether Architect accepts other operators.";
const WORD = "Put the scope in front of a variable, and put text in quotation marks.";
const SCOPE = "The embedded organisation does not know this scope. The platform also has undocumented scopes.";
const SLOT = "No slot with this name is declared. The platform creates one for each slot of the bot's intents.";
const ELSEWHERE = "The variable with this name belongs to another task or state and can be read only there.";
const VARIABLE = "No variable with this name is declared, bound or assigned.";
const FUNCTION = "Architect has no function with this name.";
const MAYBE_FUNCTION =
  "Users mention this function, but no vendor source does. Architect has functions that no public list contains.";
const DIGITAL = "Write the text itself, in quotation marks.";
const EMPTY: Fault = {
  code: "empty-expression",
  reason: "an empty expression",
  explanation: "It is not documented how the platform treats an empty expression.",
  unverified: true,
};
