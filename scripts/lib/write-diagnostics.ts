/** `node scripts/lib/write-diagnostics.ts`: writes docs/diagnostics.md from the tables of codes. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { diagnosticsDocument } from "./diagnostics-document.ts";
import { installation } from "./system/folders.ts";

writeFileSync(path.join(installation, "docs", "diagnostics.md"), diagnosticsDocument());
