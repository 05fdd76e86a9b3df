import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Route } from "../http/route.ts";

const FILES = { "style.css": "text/css", "script.js": "text/javascript", "icon.svg": "image/svg+xml" } as const;

const assets = Object.entries(FILES).map(([name, type]) => {
  const body = readFileSync(join(import.meta.dirname, "assets", name));
  return { name, type, body, version: createHash("sha256").update(body).digest("hex").slice(0, 12) };
});

/** Address of a file of the page; it changes with the file. */
export function assetPath(name: keyof typeof FILES): string {
  return `/_local/page/${name}?v=${assets.find((asset) => asset.name === name)?.version}`;
}

/** Style, script and icon of the page; it loads nothing else. */
export const assetRoutes: readonly Route[] = assets.map(({ name, type, body }) => ({
  method: "GET",
  path: `/_local/page/${name}`,
  operation: `getLocalPage:${name}`,
  auth: "none",
  unlogged: true,
  handler: () => ({
    body,
    headers: {
      "Content-Type": `${type}; charset=utf-8`,
      "Cache-Control": "max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
    },
  }),
}));
