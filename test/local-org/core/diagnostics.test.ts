import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Correction, DiagnosticError } from "@genesys-flows/architect";
import { addFaultScenario, type OrganisationCode, organisationCodes, seedOrganisation } from "@genesys-flows/local-org";

const folder = mkdtempSync(join(tmpdir(), "organisation-codes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with the example of a code, before or after its correction; none for a code about a missing file. */
function file(code: OrganisationCode, side: "example" | "right"): string {
  const info = organisationCodes[code];
  const path = join(folder, `${code}.${side}.yaml`);
  if (side in info) writeFileSync(path, (info as Correction)[side]);
  return path;
}

function codesOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
}

test.each(["seed-missing", "seed-syntax", "seed-entry"] as const)("the example of %s is found so", (code) => {
  expect(codesOf(() => seedOrganisation({ file: ":memory:", seed: file(code, "example") }))).toEqual([code]);
});

test.each(["seed-syntax", "seed-entry"] as const)("%s: its correction is a seed", (code) => {
  expect(codesOf(() => seedOrganisation({ file: ":memory:", seed: file(code, "right") }))).toEqual([]);
});

test("the example of seed-conflict is found so in an organisation that has the number", () => {
  const [store, seed] = [join(folder, "organisation.sqlite"), join(folder, "first.yaml")];
  writeFileSync(seed, 'didPools:\n  - {start: "+13175550150", end: "+13175550150"}');
  seedOrganisation({ file: store, seed });
  const found = (side: "example" | "right") =>
    codesOf(() => seedOrganisation({ file: store, seed: file("seed-conflict", side) }));
  expect([found("example"), found("right")]).toEqual([["seed-conflict"], []]);
});

test.each(["fault-scenario-missing", "fault-scenario-syntax", "fault-scenario"] as const)(
  "the example of %s is found so",
  (code) => {
    const found = codesOf(() => addFaultScenario({ file: ":memory:", scenario: file(code, "example") }));
    expect(new Set(found)).toEqual(new Set([code]));
  },
);

test.each(["fault-scenario-syntax", "fault-scenario"] as const)("%s: its correction is a scenario", (code) => {
  expect(codesOf(() => addFaultScenario({ file: ":memory:", scenario: file(code, "right") }))).toEqual([]);
});
