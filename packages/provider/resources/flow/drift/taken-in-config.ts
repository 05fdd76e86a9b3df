import { readFileSync } from "node:fs";
import path from "node:path";
import type { ArchyValue } from "@genesys-flows/architect";
import type { ResourceUrn } from "../../../engine/resource.ts";
import { kernel } from "../../../kernel.ts";

/**
 * `taken` of a flow in the stack's configuration, for a refresh: the engine gives it the inputs of the last update, which do not know
 * what was taken since. Undefined without one, and where the file cannot be read.
 */
export function takenInConfig(
  folder: string,
  { stack, name }: Pick<ResourceUrn, "stack" | "name">,
): string | undefined {
  const file = `Pulumi.${stack}.yaml`;
  const { readYaml, DiagnosticSink, getMap, kernelCodes } = kernel();
  let text: string;
  try {
    text = readFileSync(path.join(folder, file), "utf8");
  } catch {
    return undefined; // a stack without configuration
  }
  const read = readYaml(text, { file, sink: new DiagnosticSink(kernelCodes), noPlaceholders: true });
  const within = (value: ArchyValue | undefined, key: string) => getMap(value, key);
  const flows = within(within(read?.value, "config"), "genesys-flows:flows");
  const taken = within(flows, name)?.["taken"];
  return typeof taken === "string" ? taken : undefined;
}
