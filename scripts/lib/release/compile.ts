import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";
import { SetUpError } from "@genesys-flows/wrapper/system/say";
import ts from "typescript";

/**
 * Compiles the TypeScript of a folder: JavaScript, declarations and source maps, each with its path relative to the
 * folder. Comments are in the declarations and, with the sources, in the source maps, but not in the JavaScript.
 * @throws SetUpError with the errors
 */
export function compile(folder: string): Map<string, string> {
  const { config } = ts.readConfigFile(path.join(installation, "tsconfig.json"), ts.sys.readFile);
  const emitted = new Map<string, string>();
  // The compiler writes no files; it refuses an output folder with its sources.
  const nowhere = path.join(folder, "..", "compiled");
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      ...{ noEmit: false, sourceMap: true, inlineSources: true, types: ["node"] },
      ...{ rewriteRelativeImportExtensions: true, allowJs: true, checkJs: false, rootDir: folder, outDir: nowhere },
    },
    installation,
  );
  const files = globSync("**/*.ts", { cwd: folder, exclude: (name) => name === "node_modules" });
  const rootNames = files.map((file) => path.join(folder, file));
  const write: ts.WriteFileCallback = (file, text) => {
    // JavaScript files stay unchanged; only their declarations are new.
    if (/\.(json|mjs|mjs\.map)$/.test(file)) return;
    const own = path.relative(nowhere, file);
    emitted.set(own, withCompiledNames(text, path.join(folder, own)));
  };
  const program = ts.createProgram(rootNames, { ...options, declaration: true, emitDeclarationOnly: true });
  const { diagnostics } = program.emit(undefined, write);
  ts.createProgram(rootNames, { ...options, removeComments: true }, undefined, program).emit(undefined, write);
  const mistakes = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (mistakes.length > 0) throw new SetUpError(ts.formatDiagnostics(mistakes, host));
  return emitted;
}

const host: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => installation,
  getCanonicalFileName: (file) => file,
  getNewLine: () => "\n",
};

/**
 * The compiler rewrites file names in static imports. In `require` calls and dynamic imports, a file name is a plain
 * string: `./kernel.ts`.
 */
function withCompiledNames(text: string, file: string): string {
  if (!file.endsWith(".js")) return text;
  return text.replaceAll(/(["'`])(\.{1,2}\/[\w./-]+)\.ts\1/g, (found, quote: string, stem: string) =>
    existsSync(path.resolve(path.dirname(file), `${stem}.ts`)) ? `${quote}${stem}.js${quote}` : found,
  );
}
