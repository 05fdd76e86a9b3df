/** What `npm run generate` writes of the project's schemas: tables of docs/configuration.md, schemas for editors. */
import { type JsonSchema, plainFileSchema } from "@genesys-flows/architect/documents";
import { exportOptionsSchema } from "./reading/options.ts";
import { queuesFileSchema } from "./reading/queues.ts";

export { keptFilesTable } from "./kept/files.ts";
export { exportOptionsSchema } from "./reading/options.ts";
export { flowConfigSchema, stackFlowConfigSchema } from "./stack/config.ts";

/** The schema of a file with the root key `queues`. */
export function queuesJsonSchema(): JsonSchema {
  return plainFileSchema(queuesFileSchema, { title: "Queues", description: "Queues that the stack creates" });
}

/** The schema of `<key>.options.yaml`. */
export function optionsJsonSchema(): JsonSchema {
  return plainFileSchema(exportOptionsSchema, {
    title: "Options",
    description: "Settings that an Architect export cannot contain",
  });
}
