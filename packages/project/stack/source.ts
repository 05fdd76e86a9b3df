import { readdirSync } from "node:fs";
import { type Diagnostic, DiagnosticError, type Location, nearest, referenceKinds } from "@genesys-flows/architect";
import type { z } from "zod";
import { fitting, keysOf, pathsOf, without } from "../by-schema.ts";
import { finding } from "../codes.ts";
import { readYamlFile, type YamlFile } from "../yaml-file.ts";
import { flowConfigSchema, type StackFlowConfig, stackFlowConfigSchema } from "./config.ts";

/** The configuration of a stack, and the place of each entry in `Pulumi.<stack>.yaml`. */
export interface StackSource {
  readonly config: StackFlowConfig;
  /** The file's path relative to the project; undefined if the configuration did not come from a file. */
  readonly file?: string;
  /** The errors in the entries; `config` contains only valid entries. */
  readonly findings: readonly Diagnostic[];
  /** Whether an entry, or an entry that contains it, is invalid. */
  isWrong(section: keyof StackFlowConfig, ...path: string[]): boolean;
  /** Place of `genesys-flows:<section>` and a path below it. */
  locate(section: keyof StackFlowConfig, ...path: string[]): Location | undefined;
}

/**
 * Checks entries, and finds their places in the stack file if its text is given. The findings of the result include the
 * errors.
 */
export function stackSource(
  given: Readonly<Record<string, unknown>>,
  stackFile?: { file: string; text: string },
): StackSource {
  const { source, findings: unreadable } = stackFile ? readYamlFile(stackFile) : { findings: [] };
  const { config, findings, wrong } = checked(given, source);
  const isWrong = (...path: string[]) => wrong.some((mistake) => mistake.every((part, index) => path[index] === part));
  return {
    config,
    findings: [...unreadable, ...findings],
    isWrong: (...path) => unreadable.length > 0 || isWrong(...path),
    file: stackFile?.file,
    locate: (section, ...path) => source && place(source, section, path),
  };
}

/**
 * Reads the namespace `genesys-flows:` of a `Pulumi.<stack>.yaml`.
 * @throws DiagnosticError `stack-config` and `secret-value` with every invalid entry, each at its line
 */
export function readStackConfig(file: string, text: string): StackFlowConfig {
  const { source, findings: unreadable } = readYamlFile({ file, text });
  if (!source) throw new DiagnosticError(unreadable);
  const { config, findings } = checked(entriesIn(source), source);
  if (findings.length > 0) throw new DiagnosticError(findings);
  return config;
}

/**
 * The entries of the namespace in a `Pulumi.<stack>.yaml` for `loadProject` to check. Empty if the text is not YAML,
 * which `loadProject` also reports.
 */
export function stackFileEntries(file: string, text: string): Record<string, unknown> {
  const { source } = readYamlFile({ file, text });
  return source ? entriesIn(source) : {};
}

/** The valid entries, the errors, and the paths of the errors, which start at the section. */
function checked(
  given: Readonly<Record<string, unknown>>,
  source: YamlFile | undefined,
): { config: StackFlowConfig; findings: Diagnostic[]; wrong: readonly (readonly string[])[] } {
  const secrets = source ? secretsIn(source) : [];
  const secretPaths = secrets.map(({ path }) => path);
  const { data, issues } = fitting(given, stackFlowConfigSchema);
  const config = secrets.length > 0 ? fitting(without(given, secretPaths), stackFlowConfigSchema).data : data;
  const lines = new Set(secrets.map(({ finding }) => finding.location?.line));
  const others = issues
    .flatMap((issue) => issueFindings(issue, source))
    .filter(({ location }) => !location || !lines.has(location.line));
  const mistaken = issues.flatMap((issue) =>
    textPathsOf(issue).flatMap((path) => [path, ...meantBy(issue, { path, given })]),
  );
  const findings = [...secrets.map(({ finding }) => finding), ...others];
  return { config, findings, wrong: [...secretPaths, ...mistaken] };
}

/** The entries of an unknown section, assigned to the section that was probably meant. */
function meantBy(
  issue: z.core.$ZodIssue,
  { path, given }: { readonly path: readonly string[]; readonly given: unknown },
): string[][] {
  if (issue.code !== "unrecognized_keys") return [];
  const known = path.length === 1 ? stackFlowConfigSchema.shape : flowConfigSchema.shape;
  const meant = nearest(path.at(-1) as string, Object.keys(known));
  return meant === undefined ? [] : leaves(at(given, path)).map((leaf) => [...path.slice(0, -1), meant, ...leaf]);
}

