import { checkActions } from "./actions.ts";
import { checkAvailability, checkChoiceOutputs } from "./availability.ts";
import { checkDivision } from "./divisions.ts";
import { checkDuplicates } from "./duplicates.ts";
import { checkEmbedding } from "./embedding.ts";
import { checkExpressions } from "./expressions.ts";
import type { Check, CheckContext, Finding } from "./findings.ts";
import { checkPublished } from "./flows.ts";
import { checkName } from "./names.ts";
import { checkPointers } from "./pointers.ts";
import { checkReferences } from "./references.ts";
import { checkRequired } from "./required.ts";
import { checkRootKeys } from "./roots.ts";
import { checkNulls } from "./values.ts";
import { checkUnusedVariables } from "./variables.ts";

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
  checkUnusedVariables,
  checkReferences,
  checkPublished,
  checkEmbedding,
];

/** Everything that a publish job says about a document: errors first, each group in the order of the checks. */
export function validateDocument(context: CheckContext): Finding[] {
  const findings = CHECKS.flatMap((check) => check(context));
  return [...findings.filter((f) => f.type === "Error"), ...findings.filter((f) => f.type === "Warning")];
}
