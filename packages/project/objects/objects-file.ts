import { isDefinition } from "@genesys-flows/architect";
import { objectKinds } from "./kinds.ts";

const ROOT_KEY = new RegExp(`^(["']?)(?:${objectKinds.map(({ key }) => key).join("|")})\\1\\s*:`, "m");

/** True for the text of a file that declares objects, and not a flow. */
export function isObjectsFile(text: string): boolean {
  return ROOT_KEY.test(text) && !isDefinition(text);
}
