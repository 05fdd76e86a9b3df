import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { commandLine } from "../flowctl/program.ts";
import { inCheckout } from "../harness/checkout.ts";
import { chromiumPath } from "../harness/chromium.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { callOf, greeter, inbound } from "../local-org/flows/documents.ts";
import { writeFiles } from "../project/harness.ts";
import { Line } from "./line.ts";

const executablePath = chromiumPath();
if (!executablePath) {
  console.warn(
    "The phone is not tested in a browser: no Chromium here. Install it (apt-get install chromium) or name it in CHROMIUM.",
  );
}
jest.setTimeout(120_000);
const inBrowser = executablePath ? describe : describe.skip;

/** What axe finds. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const LONG = `Customers with several contracts ${"of_the_northern_region_".repeat(6)}`;
const HOSTILE = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;

/** Flows beside those of the example. */
const FLOWS = {
  "flows/inbound/hold-line.yaml": `inboundCall: Hold line
onFault: {say: We have a problem., then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: {queue: Sales, inQueueFlow: Music}, on: {failure: bye}}
  bye: {disconnect: {}}
`,
  "flows/inbound/music.yaml": `inqueueCall: Music
start: sorry
nodes:
  sorry: {playAudio: All agents are busy., then: music}
  music: {holdMusic: {prompt: =Flow.HoldPrompt, bargeInEnabled: false, playStyle: {duration: {lit: {seconds: 30}}}}}
`,
  "flows/inbound/help-desk.yaml": `inboundShortMessage: Help desk
onFault: {then: disconnect}
start: ask
nodes:
  ask: {sendResponse: What can we do?, then: thank}
  thank: {sendResponse: '=Append("Thank you for ", Message.Message.body)', then: bye}
  bye: {disconnect: {}}
`,
};

