import { type ArchyValue, getMap, isMap, type Scalar } from "@genesys-flows/architect";
import { type FlowUnit, readYamlFile, type StackFlowConfig } from "@genesys-flows/project";

/** The values that a definition declares, as the stack has them: its own, else those for all flows, else their defaults. */
export function valuesOf(
  { key, file }: Pick<FlowUnit, "key" | "file">,
  text: string,
  config: StackFlowConfig,
): ReadonlyMap<string, Scalar> {
  const { source } = readYamlFile({ file, text });
  const declared = getMap(source?.data as ArchyValue | undefined, "values") ?? {};
  return new Map(
    Object.entries(declared).flatMap(([name, declaration]): [string, Scalar][] => {
      const preset = isMap(declaration) ? declaration["default"] : undefined;
      const value = config.flows?.[key]?.values?.[name] ?? config.values?.[name] ?? preset;
      return value === undefined || value === null || typeof value === "object" ? [] : [[name, value]];
    }),
  );
}
