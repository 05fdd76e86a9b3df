import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { DiagnosticSink, FlowDefinition, Scalar } from "@genesys-flows/architect";
import type { WrittenEmailAddress } from "@genesys-flows/architect/settings";
import { fileFinding, type ProjectCode } from "../codes.ts";
import { isFlowCode, optionsFilesOf } from "../flow-files.ts";
import { keyOfFile } from "../keys.ts";
import { readText, type SourceFile } from "./discover.ts";

/** A flow that a program declares, in place of a file in the flow folder. */
export interface DeclaredFlow {
  readonly key: string;
  /**
   * The file of a definition or an export, relative to the project or absolute; or the result of `defineFlow` or
   * `defineModule`.
   */
  readonly definition: string | FlowDefinition;
  /** The numbers of the flow. Default: the numbers in the definition. */
  readonly numbers?: readonly string[] | undefined;
  /** The e-mail addresses of the flow, as written in a file. Default: the addresses in the definition. */
  readonly emailAddresses?: readonly WrittenEmailAddress[] | undefined;
  /** Values for the definition; they take precedence over the stack's values. */
  readonly values?: Readonly<Record<string, Scalar>> | undefined;
  /** Keys of modules, by the names that the definition uses. */
  readonly modules?: Readonly<Record<string, string>> | undefined;
}

/** The files of declared flows, and their options files. Reports files that cannot be read. */
export function declaredFiles(
  root: string,
  declared: readonly DeclaredFlow[],
  sink: DiagnosticSink<ProjectCode>,
): SourceFile[] {
  const flows: SourceFile[] = [];
  const options = new Map<string, SourceFile>();
  for (const { key, definition } of declared) {
    if (typeof definition !== "string") {
      flows.push({ ...placeOf(root, definition.file), key, text: "", exported: definition });
      continue;
    }
    const place = placeOf(root, definition);
    const text = existsSync(place.absolute) ? textOf(place, sink) : missing(key, place.file, sink);
    if (text !== null) flows.push({ ...place, key, text });
    for (const file of optionsFilesOf({ file: place.file, key: keyOfFile(place.file) }).map((one) =>
      placeOf(root, one),
    )) {
      const found =
        existsSync(file.absolute) && !options.has(file.file) ? readText(file.file, file.absolute, sink) : null;
      if (found !== null) options.set(file.file, { ...file, text: found });
    }
  }
  return [...flows, ...options.values()];
}

function placeOf(root: string, path: string): Pick<SourceFile, "file" | "absolute"> {
  const absolute = resolve(root, path);
  return { absolute, file: relative(root, absolute).split(sep).join("/") };
}

function textOf({ file, absolute }: Pick<SourceFile, "file" | "absolute">, sink: DiagnosticSink<ProjectCode>) {
  return isFlowCode(file) ? "" : readText(file, absolute, sink);
}

function missing(flow: string, file: string, sink: DiagnosticSink<ProjectCode>): null {
  const hint = "Correct `definition`: it is a path relative to the project, or an absolute path.";
  sink.add(fileFinding("flows-folder", file, `The definition of \`${flow}\` does not exist.`, { hint, flow }));
  return null;
}
