import { type Diagnostic, DiagnosticError, type Location, nearest, referenceKinds } from "@genesys-flows/architect";
import { z } from "zod";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: "a value is plain text, a number, true or false; secrets and structures do not belong into flows",
});

const flowConfig = z.strictObject({
  values: z.record(z.string(), scalar).optional(),
  substitutions: z.record(z.string(), scalar).optional(),
  pin: z.boolean().optional(),
  import: z.string().optional(),
  importedVersion: z.string('a version is text, in quotes: "1.0"').optional(),
  forceUnlock: z.boolean().optional(),
  onDrift: z.enum(["fail", "overwrite"]).optional(),
});

const externalName = z
  .string("an external object is written as `kind:name`, such as `queue:Sales`")
  .superRefine((text, context) => {
    const [, kind, name] = /^\s*([^:\s]+)\s*:\s*(\S.*)$/s.exec(text) ?? [];
    if (kind === undefined || name === undefined) {
      context.addIssue(`\`${text}\` is not written as \`kind:name\`, such as \`queue:Sales\``);
    } else if (!referenceKinds.some((known) => known === kind)) {
      const meant = nearest(kind, referenceKinds);
      context.addIssue(
        `\`${kind}\` is not a kind of object that flows name${meant ? `; did you mean \`${meant}\`?` : ""}`,
      );
    }
  })
  .transform((text) => {
    const at = text.indexOf(":");
    return `${text.slice(0, at).trim()}:${text.slice(at + 1).trim()}`;
  });

/** What a stack's config says about flows: the keys of the namespace `genesys-flows:`. */
export const stackFlowConfigSchema = z.strictObject({
  /** Per-environment values that definitions declare. */
  values: z.record(z.string(), scalar).optional(),
  /** Values of `{{placeholders}}` in Architect exports. */
  substitutions: z.record(z.string(), scalar).optional(),
  /** By flow key; its values go before the ones for all flows. */
  flows: z.record(z.string(), flowConfig).optional(),
  /** What flows name and the stack leaves to others, although it may have provided it before: `queue:Sales`. */
  external: z.array(externalName, "a list of `kind:name`, such as `queue:Sales`").optional(),
  /** Folder of the flow files; `flows` when absent. */
  flowsDir: z.string().optional(),
});

export type StackFlowConfig = z.infer<typeof stackFlowConfigSchema>;
export type Scalar = string | number | boolean;

const NAMESPACE = "genesys-flows";
/** One takes out what is wrong; more are for lists, whose items move up. */
const MAX_ROUNDS = 100;

/** The config of a stack and where each entry stands in `Pulumi.<stack>.yaml`. */
export interface StackSource {
  readonly config: StackFlowConfig;
  /** The file's path as a person would write it; undefined where the config did not come from a file. */
  readonly file?: string;
  /** What is wrong with the entries; `config` has those without mistakes. */
  readonly findings: readonly Diagnostic[];
  /** Whether an entry, or what it is in, is wrong. */
  isWrong(section: keyof StackFlowConfig, ...path: string[]): boolean;
  /** Place of `genesys-flows:<section>` and a path below it. */
  locate(section: keyof StackFlowConfig, ...path: string[]): Location | undefined;
}

/**
 * Checks entries and finds their places in the stack file where its text is given. Mistakes are among the findings.
 */
export function stackSource(
  given: Readonly<Record<string, unknown>>,
  stackFile?: { file: string; text: string },
): StackSource {
  const { source, findings: unreadable } = stackFile ? parsedFile(stackFile) : { findings: [] };
  const { config, findings, wrong } = checked(given, source);
  const isWrong = (...path: string[]) => wrong.some((mistake) => mistake.every((part, index) => path[index] === part));
  return {
    config,
    findings: [...unreadable, ...findings],
    isWrong: (...path) => unreadable.length > 0 || isWrong(...path),
    ...(stackFile && { file: stackFile.file }),
    locate: (section, ...path) => source && place(source, section, path),
  };
}

function parsedFile({ file, text }: { file: string; text: string }): {
  source?: YamlFile;
  findings: readonly Diagnostic[];
} {
  try {
    return { source: parseYamlFile(text, file), findings: [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { findings: error.diagnostics };
  }
}

/**
 * Reads the namespace `genesys-flows:` of a `Pulumi.<stack>.yaml`.
 * @throws DiagnosticError `stack-config` with every wrong entry, each at its line
 */
export function readStackConfig(file: string, text: string): StackFlowConfig {
  return parseStackConfig(entriesIn(parseYamlFile(text, file)), { file, text });
}

/**
 * The entries of the namespace in a `Pulumi.<stack>.yaml` as they stand there, for `loadProject` to check. None of a text
 * that is no YAML, which `loadProject` reports too.
 */
export function stackFileEntries(file: string, text: string): Record<string, unknown> {
  const { source } = parsedFile({ file, text });
  return source ? entriesIn(source) : {};
}

function entriesIn(source: YamlFile): Record<string, unknown> {
  const entries = (source.data as { config?: Record<string, unknown> } | null)?.config ?? {};
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) =>
      key.startsWith(`${NAMESPACE}:`) ? [[key.slice(NAMESPACE.length + 1), value]] : [],
    ),
  );
}

/**
 * The entries of the namespace among all config of a Pulumi program (`pulumi.runtime.allConfig()`), where structures come
 * as JSON.
 */
export function stackEntries(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(NAMESPACE.length + 1), parsed(text)]));
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // no structure after all; the schema says what is wanted
  }
}

/**
 * Checks the entries of the namespace, section by section.
 * @throws DiagnosticError `stack-config` and `secret-value` with every wrong entry, each at its line where the file's
 * text is given
 */
export function parseStackConfig(
  given: Readonly<Record<string, unknown>>,
  stackFile?: { file: string; text: string },
): StackFlowConfig {
  const { config, findings } = checked(given, stackFile && parseYamlFile(stackFile.text, stackFile.file));
  if (findings.length > 0) throw new DiagnosticError(findings);
  return config;
}

/** The entries without those that are wrong, what is wrong, and where: paths from the section on. */
function checked(
  given: Readonly<Record<string, unknown>>,
  source: YamlFile | undefined,
): { config: StackFlowConfig; findings: Diagnostic[]; wrong: readonly (readonly string[])[] } {
  const secrets = source ? secretsIn(source) : [];
  const wrong = secrets.map(({ path }) => path);
  const findings = secrets.map(({ finding }) => finding);
  const lines = new Set(findings.map(({ location }) => location?.line));
  let left: unknown = given;
  for (const path of wrong) left = without(left, path);
  for (let round = 0; ; round++) {
    const result = stackFlowConfigSchema.safeParse(round === 0 ? given : left);
    if (result.success && (round > 0 || wrong.length === 0)) return { config: result.data, findings, wrong };
    const issues = result.error?.issues ?? [];
    for (const issue of issues) {
      if (round === 0) {
        const own = issueFindings(issue, source);
        findings.push(...own.filter(({ location }) => !location || !lines.has(location.line)));
      }
      for (const path of pathsOf(issue)) {
        wrong.push(path, ...meantBy(issue, { path, given }));
        left = without(left, path);
      }
    }
    if (round === MAX_ROUNDS) return { config: {}, findings, wrong };
  }
}

/** What an unknown section would have said of the one that it was probably meant as. */
function meantBy(
  issue: z.core.$ZodIssue,
  { path, given }: { readonly path: readonly string[]; readonly given: unknown },
): string[][] {
  if (issue.code !== "unrecognized_keys") return [];
  const known = path.length === 1 ? stackFlowConfigSchema.shape : flowConfig.shape;
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

function pathsOf(issue: z.core.$ZodIssue): string[][] {
  const keys = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return keys.map((path) => path.map(String));
}

/** Data without what is at a path; without the whole list of an item. */
function without(data: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof data !== "object" || data === null || key === undefined) return data;
  if (Array.isArray(data)) return data.filter((_, index) => String(index) !== key);
  const { [key]: inner, ...others } = data as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [key]: without(inner, rest) };
}

function issueFindings(issue: z.core.$ZodIssue, source: YamlFile | undefined): Diagnostic[] {
  const unknown = issue.code === "unrecognized_keys";
  return pathsOf(issue).map((path) => {
    const [section, ...rest] = path;
    const name = `\`${NAMESPACE}:${path.join(".")}\``;
    const location = source && section !== undefined ? place(source, section, rest) : undefined;
    return {
      code: "stack-config",
      severity: "error",
      message: unknown ? `${name} is not known.` : `${name}: ${sentence(issue.message)}`,
      hint:
        section === "external"
          ? `Kinds are ${referenceKinds.join(", ")}.`
          : "Known are values, substitutions, external, flowsDir, and flows.<key> with values, substitutions, pin, import, importedVersion, forceUnlock and onDrift.",
      ...(location && { location }),
    };
  });
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** Values that the stack file encrypts: by the time a program runs they are plain, and would reach the state as such. */
function secretsIn(source: YamlFile): { finding: Diagnostic; path: readonly string[] }[] {
  const found: { finding: Diagnostic; path: readonly string[] }[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    if (Object.keys(value).join() === "secure") {
      const name = `${NAMESPACE}:${path.join(".")}`;
      const finding: Diagnostic = {
        code: "secret-value",
        severity: "error",
        message: `\`${name}\` is a secret, and flows hold none: whoever reads a flow reads its values.`,
        hint: "Give it as plain text, or let a data action keep the secret.",
        location: place(source, path[0] ?? "", path.slice(1)),
      };
      found.push({ finding, path });
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
