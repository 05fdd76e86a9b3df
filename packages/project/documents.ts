/** What `npm run generate` writes of the project's schemas: tables of docs/configuration.md, schemas for editors. */
import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { writtenObjectsSchema } from "./objects/schema.ts";
import { exportOptionsSchema } from "./reading/options.ts";

export { keptFilesTable } from "./kept/files.ts";
export { exportOptionsSchema } from "./reading/options.ts";
export { flowConfigSchema, stackFlowConfigSchema } from "./stack/config.ts";

/** The schema of a file that declares objects. */
export function objectsJsonSchema(): JsonSchema {
  return plainFileSchema(writtenObjectsSchema(), { title: "Objects", description: "What flows need beside them" });
}

/** The schema of `<key>.options.yaml`. */
export function optionsJsonSchema(): JsonSchema {
  return plainFileSchema(exportOptionsSchema, {
    title: "Options",
    description: "Settings that an Architect export cannot contain",
  });
}
