import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { startLocalOrganisation } from "@genesys-flows/local-org";
import { phone } from "@genesys-flows/phone";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";
import { chromium, type Page } from "playwright-core";

const FOLDER = path.join(installation, "docs", "pictures");
/** Size limit of a picture in bytes. A picture of a page of text is below this limit. */
const LARGEST = 200_000;

/** For each picture of the documentation, the steps on the phone that lead to it, with the drafts of this checkout. */
const pictures: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "phone-call.png": async (page) => {
    await call(page, "Sales");
    await page.keyboard.type("1234");
    await answer(page);
    await page.waitForSelector("#talk .end");
  },
  "phone-question.png": async (page) => {
    await call(page, "Sales");
    await page.keyboard.type("1234");
    await page.waitForSelector("#answer:not([hidden])");
  },
  "phone-world.png": async (page) => {
    await page.selectOption("#target", { label: "Front desk" });
    await page.click("summary >> text=The world around the call");
    await page.fill("#world-at", "2026-12-25T10:00");
    await page.click("#fast");
    await page.click("#call");
    await page.waitForSelector("#talk .end");
  },
};

/** Takes the pictures of the documentation. Uses the Chromium in the variable CHROMIUM, otherwise Debian's. */
export async function run(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), "pictures-"));
  const file = path.join(folder, "organisation.sqlite");
  const checkout = { root: installation, stack: "dev" };
  const organisation = await startLocalOrganisation({ file, further: [phone({ file, checkout })] });
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const [name, until] of Object.entries(pictures)) {
      const page = await browser.newPage({ viewport: { width: 1180, height: 740 } });
      await page.goto(`${organisation.url}/phone`);
      await page.waitForSelector("#target option", { state: "attached" });
      await until(page);
      await take({ page, name, fullPage: true });
    }
    const page = await browser.newPage({ viewport: { width: 1000, height: 740 } });
    await page.goto(pathToFileURL(await reportOfAChange(folder)).href);
    await take({ page, name: "report.png", fullPage: false });
  } finally {
    await browser.close();
    await organisation.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

async function take({ page, name, fullPage }: { page: Page; name: string; fullPage: boolean }): Promise<void> {
  await page.screenshot({ path: path.join(FOLDER, name), fullPage });
  await page.close();
  const { size } = statSync(path.join(FOLDER, name));
  if (size > LARGEST) throw new Error(`docs/pictures/${name} has ${size} bytes. The limit is ${LARGEST}.`);
  say(`docs/pictures/${name}: ${size} bytes`);
}

/** Deploys the committed example in a clone, changes a prompt there, and writes the report of the preview. @returns its file */
async function reportOfAChange(folder: string): Promise<string> {
  const clone = path.join(folder, "clone");
  const report = path.join(folder, "report.html");
  const compiled = path.join("sdks", "genesyscloud", "bin");
  const steps = [
    `git clone --quiet '${installation}' '${clone}'`,
    `cd '${clone}'`,
    `ln -s '${path.join(installation, "node_modules")}' node_modules`,
    `cp -r '${path.join(installation, compiled)}' '${compiled}'`,
    "npm start",
    "sed -i 's/four-digit PIN[.]/four-digit PIN, followed by the pound key./' flows/modules/pin-authentication.yaml",
    `npm run -s flowctl -- report --run --format html --out '${report}'`,
  ];
  const { code, stdout, stderr } = await capture("bash", ["-c", steps.join(" && ")], { cwd: folder });
  if (code !== 0) throw new SetUpError(`The report could not be created:\n${stdout}${stderr}`);
  return report;
}

async function call(page: Page, name: string): Promise<void> {
  await page.selectOption("#target", { label: name });
  await page.click("#fast");
  await page.click("#call");
  await page.locator("#status", { hasText: "Waiting for 4 digits" }).waitFor();
}

async function answer(page: Page): Promise<void> {
  await page.waitForSelector("#answer:not([hidden])");
  await page.fill("#answer [name=customerId]", "C-1");
  await page.click("#answer button >> text=Respond");
}
