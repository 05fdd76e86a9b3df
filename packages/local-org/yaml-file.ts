import { type Diagnostic, DiagnosticError, type Location } from "@genesys-flows/architect";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type OrganisationCode, organisationDiagnostic } from "./diagnostics.ts";

/** A hand-written YAML or JSON file, which can locate its errors. */
export interface YamlFile {
  readonly data: unknown;
  /** A finding located at the entry with this path, or at the nearest existing parent entry. */
  mistake(path: readonly PropertyKey[], message: string): Diagnostic;
  /** The errors that a schema found, one for each unknown key. */
  mistakes(error: z.ZodError): Diagnostic[];
}

/**
 * Parses a hand-written file. `entry` is the code of findings about its entries.
 * @throws DiagnosticError with the code `syntax` for every error of the parser
 */
export function parseYamlFile(
  text: string,
  o: { file: string; syntax: OrganisationCode; entry: OrganisationCode },
): YamlFile {
  const lines = new LineCounter();
  const bad = (message: string): DiagnosticError =>
    new DiagnosticError([
      organisationDiagnostic(o.syntax, message, { location: { file: o.file, line: 1, column: 1 } }),
    ]);
  const document = readable(() => parseDocument(text, { lineCounter: lines }), bad);
  const source = text.split("\n");
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file: o.file, line, column: col, sourceLine: source[line - 1] };
  };
  if (document.errors.length > 0) {
    throw new DiagnosticError(
      document.errors.map(({ message, pos }) =>
        organisationDiagnostic(o.syntax, message.split("\n")[0] as string, { location: at(pos[0]) }),
      ),
    );
  }
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
    return organisationDiagnostic(o.entry, text, { location: placeOf(path) });
  };
  return {
    data: readable(() => document.toJS(), bad),
    mistake,
    mistakes: ({ issues }) =>
      issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => mistake([...issue.path, key], `unknown key '${key}'`))
          : [mistake(issue.path, issue.message)],
      ),
  };
}

/**
 * Converts errors of the parser. The parser throws if the nesting is too deep, or if an alias is unknown or expands too
 * far.
 */
function readable<T>(read: () => T, bad: (message: string) => DiagnosticError): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw bad("The document is nested too deeply.");
    if (error instanceof ReferenceError) throw bad(`${error.message}.`);
    throw error;
  }
}