function at(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data);
}

function leaves(data: unknown): string[][] {
  if (typeof data !== "object" || data === null) return [[]];
  return Object.entries(data).flatMap(([key, inner]) => leaves(inner).map((leaf) => [key, ...leaf]));
}

function textPathsOf(issue: z.core.$ZodIssue): string[][] {
  return pathsOf(issue).map((path) => path.map(String));
}

const KNOWN = `Valid keys are ${Object.keys(stackFlowConfigSchema.omit({ flows: true }).shape).join(", ")}, and flows.<key> with ${keysOf(flowConfigSchema)}.`;

function issueFindings(issue: z.core.$ZodIssue, source: YamlFile | undefined): Diagnostic[] {
  const unknown = issue.code === "unrecognized_keys";
  return textPathsOf(issue).map((path) => {
    const [section, ...rest] = path;
    const name = `\`${NAMESPACE}:${path.join(".")}\``;
    const message = unknown ? `${name} is unknown.` : `${name}: ${sentence(issue.message)}`;
    return finding("stack-config", message, {
      hint: section === "external" ? `Valid kinds are ${referenceKinds.join(", ")}.` : KNOWN,
      location: source && section !== undefined ? place(source, section, rest) : undefined,
    });
  });
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/**
 * Findings about values that are encrypted in the stack file. A running program sees them as plain text, so they would
 * be written to the state unencrypted.
 */
function secretsIn(source: YamlFile): { finding: Diagnostic; path: readonly string[] }[] {
  const found: { finding: Diagnostic; path: readonly string[] }[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    if (Object.keys(value).join() === "secure") {
      const name = `${NAMESPACE}:${path.join(".")}`;
      const message = `\`${name}\` is a secret. Anyone with access to a flow can read the values in it.`;
      const hint = "Store the value as plain text if it is not secret. Keep a secret in a data action.";
      const [section = "", ...rest] = path;
      const location = place(source, section, rest);
      found.push({ finding: finding("secret-value", message, { hint, location }), path });
      return;
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(entriesIn(source), []);
  return found;
}

function place(source: YamlFile, section: string, path: readonly string[]): Location {
  return source.locate(["config", `${NAMESPACE}:${section}`, ...path]);
}

/** Namespace of the entries in a stack's config. */
const NAMESPACE = "genesys-flows";

/** The entries of the namespace in a `Pulumi.<stack>.yaml`. */
function entriesIn(source: YamlFile): Record<string, unknown> {
  return entriesOf((source.data as { config?: Record<string, unknown> } | null)?.config ?? {});
}

/**
 * The entries of the namespace in the configuration of a Pulumi program (`pulumi.runtime.allConfig()`), which contains
 * structured values as JSON.
 */
export function stackEntries(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = Object.entries(entriesOf(config)).map(([key, text]) => [key, parsed(text)]);
  return Object.fromEntries(entries);
}

function entriesOf<T>(config: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(NAMESPACE.length + 1), value]));
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return dateAsWritten(text);
  try {
    return JSON.parse(text, (_, value: unknown) => dateAsWritten(value)) as unknown;
  } catch {
    return text; // not a structured value after all; the schema reports what is expected
  }
}

/** Restores an unquoted date in a stack's file, which Pulumi reads as a time: `2027-01-31 00:00:00 +0000 UTC`. */
function dateAsWritten(value: unknown): unknown {
  const [, date] = (typeof value === "string" && /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/.exec(value)) || [];
  return date ?? value;
}

/** A flow of other stacks. Only its existence is known in this stack. */
export interface FlowElsewhere {
  readonly key: string;
  readonly file: string;
  readonly stacks: readonly string[];
}

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** The stack of a file such as `Pulumi.prod.yaml`; undefined for any other name. */
export function stackNameOf(file: string): string | undefined {
  return STACK_FILE.exec(file)?.[1];
}

/** The stacks that have a file in a folder, sorted. */
export function stackNames(root: string): string[] {
  return readdirSync(root)
    .flatMap((file) => stackNameOf(file) ?? [])
    .sort();
}
