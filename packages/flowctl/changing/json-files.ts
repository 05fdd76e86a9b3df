import { isFlowJson } from "@genesys-flows/project/flow-files";

/** Why a command does not edit a flow's file: what it would write is YAML. Undefined for a file that is not JSON. */
export function jsonRefusal({ file, key }: { readonly file: string; readonly key: string }): string | undefined {
  if (!isFlowJson(file)) return undefined;
  return `${file} is JSON, and this command writes YAML. Rename the file to ${key}.yaml, which changes nothing else: JSON is YAML, and the flow keeps its key.`;
}
