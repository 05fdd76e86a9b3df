/** `node packages/architect/scripts/write-actions.ts`: writes docs/actions.md from the action table. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { actionsDocument } from "../definition/actions/document.ts";

writeFileSync(path.join(import.meta.dirname, "..", "..", "..", "docs", "actions.md"), actionsDocument());
