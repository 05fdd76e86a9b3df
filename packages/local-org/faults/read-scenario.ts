import { readFileSync } from "node:fs";
import { DiagnosticError } from "@genesys-flows/architect";
import { organisationDiagnostic } from "../diagnostics.ts";
import { own } from "../own.ts";
import { parseYamlFile } from "../yaml-file.ts";
import { type FaultScenario, faultScenarioSchema } from "./schema.ts";

/**
 * Reads a scenario file.
 * @throws DiagnosticError with every error; `fault-scenario-missing` if the file cannot be read
 */
export function readFaultScenario(file: string, operations: ReadonlySet<string>): FaultScenario {
  try {
    return parseFaultScenario(readFileSync(file, "utf8"), { file, operations });
  } catch (cause) {
    if (cause instanceof DiagnosticError) throw cause;
    const message = `The fault scenario ${file} cannot be read: ${(cause as Error).message}`;
    const hint = "Scenarios are in local/faults/.";
    throw new DiagnosticError([organisationDiagnostic("fault-scenario-missing", message, { hint })]);
  }
}

/**
 * Parses a scenario in YAML or JSON. `operations` are the names that a condition may use.
 * @throws DiagnosticError with every error, each with file and line
 */
export function parseFaultScenario(
  text: string,
  o: { readonly file: string; readonly operations: ReadonlySet<string> },
): FaultScenario {
  const source = parseYamlFile(text, { file: o.file, syntax: "fault-scenario-syntax", entry: "fault-scenario" });
  const parsed = faultScenarioSchema.safeParse(source.data);
  const unknown = unknownOperations(source.data, o.operations);
  const mistakes = [
    ...(parsed.success ? [] : source.mistakes(parsed.error)),
    ...unknown.map(({ path, name }) => source.mistake(path, `unknown operation '${name}'`)),
  ];
  if (!parsed.success || mistakes.length > 0) throw new DiagnosticError(mistakes);
  return parsed.data;
}

/** Finds unknown operations in the unvalidated data, so that they are reported together with the schema's errors. */
function unknownOperations(data: unknown, known: ReadonlySet<string>): { path: PropertyKey[]; name: string }[] {
  const faults = property(data, "faults");
  return (Array.isArray(faults) ? faults : []).flatMap((fault, index) =>
    [property(property(fault, "when"), "operation")]
      .flat()
      .filter((name): name is string => typeof name === "string" && !known.has(name))
      .map((name) => ({ path: ["faults", index, "when", "operation"], name })),
  );
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? own(value as Record<string, unknown>, key) : undefined;
}
