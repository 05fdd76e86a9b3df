import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ArchyValue, getMap, isMap, type Scalar } from "@genesys-flows/architect";
import { type FlowUnit, readYamlFile, type StackFlowConfig } from "@genesys-flows/project";
import { optionsFilesOf } from "@genesys-flows/project/flow-files";
import type { Context } from "../context.ts";

/** The values of an export's placeholders, as the stack sees them: its own, else those for all flows, else the options file's. */
export function substitutionsOf(
  { key, file }: Pick<FlowUnit, "key" | "file">,
  config: StackFlowConfig,
  context: Context,
): Readonly<Record<string, Scalar>> {
  const options = optionsFilesOf({ file, key });
  const found = options.find((path) => existsSync(join(context.root, path)));
  const defaults = found === undefined ? {} : defaultsIn(found, context);
  return { ...defaults, ...config.substitutions, ...config.flows?.[key]?.substitutions };
}

function defaultsIn(file: string, { root }: Context): Readonly<Record<string, Scalar>> {
  const { source } = readYamlFile({ file, text: readFileSync(join(root, file), "utf8") });
  const written = getMap(source?.data as ArchyValue | undefined, "substitutions") ?? {};
  // A value, or `{default, description}`.
  const defaults = Object.entries(written).map(
    ([name, value]) => [name, isMap(value) ? value["default"] : value] as const,
  );
  return Object.fromEntries(defaults.filter(([, value]) => value != null)) as Readonly<Record<string, Scalar>>;
}
