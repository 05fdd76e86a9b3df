import { existsSync, readFileSync } from "node:fs";
import { dirname, sep } from "node:path";
import {
  contractOf,
  type Diagnostic,
  hasStandInName,
  isDefinition,
  type ModuleContract,
  moduleContract,
  readWritten,
  toGraphInParts,
  writtenExport,
} from "@genesys-flows/architect";
import { keyOfFile, openContract } from "@genesys-flows/project";
import { type Context, mistakesIn } from "../context.ts";
import { flowFilesUnder, type NamedPath } from "./places.ts";

export interface ReadModule {
  readonly contract: ModuleContract;
  readonly mistakes: readonly Diagnostic[];
  /** True if the module's name contains a value that is not set. */
  readonly unnamed?: true;
}

/** Modules by key and by display name. */
export type Modules = Pick<ModulesNear, "keys" | "byKey" | "byName" | "keyOf">;

/** Combines modules from several folders. If modules have the same key or name, the first one takes precedence. */
export function modulesOf(places: readonly Modules[]): Modules {
  const first = <Found>(find: (one: Modules) => Found | undefined): Found | undefined =>
    places.reduce<Found | undefined>((found, one) => found ?? find(one), undefined);
  return {
    keys: () => new Set(places.flatMap((one) => [...one.keys()])),
    byKey: (key) => first((one) => one.byKey(key)),
    byName: (name) => first((one) => one.byName(name)),
    keyOf: (name) => first((one) => one.keyOf(name)),
  };
}

const MODULE = /^["']?commonModule["']?\s*:/m;

/**
 * The common modules near a flow file: those in the enclosing folder `flows`, otherwise those in the file's own folder.
 * Each module is read on first use, and its errors are reported then.
 */
export class ModulesNear {
  readonly #folder: NamedPath;
  readonly #recursive: boolean;
  readonly #context: Context;
  #files: ReadonlyMap<string, { readonly file: string; readonly text: string }> | undefined;
  readonly #read = new Map<string, ReadModule>();

  constructor(path: NamedPath, context: Context) {
    const absolute = folderOf(path);
    this.#folder = { absolute, shown: absolute, isFolder: true, inProject: false };
    this.#recursive = path.isFolder || absolute.endsWith(`${sep}flows`);
    this.#context = context;
  }

  keys(): Iterable<string> {
    return this.#all().keys();
  }

  /** The readable parts of a module, and its errors; undefined for an unknown module. */
  byKey(key: string): ReadModule | undefined {
    const source = this.#all().get(key);
    if (!source) return undefined;
    const found = this.#read.get(key) ?? readModule(key, source);
    this.#read.set(key, found);
    return found;
  }

  /**
   * The contract of a module without errors, by display name. Modules with errors are ignored, because an export
   * contains everything that lifting needs.
   */
  byName(name: string): ModuleContract | undefined {
    const key = this.keyOf(name);
    return key === undefined ? undefined : this.byKey(key)?.contract;
  }

  /** The key of a module without errors, by its display name. */
  keyOf(name: string): string | undefined {
    return [...this.#all().keys()].find((key) => {
      const found = this.byKey(key);
      return found?.mistakes.length === 0 && !found.unnamed && found.contract.name.toLowerCase() === name.toLowerCase();
    });
  }

  #all(): ReadonlyMap<string, { readonly file: string; readonly text: string }> {
    if (this.#files) return this.#files;
    const isThere = existsSync(this.#folder.absolute);
    const files = isThere ? flowFilesUnder(this.#folder, this.#context, { recursive: this.#recursive }) : [];
    const sources = files.map(({ absolute, shown }) => ({ file: shown, text: readFileSync(absolute, "utf8") }));
    const modules = sources.filter(({ text }) => MODULE.test(text));
    this.#files = new Map(modules.map((source) => [keyOfFile(source.file), source]));
    return this.#files;
  }
}

function readModule(key: string, { file, text }: { file: string; text: string }): ReadModule {
  if (isDefinition(text)) {
    const { written, findings: ofText } = readWritten({ path: file, text });
    const { definition, findings = [] } = written?.fill("keep") ?? {};
    const own = definition && toGraphInParts(definition, { modules: () => undefined }).findings;
    const mistakes = [...ofText, ...findings, ...(own ?? [])].filter(({ severity }) => severity === "error");
    return { contract: (definition && contractOf(definition)) ?? openContract(key), mistakes };
  }
  try {
    const document = writtenExport({ file, text }).fill({});
    return { contract: moduleContract(document), mistakes: [], ...(hasStandInName(document) && { unnamed: true }) };
  } catch (error) {
    return { contract: openContract(key), mistakes: mistakesIn(error).diagnostics };
  }
}

/** The folder itself. For a file, the innermost enclosing folder named `flows`, otherwise the file's own folder. */
function folderOf({ absolute, isFolder }: NamedPath): string {
  if (isFolder) return absolute;
  const own = dirname(absolute);
  const parts = own.split(sep);
  const at = parts.lastIndexOf("flows");
  return at < 0 ? own : parts.slice(0, at + 1).join(sep);
}
