import { isDefinition } from "@genesys-flows/architect";
import { objectKinds } from "./kinds.ts";

const ROOT_KEY = new RegExp(`^(["']?)(?:${objectKinds.map(({ key }) => key).join("|")})\\1\\s*:`, "m");

/** Whether a file declares objects, not a flow, judging by its content. */
export function isObjectsFile(text: string): boolean {
  return ROOT_KEY.test(text) && !isDefinition(text);
}
