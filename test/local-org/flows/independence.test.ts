import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as architect from "@genesys-flows/architect";

const folder = join(import.meta.dirname, "../../../packages/local-org/flows");

/**
 * What the organisation's flows may take from the kernel: how a document is read, printed, addressed and compared. None of
 * it judges; the organisation is a judge of its own, so that a mistake of the one is seen by the other.
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

/** Names that a file takes from the kernel, of types and values alike. */
function taken(text: string): string[] {
  return [
    ...text.matchAll(/import (?:type )?\{([^}]*)\} from "(?:@genesys-flows\/architect|[^"]*\/architect\/[^"]*)"/g),
  ]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.replace(/\btype\b/, "").trim())
    .filter((name) => name !== "");
}

test("the organisation's flows take nothing from the kernel that judges", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const found = files.map((file) => ({ file, names: taken(readFileSync(join(folder, file), "utf8")) }));
  expect(found.flatMap(({ names }) => names).length).toBeGreaterThan(20);
  const judging = found.flatMap(({ file, names }) =>
    names.filter((name) => !READING.has(name)).map((name) => `${file}: ${name}`),
  );
  expect(judging).toEqual([]);
});

test("the kernel's judges are its own or names of the kernel, and none of them may be taken", () => {
  const exported = new Set(Object.keys(architect));
  const within = ["documentIssues", "parseExpression", "functions", "actions"];
  for (const judge of ["checkFlow", "checkFlows", "checkParts", ...within]) {
    expect(exported.has(judge)).toBe(!within.includes(judge));
    expect(READING).not.toContain(judge);
  }
});
