import { DiagnosticError, type Location } from "@genesys-flows/architect";
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
  forceUnlock: z.boolean().optional(),
  onDrift: z.enum(["fail", "overwrite"]).optional(),
});

/** What a stack's config says about flows: the keys of the namespace `genesys-flows:`. */
export const stackFlowConfigSchema = z.strictObject({
  /** Per-environment values that definitions declare. */
  values: z.record(z.string(), scalar).optional(),
  /** Values of `{{placeholders}}` in Architect exports. */
  substitutions: z.record(z.string(), scalar).optional(),
  /** By flow key; its values go before the ones for all flows. */
  flows: z.record(z.string(), flowConfig).optional(),
  /** Folder of the flow files; `flows` when absent. */
  flowsDir: z.string().optional(),
});

export type StackFlowConfig = z.infer<typeof stackFlowConfigSchema>;
export type Scalar = string | number | boolean;

/** The config of a stack and where each entry stands in `Pulumi.<stack>.yaml`. */
export interface StackSource {
  readonly config: StackFlowConfig;
  /** The file's path as a person would write it; undefined where the config did not come from a file. */
  readonly file?: string;
  /** Place of `genesys-flows:<section>` and a path below it. */
  locate(section: keyof StackFlowConfig, ...path: string[]): Location | undefined;
}

const NAMESPACE = "genesys-flows";

/** Config that was parsed elsewhere, with places from the stack file where its text is given. */
export function stackSource(config: StackFlowConfig, stackFile?: { file: string; text: string }): StackSource {
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
 * Checks the entries of the namespace, section by section.
 * @throws DiagnosticError `stack-config` with every wrong entry, each at its line where the file's text is given
 */
export function parseStackConfig(
  given: Record<string, unknown>,
  stackFile?: { file: string; text: string },
): StackFlowConfig {
  const result = stackFlowConfigSchema.safeParse(given);
  if (result.success) return result.data;
  const source = stackFile && parseYamlFile(stackFile.text, stackFile.file);
  throw new DiagnosticError(
    result.error.issues.flatMap((issue) => {
      const unknown = issue.code === "unrecognized_keys";
      const paths = unknown ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      return paths.map((path) => {
        const [section, ...rest] = path.map(String);
        const location = source && section !== undefined ? place(source, section, rest) : undefined;
        return {
          code: "stack-config",
          severity: "error" as const,
          message: unknown
            ? `\`${NAMESPACE}:${path.map(String).join(".")}\` is not known.`
            : `\`${NAMESPACE}:${path.map(String).join(".")}\`: ${issue.message}.`,
          hint: "Known are values, substitutions, flowsDir, and flows.<key> with values, substitutions, pin, import, forceUnlock and onDrift.",
          ...(location && { location }),
        };
      });
    }),
  );
}

function place(source: YamlFile, section: string, path: readonly string[]): Location {
  return source.locate(["config", `${NAMESPACE}:${section}`, ...path]);
}
