import { formatDiagnostic, parseArchy, placeholders } from "@genesys-flows/architect";
import { corpusFiles, fittingValue, rawFiles } from "../../architect/corpus.ts";
import { load, makeProject, removeProjects } from "../harness.ts";
import { declaredFor, type Objects, withoutFirst } from "./declared-for.ts";

afterEach(removeProjects);

/** Flows that name an object which files can declare, with the objects as they use them. */
const files = corpusFiles(fittingValue)
  .filter(({ file }) => /\.ya?ml$/.test(file))
  .map(({ file, text }) => ({ file, declared: declaredFor(parseArchy(text, { file })) }))
  .filter(({ declared }) => Object.keys(declared).length > 0);
const each = files.length > 0 ? test.each(files) : test.skip.each([{ file: "the corpus was not found", declared: {} }]);

each("$file has findings only against objects that lack what it names", async ({ file, declared }) => {
  expect(await findingsIn(file, declared)).toEqual(await findingsIn(file, {}));
  const { objects, codes } = withoutFirst(declared);
  if (codes.length === 0) return;
  const found = await findingsIn(file, objects);
  expect(codes.filter((code) => !found.some((one) => one.includes(` ${code}: `)))).toEqual([]);
});

/** The findings in a project of one file and of objects that another one declares, as people read them. */
async function findingsIn(file: string, objects: Objects): Promise<string[]> {
  const text = rawFiles().find((one) => one.file === file)?.text ?? "";
  const given = placeholders(text, { file }).map(({ key }) => [key, fittingValue(key, text)]);
  const options = JSON.stringify({ substitutions: Object.fromEntries(given) });
  const declared = Object.entries(objects).map(([key, entries]) => `${key}: ${JSON.stringify(entries)}\n`);
  const root = makeProject({
    "flows/flow.yaml": text,
    ...(given.length > 0 && { "flows/flow.options.yaml": options }),
    ...(declared.length > 0 && { "flows/objects.yaml": declared.join("") }),
  });
  const { warnings, flows } = await load(root, { fresh: true });
  return [...warnings, ...flows.flatMap(({ notes }) => notes)].map(formatDiagnostic);
}
