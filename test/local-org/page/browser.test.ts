import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "../../harness/chromium.ts";
import { greeter, inbound } from "../flows/documents.ts";
import { endAll } from "../support/organisation.ts";
import { type Stage, stage } from "./organisation.ts";

const executablePath = chromiumPath();
if (!executablePath) {
  console.warn(
    "The page is not tested in a browser: no Chromium here. Install it (apt-get install chromium) or name it in CHROMIUM.",
  );
}
jest.setTimeout(60_000);
const inBrowser = executablePath ? describe : describe.skip;

inBrowser("the page in Chromium", () => {
  let here: Stage;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    here = await stage();
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(here.client.url);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await endAll();
  });

  test("works with the keyboard only: from the list to what a stale caller lacks", async () => {
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await tabTo(page, "Greeter");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/flows/${here.ids.greeter}`);
    await tabTo(page, "missing changes");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/compare?from=1.0&to=2.0");
    expect(words(await page.locator(".changes.list").textContent())).toContain("Hours: playAudio We are open.");
  });

  test("the focused element is visible", async () => {
    await tabTo(page, "Requests");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineWidth");
    expect(outline).toBe("3px");
  });

  test("the list narrows while one types", async () => {
    await tabTo(page, "q");
    await page.keyboard.type("suppo");
    expect(await page.locator("#flow-table tbody tr:visible").allInnerTexts()).toEqual([
      expect.stringContaining("Support"),
    ]);
  });

  test("the list narrows to the flow that a number routes to", async () => {
    await here.client.ok("POST", "/api/v2/architect/ivrs", {
      name: "Main",
      dnis: ["+13175550142"],
      openHoursFlow: { id: here.ids.support },
    });
    await page.reload();
    await tabTo(page, "q");
    await page.keyboard.type("5550142");
    expect(await page.locator("#flow-table tbody tr:visible").allInnerTexts()).toEqual([
      expect.stringContaining("Support"),
    ]);
  });

  test("leads from a queue to the flows that use it, and back", async () => {
    await here.client.published(inbound("Desk", ["transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}}"]));
    await page.goto(`${here.client.url}/organisation`);
    await page.getByRole("region", { name: "Queues" }).getByRole("link", { name: "Desk" }).click();
    await page.getByRole("region", { name: "uses" }).getByRole("link", { name: "Sales" }).click();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Sales");
    expect(words(await page.getByRole("row", { name: "Desk" }).textContent())).toContain("Desk inbound call flow 1.0");
  });

  test("a link in the diagram leads to its step", async () => {
    await page.goto(`${here.client.url}/flows/${here.ids.support}`);
    await page.getByRole("link", { name: "Bye" }).first().press("Enter");
    expect(page.url()).toMatch(/#step-Bye$/);
    expect(await page.locator(":target").textContent()).toContain("Bye");
  });

  test.each(["light", "dark"] as const)("texts stand out in the %s scheme, on every page", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const { greeter, support } = here.ids;
    const queue = (await here.client.ok("GET", "/api/v2/routing/queues")).entities[0].id;
    for (const path of [
      "/",
      "/requests",
      "/organisation",
      `/flows/${support}`,
      `/flows/${greeter}`,
      `/objects/queue/${queue}`,
      `/flows/${greeter}/compare?from=1.0&to=2.0`,
    ]) {
      await page.goto(here.client.url + path);
      expect({ path, faint: await page.evaluate(faintTexts) }).toEqual({ path, faint: [] });
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  });

  test("a narrow window scrolls tables, never the page", async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    for (const path of [
      "/",
      "/requests",
      "/organisation",
      `/flows/${here.ids.support}`,
      `/flows/${here.ids.greeter}`,
    ]) {
      await page.goto(here.client.url + path);
      expect({ path, fits: await page.evaluate("document.documentElement.scrollWidth <= innerWidth") }).toEqual({
        path,
        fits: true,
      });
    }
  });

  test("shows a caller stale, then current once it is published again", async () => {
    const stale = page.locator("#module-table tr", { hasText: "Support" });
    expect(words(await stale.textContent())).toContain("Support inbound call flow 1.0 ▲ STALE");
    await here.client.published(await here.client.exported(here.ids.support));
    await page.reload();
    expect(words(await stale.textContent())).toContain("Support inbound call flow 2.0 ● current");
    await here.client.published(greeter({ say: "Hello." }));
    await page.reload();
    expect(words(await stale.textContent())).toContain("Support inbound call flow 2.0 ▲ STALE");
  });
});

const words = (text: string | null): string => (text ?? "").replace(/\s+/g, " ");

/** What the focus is on: its text, or the name of a field. */
function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.name || document.activeElement.innerText");
}

async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)) === wanted) return;
  }
  throw new Error(`Tab never comes to '${wanted}'.`);
}

/** Runs in the page: texts with less contrast to their ground than WCAG AA asks for (4.5 to 1). */
const faintTexts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = color.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(texts.currentNode.data.trim());
  }
  return faint;
})()`;
