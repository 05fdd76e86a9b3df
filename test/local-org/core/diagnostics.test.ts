import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { addFaultScenario, type OrganisationCode, organisationCodes, seedOrganisation } from "@genesys-flows/local-org";

const folder = mkdtempSync(join(tmpdir(), "organisation-codes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with the example of a code, or none where the code is about a missing one. */
function example(code: OrganisationCode): string {
  const file = join(folder, `${code}.yaml`);
  if (!code.endsWith("-missing")) writeFileSync(file, organisationCodes[code].example);
  return file;
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
  expect(codesOf(() => seedOrganisation({ file: ":memory:", seed: example(code) }))).toEqual([code]);
});

test("the example of seed-conflict is found so in an organisation that has the number", () => {
  const [file, seed] = [join(folder, "organisation.sqlite"), join(folder, "first.yaml")];
  writeFileSync(seed, 'didPools:\n  - {start: "+13175550150", end: "+13175550150"}');
  seedOrganisation({ file, seed });
  expect(codesOf(() => seedOrganisation({ file, seed: example("seed-conflict") }))).toEqual(["seed-conflict"]);
});

test.each(["fault-scenario-missing", "fault-scenario-syntax", "fault-scenario"] as const)(
  "the example of %s is found so",
  (code) => {
    const found = codesOf(() => addFaultScenario({ file: ":memory:", scenario: example(code) }));
    expect(new Set(found)).toEqual(new Set([code]));
  },
);
