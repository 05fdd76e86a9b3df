import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, rmSync } from "node:fs";
import { type Organisation, publishJobsAmong } from "../e2e/harness/organisation.ts";
import { Checkout, type Said } from "./checkout.ts";
import { differenceOf, expectTrue, type Live, verdictOf, whatIsLive } from "./what-is-live.ts";

jest.setTimeout(6 * 60_000);

const PLACE = "// Declare other resources that flows name";
const STATE = ".genesys/state";
const isRoot = process.getuid?.() === 0;
/** Root writes wherever a mount allows it: then the folder of the state is mounted read-only, for the command alone. */
const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;

/** Journey 9: a run that is killed, and a state that is lost, an hour old, or read-only. */
describe("the state of a stack", () => {
  let checkout: Checkout;
  let platform: Organisation;

  beforeAll(async () => {
    checkout = await Checkout.clone();
    // docs/resources.md, "An example".
    const example = /```ts\n([\s\S]*?)```/.exec(checkout.read("docs/resources.md"))?.[1] ?? "";
    checkout.edit("index.ts", PLACE, `${example}${PLACE}`);
    await checkout.does("npm start");
    platform = await checkout.organisation();
  });
  afterAll(() => checkout?.dispose());

  const live = () => whatIsLive(platform);
  const loseState = () => rmSync(checkout.path(STATE), { recursive: true });
  const nothingIsLeft = async () =>
    expect((await checkout.does("npm run pulumi -- preview")).output).toMatch(/^Nothing changes\./m);

  /** Runs a command that may change something, and compares its last sentence with what happened. */
  async function updates(line: string): Promise<{ verdict: string; before: Live; after: Live }> {
    const before = await live();
    const said = await checkout.does(line);
    const after = await live();
    const verdict = verdictOf(said.stdout);
    expectTrue(verdict, differenceOf(before, after));
    return { verdict, before, after };
  }

  /** The command lines that a refusal prints, exactly as they are. */
  const printed = ({ output }: Said) => [
    ...new Set([...output.matchAll(/^ +(npm (?:start|run .*))$/gm)].map(([, line = ""]) => line)),
  ];

  test("a state that is lost: the commands of the message lead back to `Nothing changes`", async () => {
    const before = await live();
    loseState();
    const lines = printed(await checkout.refuses("npm run pulumi -- up --yes"));
    expect(lines).toEqual(["npm run flowctl -- adopt --declared --stack dev", "npm start"]);
    for (const line of lines) await checkout.does(line);
    await nothingIsLeft();
    expect(await live()).toEqual(before);
  });

  test("without them, each refusal names what exists, and its lines lead back as well", async () => {
    const before = await live();
    loseState();
    const refused = await checkout.refuses("npm start");
    for (const name of ["queue 'Sales'", "data table 'Branches'", "schedule 'Branch days'"])
      expect(refused.output).toContain(`The ${name} already exists`);
    expect(await live()).toEqual(before);
    // One by one, as far as a line imports one object; what belongs to a flow is taken over with the rest.
    const one = printed(refused).filter((line) => line.includes(" import "));
    expect(one).toHaveLength(12);
    for (const line of one) await checkout.does(line);
    const again = await checkout.refuses("npm run pulumi -- up --yes");
    expect(await live()).toEqual(before);
    for (const line of printed(again).filter((each) => !each.includes(" import "))) await checkout.does(line);
    const { after } = await updates("npm run pulumi -- up --yes");
    expect(after).toEqual(before);
    await nothingIsLeft();
  });

  test("`adopt --all` from nothing but the source: the preview lists what is taken over, the update publishes nothing", async () => {
    const before = await live();
    for (const name of readdirSync(checkout.path(".genesys")))
      if (name !== "orgs") rmSync(checkout.path(".genesys", name), { recursive: true });
    await checkout.does("npm run pulumi -- stack init dev --no-select");
    // Every flow is this stack's or the platform's own: `--all` does here what `--declared` does.
    await checkout.does("npm run flowctl -- adopt --all --stack dev");
    const preview = await updates("npm run pulumi -- preview");
    const flows = Object.keys(before).filter((name) => name.startsWith("flow "));
    expect(preview.verdict).toContain(`${flows.length} flows will be updated without being published`);
    expect(preview.verdict).toMatch(
      /\b4 IVRs, .*\b3 queues and 2 wrap-up codes will be imported, .*nothing deleted\.$/,
    );
    const { after } = await updates("npm run pulumi -- up --yes");
    expect(after).toEqual(before);
    await nothingIsLeft();
    expect(await checkout.status()).toBe(" M index.ts".trim());
  });

  test("`adopt --help` tells the two ways to take over everything apart", async () => {
    const { output } = await checkout.does("npm run flowctl -- adopt --help");
    expect(output).toMatch(/--all .*flow/);
    expect(output).toMatch(/--declared .*objects that the source\s+declares/);
  });

  test("a state that is older than the last update: flows are recognised, and nothing is published twice", async () => {
    const backup = checkout.path("../state-of-the-backup");
    cpSync(checkout.path(STATE), backup, { recursive: true });
    checkout.edit("flows/modules/common-error-handler.yaml", "technical problem", "small technical problem");
    checkout.edit("flows/queues.yaml", "queues:", "queues:\n  Quotes:\n    description: Quotes by phone");
    const later = await updates("npm run pulumi -- up --yes");
    expect(later.verdict).toMatch(/^1 module and 3 flows were published, 1 queue was created, nothing deleted\.$/);

    loseState();
    cpSync(backup, checkout.path(STATE), { recursive: true });
    await checkout.does("npm run flowctl -- adopt --declared --stack dev");
    const { after } = await updates("npm run pulumi -- up --refresh --yes");
    expect(after).toEqual(later.after);
    await nothingIsLeft();
  });

  test("a run that is killed while it publishes: the next one finishes it, and no version is published twice", async () => {
    checkout.edit("flows/modules/common-error-handler.yaml", "small technical problem", "tiny technical problem");
    const before = await live();
    const latest = await platform.latestRequest();
    const running = checkout.begin("npm run pulumi -- up --yes --skip-preview");
    while (publishJobsAmong(await platform.requests(latest)).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(-running.pid, "SIGKILL");
    await running.gone;

    await checkout.does("npm run pulumi -- up --yes");
    const after = await live();
    const published = Object.keys(before).filter((name) => after[name]?.["version"] !== before[name]?.["version"]);
    expect(published.sort()).toEqual(["flow Claims", "flow Common error handler", "flow Sales", "flow Support"]);
    for (const name of published) expect(after[name]?.["version"]).toBe(nextOf(before[name]?.["version"]));
    expect(differenceOf(before, after).deleted).toEqual([]);
    await nothingIsLeft();
  });

  const unlessImpossible = isRoot && !canMount ? test.skip : test;
  unlessImpossible("a state that cannot be written is refused before the first write; a preview reads it", async () => {
    checkout.edit("flows/modules/common-error-handler.yaml", "tiny technical problem", "technical problem");
    const before = await live();
    const latest = await platform.latestRequest();
    const { refused, preview } = await onReadOnlyDisk(async (command) => ({
      refused: await checkout.refuses(command("npm run pulumi -- up --yes")),
      preview: await checkout.does(command("npm run pulumi -- preview")),
    }));
    expect(refused.output).toContain("The state of this stack cannot be written. Nothing was done.");
    expect(preview.output).toContain("1 module and 3 flows will be published, nothing deleted.");
    expect(publishJobsAmong(await platform.requests(latest))).toEqual([]);
    expect(await live()).toEqual(before);
    const { verdict } = await updates("npm run pulumi -- up --yes");
    expect(verdict).toBe("1 module and 3 flows were published, nothing deleted.");
  });

  /** The state as on a disk that is mounted read-only. */
  async function onReadOnlyDisk<Result>(work: (command: (line: string) => string) => Promise<Result>): Promise<Result> {
    if (isRoot) {
      const mount = `mount --bind ${STATE} ${STATE} && mount -o remount,ro,bind ${STATE}`;
      return work((line) => `unshare -m bash -c '${mount} && ${line}'`);
    }
    const folders = [
      STATE,
      ...readdirSync(checkout.path(STATE), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(checkout.root.length + 1)),
    ];
    for (const folder of folders) chmodSync(checkout.path(folder), 0o500);
    try {
      return await work((line) => line);
    } finally {
      for (const folder of folders) chmodSync(checkout.path(folder), 0o700);
    }
  }
});

/** The version that one publication makes of a version. */
function nextOf(version: unknown): string {
  return `${Number.parseInt(String(version), 10) + 1}.0`;
}
