import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly version: string;
}

const FOLDER = join(import.meta.dirname, "assets");

/** The files of the page, by their names. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  readdirSync(FOLDER).map((name) => {
    const body = readFileSync(join(FOLDER, name));
    const version = createHash("sha256").update(body).digest("hex").slice(0, 12);
    return [name, { type: TYPES[extname(name)] ?? "application/octet-stream", body, version }];
  }),
);

/** Address of a file of the page; it changes with the file. */
export function assetPath(name: string): string {
  return `/phone/assets/${name}?v=${assets.get(name)?.version ?? ""}`;
}
