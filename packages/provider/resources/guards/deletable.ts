import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * What a stack's file lists under `genesys-flows:deletable`, for a run without a program, which is `destroy`; a program says it itself.
 * @param folder the project's folder
 */
export async function deletableIn(folder: string, stack: string): Promise<readonly string[]> {
  const name = `Pulumi.${stack}.yaml`;
  const file = path.join(folder, name);
  if (!existsSync(file)) return [];
  const { stackFileEntries } = await import("@genesys-flows/project"); // it loads the reader of YAML
  const { deletable } = stackFileEntries(name, readFileSync(file, "utf8"));
  return Array.isArray(deletable) ? deletable.map(String) : [];
}
