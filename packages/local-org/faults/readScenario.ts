import { readFileSync } from "node:fs";
import { type Diagnostic, DiagnosticError, type Location } from "@genesys-flows/architect";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type FaultScenario, faultScenarioSchema } from "./schema.ts";

/** Reads a scenario file. @throws DiagnosticError with every mistake; `fault-scenario-missing` when it cannot be read */
export function readFaultScenario(file: string, operations: ReadonlySet<string>): FaultScenario {
  try {
    return parseFaultScenario(readFileSync(file, "utf8"), { file, operations });
  } catch (cause) {
    if (cause instanceof DiagnosticError) throw cause;
    throw new DiagnosticError([
      {
        code: "fault-scenario-missing",
        severity: "error",
        message: `The fault scenario ${file} cannot be read: ${(cause as Error).message}`,
        hint: "Scenarios are kept in local/faults/.",
      },
    ]);
  }
}

/**
 * A scenario from its text, YAML or JSON. `operations` are the names that a condition may use.
 * @throws DiagnosticError with every mistake, each with file and line
 */
export function parseFaultScenario(
  text: string,
  o: { readonly file: string; readonly operations: ReadonlySet<string> },
): FaultScenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const source = text.split("\n");
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file: o.file, line, column: col, sourceLine: source[line - 1] };
  };
  const placeOf = (path: readonly PropertyKey[]): Location => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
  const mistake = (path: readonly PropertyKey[], message: string): Diagnostic => {
    const where = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    const text = where === "" ? message : `${where.slice(1)}: ${message}`;
    return { code: "fault-scenario", severity: "error", message: text, location: placeOf(path) };
  };
  if (document.errors.length > 0)
    throw new DiagnosticError(
      document.errors.map((error) => ({
        code: "fault-scenario-syntax",
        severity: "error",
        message: error.message.split("\n")[0] as string,
        location: at(error.pos[0]),
      })),
    );
  const data: unknown = document.toJS();
  const parsed = faultScenarioSchema.safeParse(data);
  const mistakes = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => issueMistakes(issue, mistake))),
    ...unknownOperations(data, o.operations).map(({ path, name }) => mistake(path, `unknown operation '${name}'`)),
  ];
  if (!parsed.success || mistakes.length > 0) throw new DiagnosticError(mistakes);
  return parsed.data;
}

type Mistake = (path: readonly PropertyKey[], message: string) => Diagnostic;

function issueMistakes(issue: z.core.$ZodIssue, mistake: Mistake): Diagnostic[] {
  if (issue.code !== "unrecognized_keys") return [mistake(issue.path, issue.message)];
  return issue.keys.map((key) => mistake([...issue.path, key], `unknown key '${key}'`));
}

/** Looked for in the data itself, so that they are told together with the schema's mistakes. */
function unknownOperations(data: unknown, known: ReadonlySet<string>): { path: PropertyKey[]; name: string }[] {
  const faults = property(data, "faults");
  if (!Array.isArray(faults)) return [];
  return faults.flatMap((fault, index) => {
    const named = property(property(fault, "when"), "operation");
    return (Array.isArray(named) ? named : [named])
      .filter((name): name is string => typeof name === "string" && !known.has(name))
      .map((name) => ({ path: ["faults", index, "when", "operation"], name }));
  });
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
