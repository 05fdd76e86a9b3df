import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import type { CheckFailure, CheckResult, Operation } from "../../rpc/provider.ts";
import { Asset, type Properties, type PropertyValue } from "../../rpc/values.ts";
import { validate } from "../../schema/validate.ts";
import { factsOf, readDocument } from "./document.ts";
import { computedInputs, flowInputs } from "./spec.ts";

/**
 * The inputs with name, type, digest and outline of the document; every mistake at once. It asks the platform nothing:
 * an unchanged flow costs no request.
 */
export async function checkFlow(operation: Operation, inputs: Properties): Promise<CheckResult> {
  const given = Object.fromEntries(Object.entries(inputs).filter(([name]) => !computedInputs.includes(name)));
  const checked = validate(given, flowInputs);
  if (!(given["document"] instanceof Asset)) return checked;
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

function documentFailures(error: unknown): CheckFailure[] {
  if (error instanceof DiagnosticError) {
    return error.diagnostics.map((diagnostic) => ({ property: "document", reason: formatDiagnostic(diagnostic) }));
  }
  return [{ property: "document", reason: error instanceof Error ? error.message : String(error) }];
}
