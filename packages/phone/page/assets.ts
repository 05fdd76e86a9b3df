import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** One file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly version: string;
}

const FOLDER = join(import.meta.dirname, "assets");

/** The page's files by name. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  readdirSync(FOLDER).map((name) => {
    const body = readFileSync(join(FOLDER, name));
    const version = createHash("sha256").update(body).digest("hex").slice(0, 12);
    return [name, { type: TYPES[extname(name)] ?? "application/octet-stream", body, version }];
  }),
);

/** URL of one of the page's files; it changes when the file changes. */
export function assetPath(name: string): string {
  return `/phone/assets/${name}?v=${assets.get(name)?.version ?? ""}`;
}
