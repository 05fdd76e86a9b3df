import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "../services.ts";
import { extractActions } from "./actions.ts";
import { completeDescription } from "./description.ts";
import { extractRules } from "./request-rules.ts";
import { operationLines, readSdkFiles, sdkOperations } from "./sdk.ts";

// node packages/local-org/vendor/write.ts [folder]: writes anew what is extracted of the vendor's texts. `operations.json` comes
// from the installed SDK; with the folder `reference`, `rules.json` of the OpenAPI file, for the operations that the
// organisation implements, and `actions.json` of the lists of actions.
const [folder] = process.argv.slice(2);
const sdk = readSdkFiles(import.meta.filename);
write("http/operations.json", operationLines(sdkOperations(sdk.bundle)));
if (folder !== undefined) {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const implemented = new Set(services.flatMap(({ routes }) => routes.map(({ operation }) => operation)));
  const description = completeDescription(JSON.parse(read("platform-api.openapi.json")), sdk, implemented);
  write("requests/rules.json", extractRules(description, implemented));
  write(
    "flows/validation/actions/actions.json",
    extractActions({ sdk: read("archy-actions-sdk.tsv"), observed: read("archy-actions-observed.tsv") }),
  );
}

function write(file: string, content: unknown): void {
  writeFileSync(join(import.meta.dirname, "..", file), `${JSON.stringify(content, undefined, 2)}\n`);
}
