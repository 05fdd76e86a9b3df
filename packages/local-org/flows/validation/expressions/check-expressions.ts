import type { FlowType } from "@genesys-flows/architect";
import { type Check, type CheckContext, type Finding, finding } from "../findings.ts";
import type { PlacedExpression } from "../survey.ts";
import { CONSTANTS, FUNCTIONS, NO_FUNCTIONS, OWN_SCOPES, PROVIDED_SCOPES } from "./names.ts";
import { type NameUse, readExpression } from "./read.ts";
import { scopeOf, type VariableTable, variableTable } from "./variables.ts";

/** One thing that is wrong with an expression, or (`unverified`) that this organisation cannot judge. */
interface Fault {
  readonly code: string;
  readonly reason: string;
  readonly explanation: string;
  readonly unverified?: true;
}

/** Expressions that cannot be read, and names in them that mean nothing. */
export const checkExpressions: Check = (context) => {
  const variables = variableTable(context.survey);
  return context.survey.expressions.flatMap((expression) =>
    faultsOf(expression, variables, context.document.flowType).map((fault) => reported(context, expression, fault)),
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
  // The platform makes the variables of slots by itself (SDK `ArchBaseVariable.isFlowManagedVariable`).
  if (scope === "slot") return [unverified(use, "unknown-slot", SLOT)];
  const elsewhere = variables.containersOf(use.name).length > 0;
  return [unknown(use, "unknown-variable", elsewhere ? ELSEWHERE : VARIABLE)];
}

function functionFault(use: NameUse, flowType: FlowType): readonly Fault[] {
  const name = use.name.toLowerCase();
  if (NO_FUNCTIONS.has(name)) return [unknown(use, "unknown-function", FUNCTION)];
  // "fails with 'text to speech is not supported'" (MakingChatbots/genesys-cloud-plugins, gotchas).
  if (name === "toaudiotts" && flowType === "digitalBot")
    return [{ code: "no-text-to-speech", reason: "text to speech is not supported.", explanation: DIGITAL }];
  return FUNCTIONS.has(name) ? [] : [unverified(use, "unknown-function", MAYBE_FUNCTION)];
}

/** In the recorded words: "'ToNumber' at position 1 is not a valid function or variable reference." */
function unknown({ name, position }: NameUse, code: string, explanation: string): Fault {
  const reason = `'${name}' at position ${position} is not a valid function or variable reference.`;
  return { code, reason, explanation };
}

function unverified({ name, position }: Pick<NameUse, "name" | "position">, code: string, explanation: string): Fault {
  return { code, reason: `'${name}' at position ${position}`, explanation, unverified: true };
}

/** "expression text of '…' is in error. Reason: …" (MakingChatbots/genesys-cloud-plugins, gotchas), and the place. */
function reported({ places }: CheckContext, { text, path }: PlacedExpression, fault: Fault): Finding {
  const shown = text.length > 200 ? `${text.slice(0, 197)}...` : text;
  return finding(places, {
    type: fault.unverified ? "Warning" : "Error",
    code: fault.code,
    problem: fault.unverified
      ? `${fault.reason} could not be verified`
      : `expression text of '${shown}' is in error. Reason: ${fault.reason}`,
    path,
    explanation: fault.explanation,
  });
}

const SYNTAX = "Architect cannot read the expression.";
const OPERATORS =
  "Architect's help has and, or, == and !=; this organisation cannot tell whether another one is accepted.";
const WORD = "A variable has its scope before it, a text stands in quotation marks.";
const SCOPE = "This organisation does not know the scope; the platform has scopes that no text lists.";
const SLOT = "No slot of the name is declared; the platform makes one for each slot of the bot's intents.";
const ELSEWHERE = "Another task or state has a variable of the name; it can be read there alone.";
const VARIABLE = "Nothing declares, binds or assigns a variable of the name.";
const FUNCTION = "Architect has no function of the name.";
const MAYBE_FUNCTION = "This organisation knows no function of the name; Architect has more than any public list.";
const DIGITAL = "Write the text itself, in quotation marks.";
const EMPTY: Fault = {
  code: "empty-expression",
  reason: "an empty expression",
  explanation: "What the platform makes of it is not documented.",
  unverified: true,
};
