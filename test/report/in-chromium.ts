import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumPath } from "../harness/chromium.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

interface ReportBrowser {
  /** Opens a page; whatever it asks for, or complains about, fails the test. */
  readonly shown: (html: string, o?: BrowserContextOptions) => Promise<Page>;
  readonly visit: (address: string, o?: BrowserContextOptions) => Promise<Page>;
  /** What pages asked for and complained about in this test. */
  readonly complaints: string[];
  /** Closes every page. */
  readonly close: () => Promise<void>;
}

/** Tests of pages in the machine's Chromium; skipped with a message when Chromium is not installed. */
export function inChromium(name: string, tests: (browser: ReportBrowser) => void): void {
  const executablePath = chromiumPath();
  if (!executablePath) {
    console.warn(
      "The report is not tested in a browser: no Chromium here. Install it (apt-get install chromium) or name it in CHROMIUM.",
    );
  }
  jest.setTimeout(120_000);
  const folder = temporaryFolder();
  (executablePath ? describe : describe.skip)(name, () => {
    let browser: Browser;
    const open: Page[] = [];
    const complaints: string[] = [];
    const close = async () => {
      for (const page of open.splice(0)) await page.context().close();
    };
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    });
    beforeEach(() => {
      complaints.length = 0;
    });
    afterEach(async () => {
      await close();
      expect(complaints).toEqual([]);
    });
    afterAll(() => browser?.close());

    const visit = async (address: string, o: BrowserContextOptions = {}) => {
      const page = await (await browser.newContext(o)).newPage();
      open.push(page);
      page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
      page.on("request", (request) => {
        if (request.url() !== address && !request.url().startsWith("data:"))
          complaints.push(`asks for ${request.url()}`);
      });
      await page.goto(address);
      return page;
    };
    const shown = (html: string, o?: BrowserContextOptions) => {
      const file = path.join(folder(), "report.html");
      writeFileSync(file, html);
      return visit(pathToFileURL(file).href, o);
    };
    tests({ shown, visit, complaints, close });
  });
}
