import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { generateSdk } from "@genesys-flows/provider/generate-sdk";
import { differences, sdkFolder } from "../sdk.ts";
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
