import { DiagnosticError } from "@genesys-flows/architect";
import fc from "fast-check";
import { changed, wholeProject, wordChange } from "./changed-words.ts";
import { load, makeProject, removeProjects } from "./harness.ts";

afterEach(removeProjects);

test("the project without a change has no mistakes", async () => {
  await expect(load(makeProject(wholeProject))).resolves.toBeDefined();
});

test("whatever is wrong in files is reported as mistakes of them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wordChange, { minLength: 1, maxLength: 4 }), async (changes) => {
      const root = makeProject(changed(wholeProject, changes));
      const error = await load(root).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      removeProjects();
      if (error !== undefined && !(error instanceof DiagnosticError)) throw error;
      for (const { location, code } of (error as DiagnosticError | undefined)?.diagnostics ?? []) {
        expect({ code, file: location?.file }).toEqual({ code, file: expect.any(String) });
      }
    }),
    { numRuns: Number(process.env["FUZZ_RUNS"] ?? 100) },
  );
}, 120_000);
