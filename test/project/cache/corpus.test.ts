import { globSync } from "node:fs";
import { join } from "node:path";
import { placeholders } from "@genesys-flows/architect";
import { keyOfFile } from "@genesys-flows/project";
import { fittingValue, rawFiles } from "../../architect/corpus.ts";
import { makeProject, removeProjects } from "../harness.ts";
import { outcomeOf } from "./outcome.ts";

afterEach(removeProjects);

const files = rawFiles().filter(({ file }) => /\.ya?ml$/.test(file));
const each = files.length > 0 ? test.each(files) : test.skip.each([{ file: "the corpus was not found", text: "" }]);

each("$file is the same from the cache, with its placeholders filled in", async ({ file, text }) => {
  const given = placeholders(text, { file }).map(({ key }) => [key, fittingValue(key, text)]);
  const options = JSON.stringify({ substitutions: Object.fromEntries(given) });
  const root = makeProject({
    [`flows/${file}`]: text,
    ...(given.length > 0 && { [`flows/${keyOfFile(file)}.options.yaml`]: options }),
  });
  const fresh = await outcomeOf(root, { fresh: true });
  expect(await outcomeOf(root, { fresh: false })).toStrictEqual(fresh);
  expect(await outcomeOf(root, { fresh: false })).toStrictEqual(fresh);
  const isWhole = "topology" in (fresh as object);
  const isKept = globSync(join(root, ".genesys/cache/flows/*.pack")).length > 0;
  expect({ isWhole, isKept }).not.toEqual({ isWhole: true, isKept: false });
});
