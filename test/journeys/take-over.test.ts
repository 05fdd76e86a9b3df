import { readdirSync, writeFileSync } from "node:fs";
import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(8 * 60_000);

/** Of these, 18 call a module: half of them an older version than the published one. */
const FLOWS = 20;
const NAMES = ["Desk handler", "Desk tools", ...Array.from({ length: FLOWS - 2 }, (_, n) => `Desk ${n + 1}`)];

/** Journey 4: an organisation with 20 flows that people made comes under the stack, and nobody hears a difference. */
describe("take-over of an organisation", () => {
  let first: Checkout;
  let second: Checkout;
  let platform: Organisation;
  beforeAll(async () => {
    first = await Checkout.clone();
    await first.does("npm start");
    platform = await first.organisation();
    await makeFlows(platform);
    await first.close();
    second = await Checkout.clone({ of: first });
    // The same organisation before anything was taken over, and a folder of its exports.
    await second.does("npm start");
    platform = await second.organisation();
    await makeFlows(platform);
    second.write("../exports/README.md", "Exports of the desks.\n");
    for (const name of NAMES) {
      const version = (await platform.flow(name)).version.replace(".", "-");
      writeFileSync(second.path("..", "exports", `${name}_v${version}.yaml`), await platform.export(name, "published"));
    }
  });
  afterAll(async () => {
    await first?.dispose();
    await second?.dispose();
  });

  describe("of live flows, by `adopt`", () =>
    takenOver(
      () => first,
      [
        'npm run flowctl -- adopt --prefix "Desk " --list --stack dev',
        'npm run flowctl -- adopt --prefix "Desk " --stack dev',
      ],
    ));

  describe("of a folder of their exports, by `import`", () =>
    takenOver(
      () => second,
      [
        "npm run flowctl -- import ../exports --answers import.yaml --stack dev",
        "npm run flowctl -- import ../exports --answers import.yaml --write --stack dev",
      ],
    ));
});

/** The way through docs/adopting.md or docs/importing.md, to its end. */
function takenOver(checkoutOf: () => Checkout, commands: readonly string[]) {
  let checkout: Checkout;
  let platform: Organisation;
  let before: Awaited<ReturnType<typeof facts>>;
  beforeAll(async () => {
    checkout = checkoutOf();
    platform = await checkout.organisation();
    before = await facts(platform);
  });

  test("the commands of the documentation write a file for each flow, and no other command is needed", async () => {
    for (const command of commands) await checkout.does(command);
    const files = readdirSync(checkout.path("flows"), { recursive: true, encoding: "utf8" });
    const own = files.filter((file) => /(^|\/)desk/i.test(file) && /(?<!options)\.yaml$/.test(file));
    expect(own).toHaveLength(FLOWS);
    expect(await facts(platform)).toEqual(before);
  });

  test("the first update publishes nothing, and says so", async () => {
    const preview = await checkout.does("npm run pulumi -- preview");
    expect(preview.output).toContain(`${FLOWS} flows will be imported, nothing deleted.`);
    const update = await checkout.does("npm run pulumi -- up --yes");
    expect(update.output).toContain(`${FLOWS} flows were imported, nothing deleted.`);
    expect(await facts(platform)).toEqual(before);
    for (const [name, { version }] of Object.entries(before))
      expect(update.output).toMatch(new RegExp(`^${name} +\\S+ +${version}( |$)`, "m"));
  });

  test("the second one neither", async () => {
    const update = await checkout.does("npm run pulumi -- up --yes");
    expect(update.output).toMatch(/^Nothing changes; 9 pinned flows held back\.$/m);
    expect(await facts(platform)).toEqual(before);
  });

  test("`verify` holds, committed or not", async () => {
    expect((await checkout.does("npm run flowctl -- verify --stack dev")).output).toMatch(/26 of 26|27 of 27/);
    await checkout.commit("Take over the desks");
    await checkout.does("npm run flowctl -- verify --stack dev");
    expect(await checkout.status()).toBe("");
  });

  test("from then on they are flows like any other: an edit is published, and only it", async () => {
    const files = readdirSync(checkout.path("flows/inbound")).filter((file) => /^desk.2\.yaml$/i.test(file));
    checkout.edit(`flows/inbound/${files[0]}`, "Desk 2 is sorry", "Desk 2 is very sorry");
    const update = await checkout.does("npm run pulumi -- up --yes");
    expect(update.output).toContain("1 flow was published, nothing deleted, 9 pinned flows held back.");
    const { "Desk 2": edited, ...others } = await facts(platform);
    const { "Desk 2": was, ...same } = before;
    expect(others).toEqual(same);
    expect(edited).toEqual({ ...was, version: "2.0" });
    await checkout.does("npm run flowctl -- verify --stack dev");
  });
}

/** What callers meet: the id and version of each flow, and the version of each module that it holds. */
async function facts(platform: Organisation) {
  const flows = await platform.flows();
  const own = flows.filter(({ name }) => !name.startsWith("Default "));
  const entries = own.map(async ({ id, name, type, publishedVersion }) => {
    const held = String(type).toUpperCase() === "INBOUNDCALL" ? await platform.modulesHeld(name) : [];
    return [
      name,
      { id, version: publishedVersion?.id, held: held.map((one) => `${one.name} ${one.version}`) },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Somebody made these flows in Architect. A module was published again after its callers, which are stale. */
async function makeFlows(platform: Organisation): Promise<void> {
  const byHand = (text: string) => text.replaceAll(/managed by [^"\n]*[0-9a-f]{64}/g, "by hand");
  const module = byHand(await platform.export("Common error handler"));
  const caller = byHand(await platform.export("Claims"));
  const named = (name: string) => module.replaceAll("Common error handler", name);
  await platform.publish(named("Desk handler"));
  await platform.publish(named("Desk tools"));
  for (const [n, name] of NAMES.slice(2).entries()) {
    const own = caller.replace("name: Claims", `name: ${name}`).replaceAll("We are sorry", `${name} is sorry`);
    await platform.publish(n % 2 === 0 ? own.replaceAll("Common error handler", "Desk handler") : own);
  }
  await platform.publish(named("Desk handler").replaceAll("technical", "small technical"));
}
