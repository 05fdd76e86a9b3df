import { readScript, type ScriptFile } from "@genesys-flows/conversation/script";
import { isTestFile } from "@genesys-flows/project/flow-files";
import { type Context, mistakesIn, UsageError } from "../context.ts";
import { type NamedPath, namedPath, testFilesUnder, textOfNamed } from "../reading/places.ts";
import { flowsFolder } from "../stack-file.ts";

/**
 * The test files in the given files and folders, by path and without duplicates. Without arguments, the test files
 * beside the flows.
 * @throws UsageError for a path that contains no test files
 */
export function scriptFiles(
  o: { readonly paths: readonly string[]; readonly stack: string },
  context: Context,
): ScriptFile[] {
  const isEverything = o.paths.length === 0;
  const found = new Map<string, NamedPath>();
  for (const written of isEverything ? [flowsFolder(context, o.stack)] : o.paths) {
    const path = namedPath(written, o, context);
    const files = testFilesUnder(path, context);
    if (!path.isFolder && !isTestFile(path.shown))
      throw new UsageError(`${written} is not a test file: the name of a test file ends with .test.yaml.`);
    if (files.length === 0 && !isEverything) throw new UsageError(`${written} contains no *.test.yaml files.`);
    for (const file of files) found.set(file.absolute, file);
  }
  return [...found.values()].sort((a, b) => (a.shown < b.shown ? -1 : 1)).map(readFile);
}

function readFile(path: NamedPath): ScriptFile {
  const file = path.shown;
  try {
    return { file, ...readScript({ file, text: textOfNamed(path) }) };
  } catch (error) {
    return { file, findings: mistakesIn(error).diagnostics };
  }
}
