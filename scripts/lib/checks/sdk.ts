import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { generateSdk } from "../../../packages/provider/generate-sdk.ts";
import { sdkFiles, sdkFolder } from "../sdk.ts";
import type { Check } from "./check.ts";

export const sdk: Check = {
  name: "sdk",
  title: "sdks/genesyscloud is what the provider's schema says",
  async run({ cli }) {
    const fresh = mkdtempSync(path.join(os.tmpdir(), "genesyscloud-sdk-"));
    try {
      await generateSdk({ folder: fresh, pulumi: cli });
      const differing = differences(sdkFolder, fresh);
      return {
        outcome: differing.length > 0 ? "failed" : "ok",
        details: [...differing, "Run `npm run sdk` and commit what it writes."].join("\n"),
      };
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  },
};

/** The files in which two SDK folders differ, each with how. */
export function differences(present: string, fresh: string): string[] {
  const had = new Set(sdkFiles(present));
  const wanted = new Set(sdkFiles(fresh));
  const content = (folder: string, file: string) => readFileSync(path.join(folder, file), "utf8");
  return [...had.union(wanted)].sort().flatMap((file) => {
    if (!had.has(file)) return [`${file} is missing`];
    if (!wanted.has(file)) return [`${file} is no longer generated`];
    return content(present, file) === content(fresh, file) ? [] : [`${file} differs`];
  });
}
