import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ArchyValue, getMap, type Scalar } from "@genesys-flows/architect";
import { type FlowUnit, readYamlFile, type StackFlowConfig } from "@genesys-flows/project";
import type { Context } from "../context.ts";

/** The values of an export's placeholders, as the stack sees them: its own, else those for all flows, else the options file's. */
export function substitutionsOf(
  { key, file }: FlowUnit,
  config: StackFlowConfig,
  context: Context,
): Readonly<Record<string, Scalar>> {
  const options = [".yaml", ".yml"].map((ending) => join(dirname(file), `${key}.options${ending}`));
  const found = options.find((path) => existsSync(join(context.root, path)));
  const defaults = found === undefined ? {} : defaultsIn(found, context);
  return { ...defaults, ...config.substitutions, ...config.flows?.[key]?.substitutions };
}

function defaultsIn(file: string, { root }: Context): Readonly<Record<string, Scalar>> {
  const { source } = readYamlFile({ file, text: readFileSync(join(root, file), "utf8") });
  return (getMap(source?.data as ArchyValue | undefined, "substitutions") ?? {}) as Readonly<Record<string, Scalar>>;
}
