import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "../services.ts";
import { extractRules } from "./extract.ts";

// node packages/local-org/requests/writeRules.ts <platform-api.openapi.json>: writes rules.json anew, for the operations
// that the organisation implements.
const [file] = process.argv.slice(2);
if (!file) throw new Error("Name the OpenAPI file: node packages/local-org/requests/writeRules.ts <file>");
const implemented = new Set(services.flatMap(({ routes }) => routes.map(({ operation }) => operation)));
const rules = extractRules(JSON.parse(readFileSync(file, "utf8")), implemented);
writeFileSync(join(import.meta.dirname, "rules.json"), `${JSON.stringify(rules, undefined, 2)}\n`);
