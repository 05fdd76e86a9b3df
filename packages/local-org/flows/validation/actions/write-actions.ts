import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { extractActions } from "./extract.ts";

// node packages/local-org/flows/validation/actions/write-actions.ts <folder>: writes actions.json anew of the lists of
// actions in the folder `reference`.
const [folder] = process.argv.slice(2);
if (!folder)
  throw new Error("Name the folder: node packages/local-org/flows/validation/actions/write-actions.ts <folder>");
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const actions = extractActions({
  sdk: text("archy-actions-sdk.tsv"),
  observed: text("archy-actions-observed.tsv"),
});
writeFileSync(join(import.meta.dirname, "actions.json"), `${JSON.stringify(actions, undefined, 2)}\n`);
