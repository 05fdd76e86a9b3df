/** `node packages/architect/scripts/write-diagnostics.ts`: writes docs/diagnostics.md from the table of codes. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { diagnosticsDocument } from "../check/document.ts";

writeFileSync(path.join(import.meta.dirname, "..", "..", "..", "docs", "diagnostics.md"), diagnosticsDocument());
