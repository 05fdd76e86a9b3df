import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The entries under `genesys-flows:deletable` in a stack's file. Needed only for `destroy`, which runs no program; a
 * program provides the entries itself.
 * @param folder the project's folder
 */
export async function deletableIn(folder: string, stack: string): Promise<readonly string[]> {
  const name = `Pulumi.${stack}.yaml`;
  const file = path.join(folder, name);
  if (!existsSync(file)) return [];
  const { stackFileEntries } = await import("@genesys-flows/project"); // loads the YAML parser
  const { deletable } = stackFileEntries(name, readFileSync(file, "utf8"));
  return Array.isArray(deletable) ? deletable.map(String) : [];
}
