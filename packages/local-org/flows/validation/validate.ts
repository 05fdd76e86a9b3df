import { checkAvailability, checkChoiceOutputs } from "./actions/availability.ts";
import { checkActions } from "./actions/check-actions.ts";
import { checkRequired } from "./actions/required.ts";
import { checkEmbedding } from "./embedding.ts";
import { checkBindings } from "./expressions/bindings.ts";
import { checkExpressions } from "./expressions/check-expressions.ts";
import { checkUnusedVariables } from "./expressions/variables.ts";
import type { Check, CheckContext, Finding } from "./findings.ts";
import { checkMenus } from "./menus.ts";
import { checkDuplicates, checkPointers } from "./ref-ids.ts";
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

/** All findings of a publish job about a document: errors first, each group in the order of the checks. */
export function validateDocument(context: CheckContext): Finding[] {
  const findings = CHECKS.flatMap((check) => check(context));
  return [...findings.filter((f) => f.type === "Error"), ...findings.filter((f) => f.type === "Warning")];
}
