import { checkDivision } from "./divisions.ts";
import { checkEmbedding } from "./embedding.ts";
import type { Check, CheckContext, Finding } from "./findings.ts";
import { checkPublished } from "./flows.ts";
import { checkName } from "./names.ts";
import { checkPointers } from "./pointers.ts";
import { checkReferences } from "./references.ts";
import { checkNulls } from "./values.ts";

const CHECKS: readonly Check[] = [
  checkName,
  checkDivision,
  checkNulls,
  checkPointers,
  checkReferences,
  checkPublished,
  checkEmbedding,
];

/** Everything that a publish job says about a document: errors first, each group in the order of the checks. */
export function validateDocument(context: CheckContext): Finding[] {
  const findings = CHECKS.flatMap((check) => check(context));
  return [...findings.filter((f) => f.type === "Error"), ...findings.filter((f) => f.type === "Warning")];
}
