import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of reference material beside the checkout; what needs it is skipped with a message where it is absent. */
export const referenceFolder = join(import.meta.dirname ?? __dirname, "../../../../shared/reference");

export const referenceIsThere = existsSync(join(referenceFolder, "platform-api.openapi.json"));

export function readReference(name: string): string {
  return readFileSync(join(referenceFolder, name), "utf8");
}
