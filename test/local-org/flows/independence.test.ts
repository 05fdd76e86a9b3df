import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as architect from "@genesys-flows/architect";

const folder = join(import.meta.dirname, "../../../packages/local-org/flows");

/**
 * What the organisation's flows may import from the kernel: functions that read, print, address and compare documents. None of
 * them checks: the organisation has checks of its own, so that they find the kernel's mistakes.
 */
const READING = new Set([
  "ArchyDocument",
  "ArchyMap",
  "ArchyPath",
  "ArchyReference",
  "ArchyValue",
  "AddressedItem",
  "Diagnostic",
  "DiagnosticError",
  "DocumentPlaces",
  "FlowType",
  "ReferenceKind",
  "archyFromBody",
  "documentPlaces",
  "flowTypeOfApi",
  "flowTypes",
  "moduleContract",
  "parseArchy",
  "printArchy",
  "references",
]);

/** Names that a file imports from the kernel, of types and values. */
function taken(text: string): string[] {
  return [
    ...text.matchAll(/import (?:type )?\{([^}]*)\} from "(?:@genesys-flows\/architect|[^"]*\/architect\/[^"]*)"/g),
  ]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.replace(/\btype\b/, "").trim())
    .filter((name) => name !== "");
}

test("the organisation's flows import no checks from the kernel", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const found = files.map((file) => ({ file, names: taken(readFileSync(join(folder, file), "utf8")) }));
  expect(found.flatMap(({ names }) => names).length).toBeGreaterThan(20);
  const judging = found.flatMap(({ file, names }) =>
    names.filter((name) => !READING.has(name)).map((name) => `${file}: ${name}`),
  );
  expect(judging).toEqual([]);
});

test("the names of the kernel's checks are known, and none of them may be imported", () => {
  const exported = new Set(Object.keys(architect));
  const within = ["documentIssues", "functions", "actions"];
  for (const judge of [
    "checkFlow",
    "checkFlows",
    "checkBeside",
    "checkCodes",
    "checkSubject",
    "parseExpression",
    ...within,
  ]) {
    expect(exported.has(judge)).toBe(!within.includes(judge));
    expect(READING).not.toContain(judge);
  }
});
