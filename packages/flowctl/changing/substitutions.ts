import { type ArchyValue, getMap, isMap, type Scalar } from "@genesys-flows/architect";
import { type FlowUnit, readYamlFile, type StackFlowConfig } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { presentOptions } from "./write-files.ts";

/** The values of an export's placeholders, as the stack sees them: its own, else those for all flows, else the options file's. */
export function substitutionsOf(
  flow: Pick<FlowUnit, "key" | "file">,
  config: StackFlowConfig,
  context: Context,
): Readonly<Record<string, Scalar>> {
  const { file, text } = presentOptions(context.root, flow);
  const defaults = text === undefined ? {} : defaultsIn({ file, text });
  return { ...defaults, ...config.substitutions, ...config.flows?.[flow.key]?.substitutions };
}

function defaultsIn(options: { readonly file: string; readonly text: string }): Readonly<Record<string, Scalar>> {
  const { source } = readYamlFile(options);
  const written = getMap(source?.data as ArchyValue | undefined, "substitutions") ?? {};
  // A value, or `{default, description}`.
  const defaults = Object.entries(written).map(
    ([name, value]) => [name, isMap(value) ? value["default"] : value] as const,
  );
  return Object.fromEntries(defaults.filter(([, value]) => value != null)) as Readonly<Record<string, Scalar>>;
}
