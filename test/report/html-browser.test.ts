import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { htmlReport, type Report } from "@genesys-flows/report";
import type { BrowserContextOptions } from "playwright-core";
import { hostileReport, hostileTexts } from "./hostile.ts";
import { inChromium } from "./in-chromium.ts";
import { emptyReport, flowReport, moduleChange } from "./sample.ts";

inChromium("the page of a report in Chromium", ({ shown, visit, complaints, close }) => {
  test("a diagram is drawn when it is opened, with the keyboard alone", async () => {
    const page = await shown(htmlReport(moduleChange()));
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.locator(".drawing svg").count()).toBe(0);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Diagram");
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineWidth")).toBe("3px");
    await page.keyboard.press("Enter");
    await page.locator(".drawing svg").waitFor();
    expect(await page.locator(".drawing svg").textContent()).toContain("collectInput");
    expect(await page.locator("details.diagram pre").isVisible()).toBe(false);
  });

  test("texts are side by side, with the words marked that differ; on a phone one is below the other", async () => {
    const places = async (o: BrowserContextOptions) => {
      const page = await shown(htmlReport(moduleChange()), o);
      const wide = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
      const boxes = await Promise.all((await page.locator(".side").all()).map((side) => side.boundingBox()));
      const marked = await page.locator("ins mark").allInnerTexts();
      return { wide, tops: new Set(boxes.map((box) => Math.round(box?.y ?? 0))).size, marked: marked.join("") };
    };
    expect(await places({ viewport: { width: 1200, height: 800 } })).toEqual({
      wide: true,
      tops: 1,
      marked: "PIN, followed by the pound key.",
    });
    expect(await places({ viewport: { width: 390, height: 844 } })).toMatchObject({ wide: true, tops: 2 });
  });

  test.each(["light", "dark"] as const)("texts have contrast in %s", async (colorScheme) => {
    const page = await shown(htmlReport(hostileReport("plain")), { colorScheme });
    const ratios = (await page.evaluate(CONTRASTS)) as { text: string; ratio: number }[];
    expect(ratios.length).toBeGreaterThan(10);
    expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test("without script every text is there", async () => {
    const page = await shown(htmlReport(moduleChange()), { javaScriptEnabled: false });
    const text = await page.locator("main").textContent();
    for (const part of [
      "1 module and 2 flows",
      "ask says",
      "Please enter your four-digit PIN.",
      "Support",
      "flows/modules",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("the filter shows the flows with a text, of three hundred", async () => {
    const flows = Array.from({ length: 300 }, (_, index) => {
      const name = `Line ${index + 1}`;
      return flowReport({ key: `line-${index}`, name, action: "publish", reasons: [{ kind: "own-change" }] });
    });
    const page = await shown(htmlReport(emptyReport({ flows })));
    await page.locator("input[name=filter]").fill("line 30");
    expect(await page.locator(".flow:visible h3").allInnerTexts()).toEqual([
      expect.stringContaining("Line 30 "),
      expect.stringContaining("Line 300"),
    ]);
    expect(await page.locator(".filter [role=status]").textContent()).toBe("2 of 300");
  });

  test("in print, folded lists are open", async () => {
    const page = await shown(htmlReport(moduleChange()));
    expect(await page.getByText("Claims").isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.getByText("Claims").isVisible()).toBe(true);
  });

  test.each(Object.entries(hostileTexts))("%s stays text", async (_what, text) => {
    const page = await shown(htmlReport(hostileReport(text)));
    expect(await page.evaluate(ELEMENTS)).toEqual([]);
    for (const summary of await page.locator("details.diagram > summary").all()) await summary.click();
    const waiting = page.locator(".drawing:not([data-drawn]), .drawing[data-drawn=begun]");
    await waiting.first().waitFor({ state: "detached" });
    expect(await page.locator("main script, main iframe, main a[href], main [onclick], main [onerror]").count()).toBe(
      0,
    );
  });

  test("a served page loads itself again when there is a newer version", async () => {
    let version = 1;
    const waiting: { write(text: string): void }[] = [];
    const server = createServer((request, response) => {
      if (request.url === "/changes") {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`data: ${version}\n\n`);
        waiting.push(response);
        return;
      }
      response.writeHead(200, { "content-type": "text/html" });
      const report: Report = emptyReport();
      response.end(
        htmlReport(
          { ...report, verdict: { ...report.verdict, text: `Version ${version}.` } },
          { live: { version, changes: "/changes" } },
        ),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    try {
      const page = await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await page.locator(".verdict").textContent()).toBe("Version 1.");
      version = 2;
      for (const one of waiting) one.write(`data: ${version}\n\n`);
      await page.getByText("Version 2.").waitFor();
      complaints.splice(0, Infinity, ...complaints.filter((complaint) => !complaint.endsWith("/changes")));
    } finally {
      await close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    }
  });
});

test("a report without diagrams contains no Mermaid, and no page asks for anything", () => {
  const [small, large] = [htmlReport(emptyReport()), htmlReport(moduleChange())];
  expect(small.length).toBeLessThan(50_000);
  expect(large.length).toBeGreaterThan(1_000_000);
  for (const page of [small, large]) {
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page.slice(0, page.indexOf("<script>"))).not.toMatch(/(src|href)="(?!#|data:)/);
  }
});

/** Elements in the report that no form writes. */
const ELEMENTS = `(() => {
  const main = document.querySelector("main");
  const known = new Set("H1 H2 H3 H4 P B SMALL UL OL LI CODE PRE SPAN DIV DEL INS MARK SECTION ARTICLE DETAILS SUMMARY LABEL INPUT BUTTON SELECT OPTION".split(" "));
  return [...main.querySelectorAll("*")].map((one) => one.tagName).filter((name) => !known.has(name));
})()`;

/** The contrast of each text with what is behind it (WCAG 2.2, relative luminance). */
const CONTRASTS = `(() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((one) => {
      const [a, b] = [luminance(parse(getComputedStyle(one).color)), luminance(ground(one))].sort((x, y) => y - x);
      return { text: one.tagName + " " + one.textContent.trim().slice(0, 20), ratio: (a + 0.05) / (b + 0.05) };
    });
})()`;
