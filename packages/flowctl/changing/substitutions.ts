import { type ArchyValue, getMap, isMap, type Scalar } from "@genesys-flows/architect";
import { type FlowUnit, readYamlFile, type StackFlowConfig } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { presentOptions } from "./write-files.ts";

type Flow = Pick<FlowUnit, "key" | "file">;

/**
 * The values of an export's placeholders in a stack: the stack's value for the flow, otherwise its value for all flows,
 * otherwise the default in the options file.
 */
export function substitutionsOf(
  flow: Flow,
  config: StackFlowConfig,
  context: Context,
): Readonly<Record<string, Scalar>> {
  const { file, text } = presentOptions(context.root, flow);
  // A value, or `{default, description}`.
  const presets = Object.entries(text === undefined ? {} : entriesIn({ file, text }, "substitutions"))
    .map(([name, value]) => [name, isMap(value) ? value["default"] : value] as const)
    .filter(([, value]) => value != null);
  return {
    ...(Object.fromEntries(presets) as Record<string, Scalar>),
    ...config.substitutions,
    ...config.flows?.[flow.key]?.substitutions,
  };
}

/**
 * The values of a definition in a stack: the stack's value for the flow, otherwise its value for all flows, otherwise
 * the declared default.
 */
export function valuesOf({ key, file }: Flow, text: string, config: StackFlowConfig): ReadonlyMap<string, Scalar> {
  return new Map(
    Object.entries(entriesIn({ file, text }, "values")).flatMap(([name, declaration]): [string, Scalar][] => {
      const preset = isMap(declaration) ? declaration["default"] : undefined;
      const value = config.flows?.[key]?.values?.[name] ?? config.values?.[name] ?? preset;
      return value === undefined || value === null || typeof value === "object" ? [] : [[name, value]];
    }),
  );
}

function entriesIn(source: { readonly file: string; readonly text: string }, section: string) {
  return getMap(readYamlFile(source).source?.data as ArchyValue | undefined, section) ?? {};
}