inBrowser("the phone in Chromium", () => {
  let root: string;
  let line: Line;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    root = newFolder("phone-");
    for (const part of ["flows", "local", "policies", "Pulumi.yaml", "Pulumi.dev.yaml"])
      cpSync(inCheckout(part), join(root, part), { recursive: true });
    writeFiles(root, FLOWS);
    line = await Line.open({ checkout: { root, stack: "dev" }, canSave: true });
    await line.client.published(greeter());
    await line.client.published(inbound("Support desk", [callOf()]));
    await line.client.published(greeter({ say: "Good day." }));
    await line.client.published(
      inbound("Hostile", [`playAudio: {name: Say, audio: {tts: ${JSON.stringify(HOSTILE)}}}`]),
    );
    await line.client.published(inbound(LONG, [`playAudio: {name: Say, audio: {tts: ${LONG}}}`]));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterEach(async () => {
    await page?.context().close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    removeFolder(root);
  });

  async function open(address = "/phone", o: BrowserContextOptions = {}): Promise<void> {
    page = await (await browser.newContext(o)).newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await page.goto(line.organisation.url + address);
    await page.waitForSelector("#target option", { state: "attached" });
  }

  /** Begins a call, at ten times the speed unless it is for keys. */
  async function call(name: string, { isFast = true } = {}): Promise<void> {
    await page.selectOption("#target", { label: name });
    if (isFast) await page.click("#fast");
    await page.click("#call");
    await page.waitForSelector("#talk li");
  }

  /** Stops the clock, and skips to where the status says a text: what is done then is done at that moment. */
  async function stopsWhere(text: string): Promise<void> {
    if ((await page.getAttribute("#pause", "aria-pressed")) === "false") await page.click("#pause");
    for (let skips = 0; skips < 60; skips++) {
      if ((await page.textContent("#status"))?.includes(text)) return;
      await page.click("#skip");
    }
    throw new Error(`The status is "${await page.textContent("#status")}", and not "${text}".`);
  }
  const goesOn = () => page.click("#pause");

  const status = (text: string | RegExp) => page.locator("#status", { hasText: text }).waitFor();
  /** The texts of the lines of a kind, as they are seen. */
  const bubbles = (who: string): Promise<string[]> =>
    page.evaluate(
      `[...document.querySelectorAll("#talk .${who}")].map((line) => [...line.childNodes].filter((one) => !one.matches?.("time, .hidden")).map((one) => one.textContent).join(""))`,
    );
  const ended = () => page.waitForSelector("#talk .end");
  const endsWith = async (text: string) => {
    await ended();
    expect(await page.locator("#talk .end").textContent()).toContain(text);
  };

  /** Answers the question of the CRM in place. */
  async function crm(verified: boolean): Promise<void> {
    await page.waitForSelector("#answer:not([hidden])");
    await page.selectOption("#answer [name=verified]", String(verified));
    await page.fill("#answer [name=customerId]", "C-1");
    await page.click("#answer button >> text=Respond");
  }

  test("the right PIN, by keyboard: what the CRM answers is asked in place; the call is kept as a test that passes", async () => {
    await open();
    await call("Sales", { isFast: false });
    await stopsWhere("Waiting for 4 digits");
    await page.keyboard.type("1234");
    await page.click("#skip");
    await crm(true);
    await page.click("#fast");
    await goesOn();
    await endsWith("An agent of Sales answers.");
    expect(await bubbles("caller")).toEqual(["1234"]);
    expect(await bubbles("flow")).toContain("Please enter your four-digit PIN.");
    expect(await page.locator("#variables").textContent()).toContain("C-1");
    expect(await page.locator("#asked").textContent()).toContain("pin: 1234");
    expect(await page.locator("#diagram .present strong").textContent()).toBe("to-sales");
    expect(await page.locator("#diagram .taken").count()).toBeGreaterThan(2);

    await page.fill("#test-name", "the right PIN");
    await page.click("#test button[value=save]");
    await page.locator("#kept", { hasText: "Saved as flows/inbound/sales.the-right-pin.test.yaml." }).waitFor();
    const { code, out } = await commandLine(root, "test", "flows/inbound/sales.the-right-pin.test.yaml");
    expect([code, out]).toEqual([0, expect.stringContaining("1 conversation")]);
  });

  test("a wrong PIN is asked again, and ends with words", async () => {
    await open();
    await call("Sales", { isFast: false });
    await stopsWhere("Waiting for 4 digits");
    await page.keyboard.type("9999");
    await page.click("#skip");
    await crm(false);
    for (const pin of ["8888", "7777"]) {
      await stopsWhere("Waiting for 4 digits");
      await page.keyboard.type(pin);
    }
    await page.click("#fast");
    await goesOn();
    await endsWith("The flow hangs up.");
    expect(await bubbles("flow")).toContain("We could not verify your PIN. You find it in your welcome letter.");
  });

  test("silence runs into time-outs; they can be skipped, and the clock can be paused", async () => {
    await open();
    await page.selectOption("#target", { label: "Sales" });
    await page.click("#call");
    await page.waitForSelector("#talk .flow");
    await page.click("#pause");
    const paused = await page.locator("#time").textContent();
    expect(await page.locator("#status").textContent()).toBe("Paused. Speaking");
    for (let skips = 0; skips < 60 && (await page.locator("#talk .end").count()) === 0; skips++) {
      expect(await page.locator("#pause").isDisabled()).toBe(false);
      await page.click("#skip");
    }
    await endsWith("The flow hangs up.");
    expect(await page.locator("#time").textContent()).not.toBe(paused);
    expect(await bubbles("caller")).toEqual([]);
  });

  test("the caller hangs up", async () => {
    await open();
    await call("Sales");
    await page.click("#hang-up");
    await endsWith("You hung up.");
    expect(await page.locator("#hang-up").isDisabled()).toBe(true);
  });

  test("a stale caller plays the old module, and the badge says so", async () => {
    await open();
    await call("Support desk 1.0");
    await page.locator("#talk .flow", { hasText: "Welcome." }).waitFor();
    const badge = "holds version 1.0 of Greeter; 2.0 is published";
    expect(await page.locator("#talk .badge").textContent()).toBe(badge);
    expect(await page.locator("#holds .badge").textContent()).toBe(badge);
  });

  test("an e-mail is written, and its reply read", async () => {
    await open();
    await page.selectOption("#target", { label: "Claim mail" });
    expect(await page.locator("#keypad").isVisible()).toBe(false);
    await page.fill("#words", "My claim is C-77");
    await page.click("#fast");
    await page.click("#speak button");
    await page.waitForSelector("#talk .written");
    await ended();
    expect((await bubbles("written")).length).toBeGreaterThan(0);
  });

  test("a message is written, and its replies read", async () => {
    await open();
    await page.selectOption("#target", { label: "Help desk" });
    await page.fill("#words", "the book");
    await page.click("#speak button");
    await page.locator("#talk .written", { hasText: "Thank you for the book" }).waitFor();
    expect((await bubbles("written"))[0]).toBe("What can we do?");
  });

  test("a caller waits in a queue with its flow and music until an agent answers", async () => {
    await open();
    await page.click("summary >> text=The world around the call");
    await page.getByLabel("Sales", { exact: true }).selectOption({ label: "An agent answers after 10 s" });
    await call("Hold line");
    await page.locator("#talk .flow", { hasText: "All agents are busy." }).waitFor();
    await page.locator("#talk .note", { hasText: "♪ Music" }).waitFor();
    await endsWith("An agent of Sales answers.");
    await page.getByLabel("Sales", { exact: true }).selectOption({ label: "The transfer to the queue fails" });
    await page.click("#call");
    await page.locator("#talk .end", { hasText: "The flow hangs up." }).waitFor();
  });

  test("a call of this visit is made again with its own keys or text, whatever is chosen now", async () => {
    await open();
    await call("Sales");
    expect(await page.locator("#target").isDisabled()).toBe(true);
    await page.click("#hang-up");
    await ended();
    await page.selectOption("#target", { label: "Help desk" });
    await page.fill("#words", "the book");
    await page.click("#speak button");
    await ended();
    await page.click("summary >> text=Calls in this session");
    await page.locator("#history li", { hasText: "Sales" }).getByRole("button").click();
    await status("Waiting for 4 digits");
    expect(await page.locator("#keypad").isVisible()).toBe(true);
    await page.click("#hang-up");
    await ended();
    await page.locator("#history li", { hasText: "Help desk" }).getByRole("button").click();
    await page.locator("#talk .written", { hasText: "Thank you for the book" }).waitFor();
    expect(await page.locator("#keypad").isVisible()).toBe(false);
  });

  test("a long name fits a phone's width", async () => {
    await open("/phone", { viewport: { width: 375, height: 800 } });
    await call(`${LONG} 1.0`);
    await page.locator("#present", { hasText: "Say" }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  });

  test("a shared address makes the same call again, in another browser", async () => {
    await open("/phone", { permissions: ["clipboard-read", "clipboard-write"] });
    await call("Sales", { isFast: false });
    await stopsWhere("Waiting for 4 digits");
    await page.keyboard.type("12");
    await page.click("#hang-up");
    await ended();
    const talk = await page.locator("#talk").textContent();
    await page.click("#share");
    await page.locator("#kept", { hasText: "Copied" }).waitFor();
    const address = new URL(String(await page.evaluate("navigator.clipboard.readText()")));
    await page.context().close();

    await open(address.pathname + address.hash);
    await page.click("#fast");
    await ended();
    expect(await page.locator("#talk").textContent()).toBe(talk);
  });

  test("the world is chosen before the call", async () => {
    await open();
    await page.click("summary >> text=The world around the call");
    await page.fill("#world-caller", "+13175550155");
    await page.fill("#world-at", "2026-12-25T10:00");
    await call("Front desk");
    await page.locator("#talk .flow", { hasText: "closed" }).waitFor();
    await ended();
    await page.fill("#test-name", "Christmas");
    await page.click("#test button >> text=Copy test");
    await page.waitForSelector("#kept-text:not([hidden])");
    const text = await page.locator("#kept-text pre").textContent();
    expect(text).toContain("2026-12-25T10:00:00");
    expect(text).toContain('caller: "+13175550155"');
  });

  test("what a flow says is a text, whatever it is", async () => {
    await open();
    await call("Hostile 1.0");
    await page.locator("#talk .flow").waitFor();
    expect((await bubbles("flow"))[0]).toContain(HOSTILE);
    expect(await page.locator("#talk img, #talk script, #diagram img, #diagram script").count()).toBe(0);
  });

  test("a call by the keyboard alone: choose, call, press, hang up", async () => {
    await open();
    await page.focus("#target");
    await page.keyboard.type("Sales");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#talk .flow");
    await page.focus('[data-key="5"]');
    await page.keyboard.press("Enter");
    await page.locator("#talk .keys", { hasText: "5" }).waitFor();
    await page.focus("#hang-up");
    await page.keyboard.press("Enter");
    await endsWith("You hung up.");
  });

  test.each<[string, BrowserContextOptions]>([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 844 } }],
  ])("axe finds nothing serious: %s", async (_name, o) => {
    await open("/phone", o);
    await page.click("summary >> text=The world around the call");
    await call("Sales");
    await page.click("#hang-up");
    await ended();
    const axe = readFileSync(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");
    const found = (await page.evaluate(`${axe}; axe.run()`)) as { violations: Violation[] };
    const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    const width = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(width).toBeLessThanOrEqual(0);
  });

  test("a problem of the server is shown with what to do", async () => {
    await open("/phone");
    await page.route("**/phone/timeline", (route) => route.abort());
    await page.selectOption("#target", { label: "Sales" });
    await page.click("#call");
    await page.locator("#problem", { hasText: "npm run flowctl -- org serve" }).waitFor();
    expect(await page.locator("#call").isDisabled()).toBe(false);
    complaints.length = 0;
  });
});
