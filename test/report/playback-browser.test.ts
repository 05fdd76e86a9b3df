import { readFileSync } from "node:fs";
import { htmlReport, type Report } from "@genesys-flows/report";
import type { BrowserContextOptions, Page } from "playwright-core";
import { inCheckout } from "../harness/checkout.ts";
import { hostileReport, hostileTexts } from "./hostile.ts";
import { inChromium } from "./in-chromium.ts";
import { emptyReport, flowReport } from "./sample.ts";

type Played = NonNullable<NonNullable<Report["notice"]>["causes"][number]["played"]>;

const hears = (text: string, atMs: number) => ({ does: "hears", text, atMs, lastsMs: 1_000 }) as const;

const steps: Played["steps"] = [
  { both: hears("Welcome.", 0) },
  { both: { does: "acts", text: "presses 1", atMs: 1_000 } },
  { before: hears("We are sorry.", 1_000), after: hears("Good bye.", 1_000), isFirst: true },
  { before: { does: "ends", text: "the flow disconnected", atMs: 2_000 } },
];

/** A report with so many differences, each with a conversation to play. */
function differing(causes: number): Report {
  const flow = { key: "sales", name: "Sales" };
  return emptyReport({
    flows: [flowReport()],
    notice: {
      causes: Array.from({ length: causes }, (_, index) => ({
        ...{ flows: [flow], people: "callers", after: `caller presses ${index}`, now: 'hear "Good bye."' },
        ...{ before: '"We are sorry."', steps: [], conversations: 1, played: { flow, steps } },
      })),
      ...{ conversations: 100, flows: 1, limits: [] },
    },
  });
}

const current = (page: Page) => page.locator("[aria-current=step] .words").allInnerTexts();

