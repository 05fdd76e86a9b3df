import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { sidebarOf } from "../../site/sidebar.ts";
import { slugOf } from "../../site/slug.ts";
import { checkout, inCheckout } from "../harness/checkout.ts";
import { chromiumPath } from "../harness/chromium.ts";

jest.setTimeout(60_000);

/** `.ci/run` builds it before the tests, which load nothing from elsewhere. */
const SITE = inCheckout(".genesys/pages");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};

test("the index names the pages of the navigation, and each exists", () => {
  const groups = sidebarOf(checkout);
  expect(groups.map(({ text }) => text)).toEqual(["Start", "Guides", "Concepts", "Reference", "Internals"]);
  const missing = groups
    .flatMap(({ items }) => items)
    .filter(({ link }) => !statSync(inCheckout(`${link}.md`), { throwIfNoEntry: false }));
  expect(missing).toEqual([]);
});

test.each([
  ["What callers hear", "what-callers-hear"],
  ["`--continue-on-error`: go on", "--continue-on-error-go-on"],
  ["Flows & modules", "flows--modules"],
])("the anchor of %p is that of the code host", (heading, anchor) => {
  expect(slugOf(heading.replaceAll("`", ""))).toBe(anchor);
});

const executablePath = chromiumPath();
const canBeTried = executablePath !== undefined && existsSync(join(SITE, "docs"));
if (!canBeTried)
  console.warn(
    "The site is not tried in a browser: `npm run site -- --into .genesys/pages` builds it, and Chromium shows it.",
  );

(canBeTried ? describe : describe.skip)("the site", () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = createServer(({ url = "/" }, reply) => {
      const { pathname } = new URL(url, "http://localhost");
      const file = join(SITE, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
      try {
        reply.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
        reply.end(readFileSync(file));
      } catch {
        reply.statusCode = 404;
        reply.end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((closed) => server?.close(closed));
  });

  test("is searched without a network, and keeps placeholders as texts", async () => {
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`http://127.0.0.1:${port}/docs/README.html`);
    await page.click("button.DocSearch-Button, .VPNavBarSearch button");
    await page.fill("#localsearch-input", "stale caller phone");
    await page.locator(".VPLocalSearchBox .result", { hasText: "Stale callers" }).first().click();
    await page.waitForURL("**/docs/call-your-flow.html*");
    expect(asked.filter((url) => !url.startsWith(`http://127.0.0.1:${port}/`))).toEqual([]);
    await page.goto(`http://127.0.0.1:${port}/docs/diagnostics.html`);
    expect(await page.locator("main").textContent()).toContain("A placeholder {{key}} has no value.");
    await page.close();
  });

  test("leads to the folder of a version, and from there to the newest", async () => {
    const { port } = server.address() as AddressInfo;
    const page = await browser.newPage();
    const { version } = JSON.parse(readFileSync(inCheckout("packages/genesys-flows/package.json"), "utf8"));
    const choose = async (name: string) => {
      await page.hover(".VPNavBarMenu .VPFlyout button");
      await page.locator(".VPNavBarMenu .VPMenu").getByRole("link", { name, exact: true }).click();
    };
    await page.goto(`http://127.0.0.1:${port}/docs/tasks/first-flow.html`);
    await choose(version);
    await page.waitForURL(`**/${version}/docs/README.html`);
    await page.locator("main").getByRole("link", { name: "your first flow", exact: true }).click();
    await page.waitForURL(`**/${version}/docs/tasks/first-flow.html`);
    await choose("newest");
    await page.waitForURL(`http://127.0.0.1:${port}/docs/README.html`);
    await page.close();
  });
});
