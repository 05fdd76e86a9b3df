import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSdkFiles } from "./sdk-files.ts";
import { operationLines, sdkOperations } from "./sdk-operations.ts";

// node packages/local-org/vendor/write-operations.ts: writes http/operations.json anew, from the vendor's installed SDK.
const lines = operationLines(sdkOperations(readSdkFiles(import.meta.filename).bundle));
writeFileSync(join(import.meta.dirname, "../http/operations.json"), `${JSON.stringify(lines, undefined, 2)}\n`);
