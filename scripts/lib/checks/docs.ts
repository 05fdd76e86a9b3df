import { readFileSync } from "node:fs";
import path from "node:path";
import { diagnosticsDocument } from "../diagnostics-document.ts";
import { projectLicences } from "../supply-chain/licences.ts";
import { installation } from "../system/folders.ts";
import type { Check } from "./check.ts";

/** Documents that are made from code, and what makes them. */
const generated: readonly { file: string; text: () => string; command: string }[] = [
  {
    file: "docs/diagnostics.md",
    text: diagnosticsDocument,
    command: "node scripts/lib/write-diagnostics.ts",
  },
  {
    file: "docs/licences.md",
    text: projectLicences,
    command: "node scripts/lib/supply-chain/write-licences.ts",
  },
];

export const docs: Check = {
  name: "docs",
  title: "generated documents are what the code says",
  async run() {
    const stale = generated.filter(({ file, text }) => readFileSync(path.join(installation, file), "utf8") !== text());
    return {
      outcome: stale.length > 0 ? "failed" : "ok",
      details: stale.map(({ file, command }) => `${file}: run ${command}`).join("\n"),
    };
  },
};
