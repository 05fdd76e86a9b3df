import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect/diagnostic";
import { messageOf } from "@genesys-flows/architect/printable";
import type { CheckFailure, CheckResult, Operation } from "../../../engine/resource.ts";
import { validate } from "../../../engine/validate.ts";
import { Asset, type Properties, type PropertyValue } from "../../../engine/values.ts";
import { factsOf, readDocument } from "../document.ts";
import { computedInputs, flowInputs } from "../spec.ts";

/**
 * Adds name, type, digest and outline of the document to the inputs, and reports all errors together. Makes no requests
 * and does not read an unchanged document again.
 */
export async function checkFlow(
  operation: Operation,
  { inputs, oldInputs }: { inputs: Properties; oldInputs: Properties },
): Promise<CheckResult> {
  const given = Object.fromEntries(Object.entries(inputs).filter(([name]) => !computedInputs.includes(name)));
  const checked = validate(given, flowInputs);
  if (!(given["document"] instanceof Asset)) return checked;
  const known = knownFacts(given["document"], oldInputs);
  if (known) return { inputs: { ...checked.inputs, ...known }, failures: checked.failures };
  const failures: CheckFailure[] = [...checked.failures];
  let facts: Record<string, PropertyValue> = {};
  try {
    const document = readDocument(given["document"], { key: operation.urn.name });
    if (document) facts = { ...factsOf(document, (message) => operation.log.warn(message)) };
  } catch (error) {
    failures.push(...documentFailures(error));
  }
  return { inputs: { ...checked.inputs, ...facts }, failures };
}

/**
 * Facts about the document from the last run. Undefined if the engine computed a different hash, or if the document had
 * no outline, because that warning must be repeated.
 */
function knownFacts(document: Asset, oldInputs: Properties): Record<string, PropertyValue> | undefined {
  const before = oldInputs["document"];
  if (!(before instanceof Asset) || document.hash === undefined || before.hash !== document.hash) return undefined;
  const facts = computedInputs.flatMap((name) => {
    const value = oldInputs[name];
    return value === undefined || value === null || value === "" ? [] : [[name, value] as const];
  });
  const outline = oldInputs["outline"];
  const complete = facts.length === computedInputs.length && outline && Object.keys(outline).length > 0;
  return complete ? Object.fromEntries(facts) : undefined;
}

function documentFailures(error: unknown): CheckFailure[] {
  if (error instanceof DiagnosticError) {
    return error.diagnostics.map((diagnostic) => ({ property: "document", reason: formatDiagnostic(diagnostic) }));
  }
  return [{ property: "document", reason: messageOf(error) }];
}
