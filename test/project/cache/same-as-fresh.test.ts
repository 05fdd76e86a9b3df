import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { changed, wholeProject, wordChange } from "../changed-words.ts";
import { makeProject, removeProjects, writeFiles } from "../harness.ts";
import { caller, checkModule, exported, stack } from "../samples.ts";
import { outcomeOf } from "./outcome.ts";

afterEach(removeProjects);

/** Other texts of files of the project, each without mistakes of its own. */
const others: readonly (readonly [file: string, text: string])[] = [
  ["flows/check.yaml", checkModule.replace("Please wait.", "One moment.")],
  ["flows/check.yaml", checkModule.replace("default: 3", "default: 4")],
  ["flows/check.yaml", checkModule.replace("inputs: {", "inputs: {extra: {type: string}, ")],
  ["flows/check.yaml", checkModule.replace("commonModule: Check", "commonModule: Checking")],
  ["flows/check.yaml", checkModule.replace("[success, failure]", "[success, failure, later]")],
  ["flows/c.yaml", caller("C")],
  ["flows/c.yaml", caller("Claims")],
  ["flows/sub/claims_v2-0.yaml", exported("Claims")],
  ["flows/claims.options.yaml", "substitutions: {queue: {default: Support}}\npin: true\n"],
  ["flows/lookup.options.yaml", "outcome: {from: Common.success, done: true}\n"],
  ["Pulumi.test.yaml", stack("genesys-flows:values: {tries: 4}")],
  ["Pulumi.test.yaml", stack("genesys-flows:values: {tries: 3}\ngenesys-flows:substitutions: {queue: Sales}")],
  ["Pulumi.test.yaml", stack("genesys-flows:values: {tries: many}")],
];

type Files = Readonly<Record<string, string>>;
type Edit = (files: Files, root: string) => Files;

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom(...others).map(
    ([file, text]): Edit =>
      (files) => ({ ...files, [file]: text }),
  ),
  wordChange.map(
    (change): Edit =>
      (files) =>
        changed(files, change.file in files ? [change] : []),
  ),
  fc.constantFrom(...Object.keys(wholeProject)).map(
    (file): Edit =>
      ({ [file]: _removed, ...rest }) =>
        rest,
  ),
  fc.constant<Edit>(() => wholeProject),
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255), cut: fc.boolean() }).map(
    (damage): Edit =>
      (files, root) => {
        for (const pack of globSync(join(root, ".genesys/cache/flows/*"))) damaged(pack, damage);
        return files;
      },
  ),
);

function damaged(file: string, { at, byte, cut }: { at: number; byte: number; cut: boolean }): void {
  const content = readFileSync(file);
  const offset = Math.floor(at * content.length);
  if (!cut && offset < content.length) content[offset] = byte;
  writeFileSync(file, cut ? content.subarray(0, offset) : content);
}

test("a run from what earlier runs kept is the same as a fresh one, after any edits", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      const root = makeProject(wholeProject);
      let files: Files = wholeProject;
      expect(await outcomeOf(root, { fresh: false })).toStrictEqual(await outcomeOf(root, { fresh: true }));
      for (const change of edits) {
        for (const file of Object.keys(files)) rmSync(join(root, file));
        files = change(files, root);
        writeFiles(root, files);
        expect(await outcomeOf(root, { fresh: false })).toStrictEqual(await outcomeOf(root, { fresh: true }));
      }
      expect(existsSync(join(root, ".genesys/cache/flows"))).toBe(true);
      removeProjects();
    }),
    { numRuns: Number(process.env["FUZZ_RUNS"] ?? 30) },
  );
}, 120_000);