inChromium("the conversations of a report in Chromium", ({ shown }) => {
  /** The first conversation, opened with the keyboard. */
  async function opened(o: Parameters<typeof shown>[1] = {}): Promise<Page> {
    const page = await shown(htmlReport(differing(1)), o);
    await page.locator(".playback > summary").focus();
    await page.keyboard.press("Enter");
    return page;
  }

  test("it is stepped through with buttons and arrow keys, and says each step", async () => {
    const page = await opened();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Restart");
    await page.keyboard.press("Enter");
    expect(await current(page)).toEqual(['"Welcome."']);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await current(page)).toEqual(['"We are sorry."', '"Good bye."']);
    expect(await page.locator(".said").textContent()).toBe(
      'Step 3 of 4. Before hears "We are sorry.". After hears "Good bye."',
    );
    await page.keyboard.press("ArrowLeft");
    expect(await current(page)).toEqual(["presses 1"]);
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByRole("button", { name: "Step" }).click();
    expect(await current(page)).toEqual(["the flow disconnected"]);
    expect(await page.getByRole("button", { name: "Step" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Back" }).click();
    expect(await page.locator(".progress").textContent()).toBe("3 / 4");
  });

  test("it plays at the times of the conversation, faster when asked, and pauses", async () => {
    const page = await shown(htmlReport(differing(1)));
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(3_600_000);
    await page.locator(".playback > summary").click();
    await page.getByRole("button", { name: "Play" }).click();
    expect(await current(page)).toEqual(['"Welcome."']);
    await page.clock.runFor(900);
    expect(await current(page)).toEqual(['"Welcome."']);
    await page.clock.runFor(200);
    expect(await current(page)).toEqual(["presses 1"]);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.clock.runFor(60_000);
    expect(await current(page)).toEqual(["presses 1"]);
    await page.getByLabel("Speed").selectOption("10");
    await page.getByRole("button", { name: "Play" }).click();
    await page.clock.runFor(1_000);
    expect(await current(page)).toEqual(["the flow disconnected"]);
    expect(await page.getByRole("button", { name: "Play" }).isVisible()).toBe(true);
  });

  test("what is heard is read aloud when asked, both sides where they differ", async () => {
    const page = await opened();
    await page.evaluate(SPEECH);
    await page.getByRole("button", { name: "Step" }).click();
    expect(await page.evaluate("spoken")).toEqual([]);
    await page.getByLabel("Read aloud").check();
    for (const _ of [1, 2]) await page.getByRole("button", { name: "Step" }).click();
    await page.getByRole("button", { name: "Restart" }).click();
    expect(await page.evaluate("spoken")).toEqual(['Before: "We are sorry."', 'After: "Good bye."', '"Welcome."']);
  });

  test("before and after are side by side; on a phone one is below the other", async () => {
    const boxes = async (width: number) => {
      const page = await opened({ viewport: { width, height: 800 } });
      const isWithin = await page.evaluate("document.documentElement.scrollWidth <= innerWidth");
      const cells = await page.locator(".first .cell").all();
      const [before, after] = await Promise.all(cells.map((cell) => cell.boundingBox()));
      return { isWithin, isBeside: before?.y === after?.y, isBelow: (after?.y ?? 0) > (before?.y ?? 0) };
    };
    expect(await boxes(1_200)).toEqual({ isWithin: true, isBeside: true, isBelow: false });
    expect(await boxes(390)).toEqual({ isWithin: true, isBeside: false, isBelow: true });
  });

  test.each<[string, BrowserContextOptions]>([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 844 } }],
  ])("axe finds nothing: %s", async (_name, o) => {
    // axe is put into the page, past its policy.
    const page = await opened({ ...o, bypassCSP: true });
    for (const _ of [1, 2]) await page.getByRole("button", { name: "Step" }).click();
    const axe = readFileSync(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");
    const found = (await page.evaluate(`${axe}; axe.run()`)) as { violations: { id: string }[]; passes: unknown[] };
    expect(found.violations.map(({ id }) => id)).toEqual([]);
    expect(found.passes.length).toBeGreaterThan(10);
  });

  test("without script every step is readable, and no button is there; in print, too", async () => {
    const page = await shown(htmlReport(differing(1)), { javaScriptEnabled: false });
    await page.locator(".playback > summary").click();
    expect(await page.locator(".words").allInnerTexts()).toEqual(WORDS);
    expect(await page.getByRole("button").count()).toBe(0);
    const printed = await shown(htmlReport(differing(1)));
    await printed.emulateMedia({ media: "print" });
    await printed.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await printed.locator(".words").allInnerTexts()).toEqual(WORDS);
    expect(await printed.getByRole("button").count()).toBe(0);
  });

  test("a report without differences has no player; one with sixty has sixty", async () => {
    const none = await shown(htmlReport(differing(0)));
    expect(await none.locator("main").textContent()).toContain("No difference was found in 100 conversations");
    expect(htmlReport(differing(0))).not.toContain("player");
    const page = await shown(htmlReport(differing(60)));
    expect(await page.locator(".player").count()).toBe(60);
    await page.locator(".playback > summary").last().click();
    await page.getByRole("button", { name: "Step" }).click();
    expect(await current(page)).toEqual(['"Welcome."']);
    expect(htmlReport(differing(60)).length).toBeLessThan(300_000);
  });

  test.each(Object.entries(hostileTexts))("%s stays text while it is played", async (_what, text) => {
    const page = await shown(htmlReport(hostileReport(text)));
    await page.evaluate(SPEECH);
    await page.locator(".playback > summary").click();
    await page.getByLabel("Read aloud").check();
    for (const _ of [1, 2, 3, 4]) await page.getByRole("button", { name: "Step" }).click();
    expect(await page.locator(".player :is(script, iframe, img, a)").count()).toBe(0);
    expect(await page.locator(".player li").count()).toBe(4);
  });
});

const WORDS = ['"Welcome."', "presses 1", '"We are sorry."', '"Good bye."', "the flow disconnected"];

/** A voice that notes what it says; it never ends. */
const SPEECH = `
  globalThis.spoken = [];
  speechSynthesis.speak = ({ text }) => spoken.push(text);
`;
