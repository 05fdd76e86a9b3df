/** `node bench/phone.ts`: the time from dialling to the first word of a flow in Chromium, compared with serving the page. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startLocalOrganisation } from "@genesys-flows/local-org";
import { phone } from "@genesys-flows/phone";
import { chromium } from "playwright-core";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 7);
/** Limit from the click to the first word, in milliseconds. */
const LIMIT_MS = 300;

const root = path.join(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "bench-phone-"));
const file = path.join(folder, "organisation.sqlite");
const organisation = await startLocalOrganisation({
  file,
  further: [phone({ file, checkout: { root, stack: "dev" } })],
});
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** Runs in the page: milliseconds from a click on "Call" until the flow's first line appears. */
const DIAL = `new Promise((done) => {
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if (!document.querySelector("#talk .flow")) return;
    observer.disconnect();
    done(performance.now() - began);
  }).observe(document.querySelector("#talk"), { childList: true });
  document.querySelector("#call").click();
})`;

const served: number[] = [];
const dialled: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const page = await browser.newPage();
  const began = performance.now();
  await (await fetch(`${organisation.url}/phone`)).text();
  served.push(performance.now() - began);
  await page.goto(`${organisation.url}/phone`);
  await page.waitForSelector("#target option", { state: "attached" });
  await page.selectOption("#target", { label: "Sales" });
  dialled.push((await page.evaluate(DIAL)) as number);
  await page.close();
}
await browser.close();
await organisation.close();
rmSync(folder, { recursive: true, force: true });

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] as number;
const [page, word] = [median(served), median(dialled)];
console.log(
  `first word ${word.toFixed(0)} ms after dialling, ${(word / page).toFixed(1)} times the page (${page.toFixed(1)} ms); ${ROUNDS} rounds, medians; within ${LIMIT_MS} ms`,
);
process.exitCode = word > LIMIT_MS ? 1 : 0;
