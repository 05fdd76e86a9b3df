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

/** The config of a stack and where each entry stands in `Pulumi.<stack>.yaml`. */
export interface StackSource {
  readonly config: StackFlowConfig;
  /** The file's path as a person would write it; undefined where the config did not come from a file. */
  readonly file?: string;
  /** Place of `genesys-flows:<section>` and a path below it. */
  locate(section: keyof StackFlowConfig, ...path: string[]): Location | undefined;
}

/**
 * Checks entries and finds their places in the stack file where its text is given.
 * @throws DiagnosticError with every wrong entry
 */
export function stackSource(
  given: Readonly<Record<string, unknown>>,
  stackFile?: { file: string; text: string },
): StackSource {
  const config = parseStackConfig(given, stackFile);
  const source = stackFile && parseYamlFile(stackFile.text, stackFile.file);
  return {
    config,
    ...(stackFile && { file: stackFile.file }),
    locate: (section, ...path) => source && place(source, section, path),
  };
}

/**
 * Reads the namespace `genesys-flows:` of a `Pulumi.<stack>.yaml`.
 * @throws DiagnosticError `stack-config` with every wrong entry, each at its line
 */
export function readStackConfig(file: string, text: string): StackFlowConfig {
  const source = parseYamlFile(text, file);
  const entries = (source.data as { config?: Record<string, unknown> } | null)?.config ?? {};
  const given = Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) =>
      key.startsWith(`${NAMESPACE}:`) ? [[key.slice(NAMESPACE.length + 1), value]] : [],
    ),
  );
  return parseStackConfig(given, { file, text });
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
  const source = stackFile && parseYamlFile(stackFile.text, stackFile.file);
  const secrets = source ? secretsIn(source) : [];
  const result = stackFlowConfigSchema.safeParse(given);
  if (result.success && secrets.length === 0) return result.data;
  const lines = new Set(secrets.map(({ location }) => location?.line));
  const wrong = (result.error?.issues ?? []).flatMap((issue) => issueFindings(issue, source));
  throw new DiagnosticError([...secrets, ...wrong.filter(({ location }) => !location || !lines.has(location.line))]);
}

function issueFindings(issue: z.core.$ZodIssue, source: YamlFile | undefined): Diagnostic[] {
  const unknown = issue.code === "unrecognized_keys";
  const paths = unknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => {
    const [section, ...rest] = path.map(String);
    const name = `\`${NAMESPACE}:${path.map(String).join(".")}\``;
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
function secretsIn(source: YamlFile): Diagnostic[] {
  const config = (source.data as { config?: Record<string, unknown> } | null)?.config ?? {};
  const found: Diagnostic[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    if (Object.keys(value).join() === "secure") {
      found.push({
        code: "secret-value",
        severity: "error",
        message: `\`${path.join(".")}\` is a secret, and flows hold none: whoever reads a flow reads its values.`,
        hint: "Give it as plain text, or let a data action keep the secret.",
        location: source.locate(["config", ...path]),
      });
      return;
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  for (const [key, value] of Object.entries(config)) if (key.startsWith(`${NAMESPACE}:`)) visit(value, [key]);
  return found;
}

function place(source: YamlFile, section: string, path: readonly string[]): Location {
  return source.locate(["config", `${NAMESPACE}:${section}`, ...path]);
}
