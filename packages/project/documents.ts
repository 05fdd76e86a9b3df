/**
 * Output of `npm run generate` from the project's schemas: tables in docs/configuration.md, and schemas for editors.
 */
import { markdownTable } from "@genesys-flows/architect/columns";
import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { objectKinds } from "./objects/kinds.ts";
import { entrySchema, writtenObjectsSchema } from "./objects/schema.ts";
import { exportOptionsSchema } from "./reading/options.ts";

export { keptFilesTable } from "./kept/files.ts";
export { exportOptionsSchema } from "./reading/options.ts";
export { flowConfigSchema, stackFlowConfigSchema } from "./stack/config.ts";

/** The schema of a file that declares objects. */
export function objectsJsonSchema(): JsonSchema {
  return plainFileSchema(writtenObjectsSchema(), { title: "Objects", description: "Objects that flows need" });
}

/** The kinds of objects that files declare, for docs/objects.md, each with its settings and the effect of a rename. */
export function objectKindsTable(): string {
  const everywhere = new Set(["existing", "formerly"]);
  return markdownTable(
    ["key", "what", "settings", "renamed"],
    objectKinds.map((row) => {
      const ids = new Set(
        Object.entries(row.settings).flatMap(([key, { property }]) => (property === key ? [] : [property])),
      );
      const keys = Object.keys(entrySchema(row).shape).filter((key) => !everywhere.has(key) && !ids.has(key));
      const words = keys.map((key) => `\`${key}\``).join(", ");
      return [`\`${row.key}\``, row.description, words, row.replacedByName ? "a new object" : "the same object"];
    }),
  );
}

/** The schema of `<key>.options.yaml`. */
export function optionsJsonSchema(): JsonSchema {
  return plainFileSchema(exportOptionsSchema, {
    title: "Options",
    description: "Settings that an Architect export cannot contain",
  });
}
