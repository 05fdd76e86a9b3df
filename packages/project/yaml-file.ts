import { type Diagnostic, DiagnosticSink, kernelCodes, type Location, readYaml } from "@genesys-flows/architect";

export type YamlPath = readonly PropertyKey[];

/**
 * A small YAML file in the project (options, objects, stack configuration) with its places. The kernel reads flow files
 * instead.
 */
export interface YamlFile {
  readonly file: string;
  readonly data: unknown;
  /** The place of the key or value at a path; the place of its nearest existing ancestor if it does not exist. */
  locate(path: YamlPath): Location;
}

/**
 * Reads such a file, within the same limits as for flows. Reports `not-yaml` and the kernel's other findings about
 * files: `duplicate-key`, `too-deep`, `alias-bomb`. If there is a finding, the result has no source.
 */
export function readYamlFile({ file, text }: { readonly file: string; readonly text: string }): {
  source?: YamlFile;
  findings: readonly Diagnostic[];
} {
  const sink = new DiagnosticSink(kernelCodes);
  const yaml = readYaml(text, { file, sink, noPlaceholders: true });
  if (!yaml) return { findings: sink.all };
  return { source: { file, data: yaml.value, locate: (path) => yaml.locate(path.map(stepOf), "key") }, findings: [] };
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === "number" ? step : String(step);
}
