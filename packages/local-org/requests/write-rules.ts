import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "../services.ts";
import { readSdkFiles } from "../vendor/sdk-files.ts";
import { completeDescription } from "./description.ts";
import { extractRules } from "./extract.ts";

// node packages/local-org/requests/write-rules.ts <platform-api.openapi.json>: writes rules.json anew, for the operations
// that the organisation implements.
const [file] = process.argv.slice(2);
if (!file) throw new Error("Name the OpenAPI file: node packages/local-org/requests/write-rules.ts <file>");
const implemented = new Set(services.flatMap(({ routes }) => routes.map(({ operation }) => operation)));
const api = completeDescription(
  JSON.parse(readFileSync(file, "utf8")),
  readSdkFiles(import.meta.filename),
  implemented,
);
const rules = extractRules(api, implemented);
writeFileSync(join(import.meta.dirname, "rules.json"), `${JSON.stringify(rules, undefined, 2)}\n`);
