import { readFileSync } from "node:fs";
import path from "node:path";
import { kernel } from "@genesys-flows/architect/kernel";
import type { ResourceUrn } from "@genesys-flows/project/state";

/**
 * `taken` of a flow in the stack's configuration, for a refresh: the engine gives it the inputs of the last update, which do not know
 * what was taken since. Undefined without one, and where the file cannot be read.
 */
export function takenInConfig(
  folder: string,
  { stack, name }: Pick<ResourceUrn, "stack" | "name">,
): string | undefined {
  const file = `Pulumi.${stack}.yaml`;
  const { readYaml, DiagnosticSink, getMap, getText, kernelCodes } = kernel();
  let text: string;
  try {
    text = readFileSync(path.join(folder, file), "utf8");
  } catch {
    return undefined; // a stack without configuration
  }
  const read = readYaml(text, { file, sink: new DiagnosticSink(kernelCodes), noPlaceholders: true });
  const flows = getMap(getMap(read?.value, "config"), "genesys-flows:flows");
  return getText(getMap(flows, name), "taken");
}
