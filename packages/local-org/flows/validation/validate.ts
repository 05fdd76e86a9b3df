import { checkActions } from "./actions/check-actions.ts";
import { checkAvailability, checkChoiceOutputs, checkRequired } from "./actions/recorded.ts";
import { checkEmbedding } from "./embedding.ts";
import { checkExpressions } from "./expressions/check-expressions.ts";
import { checkBindings, checkUnusedVariables } from "./expressions/variables.ts";
import { type Check, type CheckContext, type Finding, placed } from "./findings.ts";
import { checkDuplicates, checkMenus, checkPointers } from "./parts.ts";
import { checkPublished, checkReferences } from "./references.ts";
import { checkDivision, checkName, checkNulls, checkRootKeys } from "./root-properties.ts";

const CHECKS: readonly Check[] = [
  checkName,
  checkDivision,
  checkNulls,
  checkRootKeys,
  checkDuplicates,
  checkPointers,
  checkActions,
  checkRequired,
  checkAvailability,
  checkChoiceOutputs,
  checkExpressions,
  checkBindings,
  checkUnusedVariables,
  checkMenus,
  checkReferences,
  checkPublished,
  checkEmbedding,
];

/** All findings of a publish job about a document: errors first, then warnings, each in the order of the checks. */
export function validateDocument(context: CheckContext): Finding[] {
  const findings = CHECKS.flatMap((check) => check(context)).map((problem) => placed(context.places, problem));
  return [...findings.filter((f) => f.type === "Error"), ...findings.filter((f) => f.type === "Warning")];
}
