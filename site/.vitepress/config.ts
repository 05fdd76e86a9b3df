import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitepress";
import { sidebarOf } from "../sidebar.ts";
import { slugOf } from "../slug.ts";

const root = resolve(import.meta.dirname, "../..");
const { version } = JSON.parse(readFileSync(resolve(root, "packages/genesys-flows/package.json"), "utf8"));

const base = process.env["SITE_BASE"] ?? "/";
const isOfVersion = base.endsWith(`/${version}/`);
/** From the folder of a version, the others are one level up: VitePress puts `base` before a link. */
const up = isOfVersion ? "/.." : "";
const others = [
  ...(isOfVersion ? [{ text: "newest", link: `${up}/`, target: "_self" }] : []),
  ...(process.env["SITE_VERSIONS"] ?? "")
    .split(" ")
    .filter(Boolean)
    .map((one) => ({ text: one, link: `${up}/${one}/`, target: "_self" })),
];

/** Copies of the pages in this folder, where their imports are found. `npm run site` creates them. */
const PAGES = resolve(import.meta.dirname, "../.pages");

/**
 * The pages are the Markdown files that the code host shows, unchanged. `npm run site` sets `SITE_BASE`, the path of the site on its
 * host, and `SITE_VERSIONS`, the versions beside it.
 */
// biome-ignore lint/style/noDefaultExport: VitePress requires a default export
export default defineConfig({
  title: "Genesys Cloud flows as code",
  description:
    "Architect flows as files, on Pulumi: shared modules, their callers, and what a change will do before it is done.",
  lang: "en",
  base,
  srcDir: PAGES,
  outDir: resolve(root, ".genesys/site"),
  cacheDir: resolve(root, ".genesys/site-cache"),
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    // Names in angle brackets and placeholders in braces are text, not markup or Vue.
    html: false,
    anchor: { slugify: slugOf },
    config: (markdown) => {
      const render = markdown.render.bind(markdown);
      markdown.render = (...given) =>
        render(...given)
          .replaceAll("&lt;br&gt;", "<br>")
          .replaceAll("{{", "{<!-- -->{");
    },
  },
  themeConfig: {
    logoLink: "/docs/README",
    nav: [
      { text: "Start", link: "/docs/tutorial" },
      { text: "By task", link: "/docs/README" },
      { text: version, items: [{ text: "Changelog", link: "/CHANGELOG" }, ...others] },
    ],
    sidebar: sidebarOf(root),
    outline: [2, 3],
    search: { provider: "local" },
  },
  buildEnd: async ({ outDir }) => {
    const { writeFile } = await import("node:fs/promises");
    const start =
      '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=docs/README.html"><title>Documentation</title><a href="docs/README.html">Documentation</a>\n';
    await writeFile(resolve(outDir, "index.html"), start);
  },
});
