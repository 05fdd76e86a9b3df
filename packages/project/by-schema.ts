import { type Diagnostic, nearest } from "@genesys-flows/architect";
import type { z } from "zod";
import { finding, type ProjectCode } from "./codes.ts";
import type { YamlFile, YamlPath } from "./yaml-file.ts";

interface Reporting {
  readonly code: ProjectCode;
  /** Says which values are allowed; a function receives the place of the error. */
  readonly hint?: string | ((path: YamlPath, about: { readonly isUnknown: boolean }) => string | undefined);
  /** If a value matches none of several forms, reports the errors for the form that has its type. */
  readonly inForms?: true;
}

/**
 * Reads the data of a file with a schema, without the properties, items and entries that have an error. @param schema
 * the schema of a mapping
 */
export function readBySchema<S extends z.ZodObject>(source: YamlFile, schema: S, o: Reporting) {
  const { data, issues } = fitting(source.data ?? {}, schema);
  return {
    data,
    /** One finding for each error, at its place. */
    findings: (o.inForms ? issues.flatMap(inItsForm) : issues).flatMap((issue) => findingsOf(issue, source, o)),
    /** Root keys that are incomplete, and the keys that are probably meant by unknown keys. */
    unread: new Set(issues.flatMap((issue) => incomplete(issue, schema))),
  };
}

/** The keys of a mapping as a list in a hint: `a, b and c`. */
export function keysOf(schema: z.ZodObject): string {
  return listed(Object.keys(schema.shape));
}

/** Joins words: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].join(" and ");
}

/**
 * The depths at which errors are removed, one after the other, because removing a property may make its parent invalid.
 */
const LEVELS = [4, 3, 2, 1];

/** The part of the data that matches the schema of a mapping, and the errors in the rest. */
export function fitting<S extends z.ZodObject>(
  given: unknown,
  schema: S,
): { data: Partial<z.infer<S>>; issues: readonly z.core.$ZodIssue[] } {
  const first = schema.safeParse(given);
  if (first.success) return { data: first.data as z.infer<S>, issues: [] };
  let kept = given;
  for (const level of LEVELS) {
    const wrong = (schema.safeParse(kept).error?.issues ?? []).flatMap(pathsOf);
    const cut = wrong.map((path) => path.slice(0, level));
    kept = withoutHoles(without(kept, cut));
  }
  const data = (schema.partial().safeParse(kept).data ?? {}) as Partial<z.infer<S>>;
  return { data, issues: first.error.issues };
}

/** The paths of an issue: each unknown key, or the invalid value. */
export function pathsOf(issue: z.core.$ZodIssue): YamlPath[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/**
 * If exactly one form of a union has the value's type, returns the errors for this form. Otherwise, returns the
 * original error.
 */
export function inItsForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isOtherType = ({ code, path }: z.core.$ZodIssue) =>
    path.length === 0 && (code === "invalid_type" || code === "invalid_value");
  const [form, ...others] = issue.errors.filter((inner) => !inner.some(isOtherType));
  if (!form || others.length > 0) return [issue];
  return form.flatMap((inner) => inItsForm({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** The data without the values at the given paths; a removed list item leaves a hole. */
export function without(data: unknown, paths: readonly YamlPath[]): unknown {
  return pruned(data, treeOf(paths));
}

function incomplete(issue: z.core.$ZodIssue, schema: z.ZodObject): string[] {
  const [key] = issue.path;
  if (key !== undefined) return [String(key)];
  const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
  return unknown.flatMap((name) => nearest(name, Object.keys(schema.shape)) ?? []);
}

/** The paths to remove, as a tree of steps; a leaf is a value to remove. */
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

function pruned(data: unknown, tree: Tree): unknown {
  if (typeof data !== "object" || data === null || tree.size === 0) return data;
  const kept = (value: unknown, step: string) => {
    const inner = tree.get(step);
    return inner === undefined ? value : inner.size === 0 ? undefined : pruned(value, inner);
  };
  if (Array.isArray(data)) return data.map((item, index) => kept(item, String(index)));
  const entries = Object.entries(data).filter(([key]) => tree.get(key)?.size !== 0);
  return Object.fromEntries(entries.map(([key, value]) => [key, kept(value, key)]));
}

function withoutHoles(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  const whole = (value: unknown) => (Array.isArray(value) ? value.filter((item) => item !== undefined) : value);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, whole(value)]));
}

function findingsOf(issue: z.core.$ZodIssue, source: YamlFile, o: Reporting): Diagnostic[] {
  return pathsOf(issue).map((path) => {
    const place = path.length > 0 ? `\`${path.map(String).join(".")}\`: ` : "";
    const isUnknown = issue.code === "unrecognized_keys";
    const message = isUnknown ? `\`${String(path.at(-1))}\` is unknown here.` : place + issue.message;
    const hint = typeof o.hint === "function" ? o.hint(path, { isUnknown }) : o.hint;
    return finding(o.code, message, { location: source.locate(path), ...(hint && { hint }) });
  });
}
