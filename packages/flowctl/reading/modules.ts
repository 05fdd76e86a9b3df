import { readFileSync } from "node:fs";
import { dirname, sep } from "node:path";
import {
  DiagnosticError,
  isDefinition,
  type ModuleContract,
  moduleContract,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import { keyOfFile } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { parseFilled } from "./filled.ts";
import { flowFilesUnder, type NamedPath } from "./places.ts";

const MODULE = /^["']?commonModule["']?\s*:/m;

/**
 * The common modules that lie beside a flow file: in the folder of flows that it is in, else in its own folder. They are
 * read when they are asked for; one with mistakes tells them then.
 */
export class ModulesNear {
  readonly #folder: NamedPath;
  readonly #recursive: boolean;
  readonly #context: Context;
  #files: ReadonlyMap<string, { readonly file: string; readonly text: string }> | undefined;
  readonly #contracts = new Map<string, ModuleContract | DiagnosticError>();

  constructor(path: NamedPath, context: Context) {
    const absolute = folderOf(path);
    this.#folder = { absolute, shown: absolute, isFolder: true, inProject: false };
    this.#recursive = path.isFolder || absolute.endsWith(`${sep}flows`);
    this.#context = context;
  }

  keys(): Iterable<string> {
    return this.#all().keys();
  }

  /** @throws DiagnosticError with the mistakes of the module */
  byKey(key: string): ModuleContract | undefined {
    const found = this.#contract(key);
    if (found instanceof DiagnosticError) throw found;
    return found;
  }

  /** By display name; a module with mistakes is none here, since an export says all that lifting needs itself. */
  byName(name: string): ModuleContract | undefined {
    const key = this.keyOf(name);
    const found = key === undefined ? undefined : this.#contract(key);
    return found instanceof DiagnosticError ? undefined : found;
  }

  /** The key of a module by its display name. */
  keyOf(name: string): string | undefined {
    return [...this.#all().keys()].find((key) => {
      const found = this.#contract(key);
      return found && !(found instanceof DiagnosticError) && found.name.toLowerCase() === name.toLowerCase();
    });
  }

  #contract(key: string): ModuleContract | DiagnosticError | undefined {
    const source = this.#all().get(key);
    if (!source) return undefined;
    let found = this.#contracts.get(key);
    if (!found) {
      try {
        found = contractOf(source);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        found = error;
      }
      this.#contracts.set(key, found);
    }
    return found;
  }

  #all(): ReadonlyMap<string, { readonly file: string; readonly text: string }> {
    this.#files ??= new Map(
      flowFilesUnder(this.#folder, this.#context, { recursive: this.#recursive })
        .map(({ absolute, shown }) => ({ file: shown, text: readFileSync(absolute, "utf8") }))
        .filter(({ text }) => MODULE.test(text))
        .map((source) => [keyOfFile(source.file), source]),
    );
    return this.#files;
  }
}

function contractOf({ file, text }: { file: string; text: string }): ModuleContract {
  if (isDefinition(text)) {
    const graph = toGraph(parseDefinition({ path: file, text }, { values: "keep" }), { modules: () => undefined });
    return graph.module as ModuleContract;
  }
  return moduleContract(parseFilled({ file, text }).document);
}

/** The folder itself; for a file the innermost folder named `flows` around it, else its own. */
function folderOf({ absolute, isFolder }: NamedPath): string {
  if (isFolder) return absolute;
  const own = dirname(absolute);
  const parts = own.split(sep);
  const at = parts.lastIndexOf("flows");
  return at < 0 ? own : parts.slice(0, at + 1).join(sep);
}
