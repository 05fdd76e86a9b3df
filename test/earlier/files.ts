import { cpSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { inCheckout } from "../harness/checkout.ts";

const EARLIER = inCheckout("test", "earlier");

/** Versions of which there are files. */
export const versions: readonly string[] = readdirSync(EARLIER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Lays out the project of an earlier version in a folder, with its `.genesys`. */
export function layOut(version: string, folder: string): void {
  cpSync(path.join(EARLIER, version, "project"), folder, { recursive: true });
  const kept = path.join(folder, ".genesys");
  cpSync(path.join(EARLIER, version, "genesys"), kept, { recursive: true });
  for (const file of globSync(path.join(kept, "orgs", "*.gz")))
    writeFileSync(file.slice(0, -".gz".length), gunzipSync(readFileSync(file)));
}
