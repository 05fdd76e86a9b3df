/** `node packages/architect/scripts/json-schema.ts`: writes docs/flow-file.schema.json, the schema of flow files for editors. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { flowFileSchema } from "../editor/flow-file-schema.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const file = path.join(root, "docs", "flow-file.schema.json");
writeFileSync(file, `${JSON.stringify(flowFileSchema())}\n`);
execFileSync(path.join(root, "node_modules", ".bin", "biome"), ["format", "--write", file], { stdio: "ignore" });
