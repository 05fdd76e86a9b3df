import { type Diagnostic, formatDiagnostic, parseDiagnostic, shownDiagnostic } from "@genesys-flows/architect";
import fc from "fast-check";

const word = fc.oneof(
  fc.constantFrom(
    "a",
    "x (flow a)",
    " (node b)",
    "x ()",
    "(flow a, node b)",
    "  hint: no",
    "\n  why: z",
    "\n\n",
    "\u001b[2J",
    "\t",
    "\u202e",
    "  12 | x\n     | ^",
    "::error::",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(""));
const path = fc.stringMatching(/^[\w./ ()&+-]{1,20}$/);

const diagnostic: fc.Arbitrary<Diagnostic> = fc.record(
  {
    code: fc.constantFrom("module-call-transitions", "not-yaml"),
    severity: fc.constantFrom("error" as const, "warning" as const, "note" as const),
    message: text,
    why: text,
    hint: text,
    location: fc.record(
      {
        file: path,
        line: fc.nat(),
        column: fc.nat(500),
        length: fc.nat(200),
        sourceLine: text.map((t) => t.replaceAll("\n", " ")),
      },
      { requiredKeys: ["file", "line", "column"] },
    ),
    flow: text,
    node: text,
  },
  { requiredKeys: ["code", "severity", "message"] },
);

test("the text of a finding is read back", () => {
  fc.assert(
    fc.property(diagnostic, (found) => {
      expect(parseDiagnostic(formatDiagnostic(found))).toEqual(shownDiagnostic(found));
    }),
    { numRuns: 2000 },
  );
});

test("what a text shows is shown the same again", () => {
  fc.assert(
    fc.property(diagnostic, (found) => {
      expect(shownDiagnostic(shownDiagnostic(found))).toEqual(shownDiagnostic(found));
      expect(formatDiagnostic(shownDiagnostic(found)).split("\n")[0]).toEqual(formatDiagnostic(found).split("\n")[0]);
    }),
  );
});

test("another text is no finding", () => {
  for (const text of ["", "Error: x", "a.yaml:1:2 error", "note: x", "error x: y\nz", "error x: y\n  other: z"]) {
    expect(parseDiagnostic(text)).toBeUndefined();
  }
});
