/** `node packages/architect/scripts/json-schema.ts`: writes docs/flow-file.schema.json, the schema of flow files for editors. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { flowFileSchema } from "../editor/flow-file-schema.ts";

const file = path.join(import.meta.dirname, "..", "..", "..", "docs", "flow-file.schema.json");
writeFileSync(file, `${JSON.stringify(flowFileSchema(), null, 1)}\n`);
