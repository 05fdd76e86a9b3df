import {
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  type Location,
  nearest,
  readYaml,
} from "@genesys-flows/architect";
import type { z } from "zod";

export type YamlPath = readonly PropertyKey[];

/** A small YAML file of ours (options, queues, stack config) with its places. Not for flows: the kernel reads those. */
export interface YamlFile {
  readonly file: string;
  readonly data: unknown;
  /** Where the key or value at a path stands; the nearest existing ancestor when it is not there. */
  locate(path: YamlPath): Location;
}

/**
 * Reads one of our own YAML files, within the limits that hold for flows.
 * @throws DiagnosticError `not-yaml` and what else the kernel finds in a text: `duplicate-key`, `too-deep`, `alias-bomb`
 */
export function parseYamlFile(text: string, file: string): YamlFile {
  const sink = new DiagnosticSink();
  const yaml = readYaml(text, { file, sink, noPlaceholders: true });
  if (!yaml) throw new DiagnosticError(sink.all);
  return { file, data: yaml.value, locate: (path) => yaml.locate(path.map(stepOf), "key") };
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === "number" ? step : String(step);
}

/** Data of a file by a schema, as far as it fits. */
export interface BySchema<T> {
  readonly data: T;
  /** One for each mistake, each at its place. */
  readonly findings: readonly Diagnostic[];
  /** Keys of the root that are not complete, and those that an unknown key was probably meant as. */
  readonly unread: ReadonlySet<string>;
}

/**
 * Data of a file by a schema, without the properties, items and entries that have a mistake.
 * @param schema of a mapping
 */
export function readBySchema<S extends z.ZodObject>(
  source: YamlFile,
  schema: S,
  o: { code: string; hint?: string },
): BySchema<Partial<z.infer<S>>> {
  let kept: unknown = source.data ?? {};
  const first = schema.safeParse(kept);
  if (first.success) return { data: first.data as z.infer<S>, findings: [], unread: new Set() };
  const { issues } = first.error;
  const unread = new Set(issues.flatMap((issue) => incomplete(issue, schema)));
  for (const depth of [3, 2, 1]) {
    const wrong = (schema.safeParse(kept).error?.issues ?? []).flatMap(pathsOf);
    kept = withoutHoles(without(kept, treeOf(wrong.map((path) => path.slice(0, depth)))));
  }
  return {
    data: (schema.partial().safeParse(kept).data ?? {}) as Partial<z.infer<S>>,
    findings: issues.flatMap((issue) => findingsOf(issue, source, o)),
    unread,
  };
}

function incomplete(issue: z.core.$ZodIssue, schema: z.ZodObject): string[] {
  const [key] = issue.path;
  if (key !== undefined) return [String(key)];
  const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
  return unknown.flatMap((name) => nearest(name, Object.keys(schema.shape)) ?? []);
}

function pathsOf(issue: z.core.$ZodIssue): YamlPath[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** What is to be left out, by the steps that lead there; a step without further ones is left out itself. */
type Tree = Map<string, Tree>;

function treeOf(paths: readonly YamlPath[]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    let tree = root;
    for (const step of path.map(String)) {
      const next: Tree = tree.get(step) ?? new Map();
      tree.set(step, next);
      tree = next;
    }
    tree.clear();
  }
  return root;
}

/** Data without what is at some paths; an item of a list leaves a hole. */
function without(data: unknown, tree: Tree): unknown {
  if (typeof data !== "object" || data === null || tree.size === 0) return data;
  const kept = (value: unknown, step: string) => {
    const inner = tree.get(step);
    return inner === undefined ? value : inner.size === 0 ? undefined : without(value, inner);
  };
  if (Array.isArray(data)) return data.map((item, index) => kept(item, String(index)));
  const entries = Object.entries(data).filter(([key]) => tree.get(key)?.size !== 0);
  return Object.fromEntries(entries.map(([key, value]) => [key, kept(value, key)]));
}

function withoutHoles(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.filter((item) => item !== undefined) : value,
    ]),
  );
}

function findingsOf(issue: z.core.$ZodIssue, source: YamlFile, o: { code: string; hint?: string }): Diagnostic[] {
  return pathsOf(issue).map((path) => ({
    code: o.code,
    severity: "error",
    message: issue.code === "unrecognized_keys" ? `\`${String(path.at(-1))}\` is not known here.` : at(path, issue),
    location: source.locate(path),
    ...(o.hint && { hint: o.hint }),
  }));
}

function at(path: YamlPath, issue: z.core.$ZodIssue): string {
  return path.length > 0 ? `\`${path.map(String).join(".")}\`: ${issue.message}` : issue.message;
}
