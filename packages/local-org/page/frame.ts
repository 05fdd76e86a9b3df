import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { html } from "@genesys-flows/architect/html";
import { ApiError } from "../http/api-error.ts";
import type { Context, Reply, Route } from "../http/route.ts";
import { organisationOf } from "../services/organisation.ts";
import type { Page } from "./page.ts";

/**
 * Allows only the embedded organisation's own style, script and icon. Forbids frames, and forms that post to other
 * addresses.
 */
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** A route for a page, which needs no token and is not in the request log. Refusals are readable text. */
export function pageRoute(path: string, operation: string, show: (context: Context) => Page): Route {
  const handler = (context: Context) => reply(context, show);
  return { method: "GET", path, operation, auth: "none", unlogged: true, handler };
}

function reply(context: Context, show: (context: Context) => Page): Reply {
  try {
    return { body: framed(context, show(context)), headers: HEADERS };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const body = html`<p>${error.message}</p><p><a href="/">All flows</a></p>`;
    return { status: error.status, body: framed(context, { title: "Not shown", body }), headers: HEADERS };
  }
}

const PLACES = [
  ["/", "Flows"],
  ["/requests", "Requests"],
  ["/organisation", "Organisation"],
] as const;

/** Adds the head and the navigation of all pages to a page. */
export function framed(
  { store, path, config: { further = [] } }: Pick<Context, "store" | "path" | "config">,
  { title, kicker, body, head }: Page,
): string {
  const name = organisationOf(store)?.name ?? "Organisation";
  const places = [...PLACES, ...further.map((added) => [added.path, added.label] as const)];
  const at = path.startsWith("/flows/") ? "/" : path.startsWith("/objects/") ? "/organisation" : path;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${name}</title>
<link rel="icon" href="${assetPath("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath("style.css")}">
<script src="${assetPath("script.js")}" defer></script>
${head}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<p class="name"><span>${name}</span> <small>embedded organisation</small></p>
<nav aria-label="Pages"><ul>${places.map(
    ([href, label]) => html`<li><a href="${href}"${at === href && html` aria-current="page"`}>${label}</a></li>`,
  )}</ul></nav>
</header>
<main id="content" tabindex="-1">
<h1 id="title">${kicker && html`<small>${kicker}</small> `}${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

const FILES = { "style.css": "text/css", "script.js": "text/javascript", "icon.svg": "image/svg+xml" } as const;

const assets = Object.entries(FILES).map(([name, type]) => {
  const body = readFileSync(join(import.meta.dirname, "assets", name));
  return { name, type, body, version: createHash("sha256").update(body).digest("hex").slice(0, 12) };
});

/** Path of an asset of the page, which changes if the file changes. */
function assetPath(name: keyof typeof FILES): string {
  return `/_local/page/${name}?v=${assets.find((asset) => asset.name === name)?.version}`;
}

/** Style, script and icon of the page. The page loads nothing else. */
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
