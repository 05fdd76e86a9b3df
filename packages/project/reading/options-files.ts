import type { Diagnostic } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import type { SourceFile } from "./discover.ts";
import { type ExportOptions, readOptions } from "./options.ts";

/** The options files of a project, by the keys of their exports; each is read at most once. */
export class OptionsFiles {
  readonly #sources: readonly SourceFile[];
  readonly #byKey: ReadonlyMap<string, SourceFile>;
  readonly #read = new Map<SourceFile, ReturnType<typeof readOptions>>();
  readonly #known = new Set<SourceFile>();

  constructor(sources: readonly SourceFile[]) {
    this.#sources = sources;
    this.#byKey = new Map(sources.map((source) => [keyOfFile(source.file), source]));
  }

  sourceOf(key: string): SourceFile | undefined {
    return this.#byKey.get(key);
  }

  of(key: string): ExportOptions | undefined {
    const source = this.#byKey.get(key);
    return source && this.#readOnce(source).options;
  }

  hasMistakes(key: string): boolean {
    const source = this.#byKey.get(key);
    return source !== undefined && this.#readOnce(source).findings.length > 0;
  }

  /** An earlier run found no mistakes in the options with a key: `findings` does not read them. */
  skip(key: string): void {
    const source = this.#byKey.get(key);
    if (source) this.#known.add(source);
  }

  /** The mistakes in all options files, in the order of the files. */
  findings(): Diagnostic[] {
    return this.#sources
      .filter((source) => !this.#known.has(source))
      .flatMap((source) => this.#readOnce(source).findings);
  }

  /** A finding for each key that is not that of an export. */
  withoutExport(exports: ReadonlySet<string>): Diagnostic[] {
    return [...this.#byKey].filter(([key]) => !exports.has(key)).map(([, { file }]) => optionsWithoutExport(file));
  }

  #readOnce(source: SourceFile): ReturnType<typeof readOptions> {
    const read = this.#read.get(source) ?? readOptions(source);
    this.#read.set(source, read);
    return read;
  }
}

function optionsWithoutExport(file: string): Diagnostic {
  return finding("options-without-export", `No Architect export has the key \`${keyOfFile(file)}\` of these options.`, {
    hint: "Options belong to an export with the same key. A definition has these settings in its own file.",
    location: { file, line: 1, column: 1 },
  });
}
