import path from "node:path";
import { editInArchitect } from "../e2e/drift/architect.ts";
import type { Organisation } from "../e2e/harness/organisation.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(6 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SALES = "flows/inbound/sales.yaml";
const FLOWS = ["Claims", "Common error handler", "PIN authentication", "Sales", "Support"];

/** Journey 6: back to an earlier version of a flow, and to a release, from any checkout of the team (docs/rollback.md). */
describe("rollback", () => {
  let shared: string;
  let checkout: Checkout;
  let platform: Organisation;
  const env = () => ({ PULUMI_BACKEND_URL: `file://${path.join(shared, "state")}` });
  const does = (line: string, by = checkout) => by.does(line, { env: env() });

  /** What callers meet: content without the ownership mark, what is held, and the numbers that route to each flow. */
  const content = async () => {
    const ivrs = Object.values(await platform.ivrs());
    const read = FLOWS.map(async (name) => {
      const { id } = await platform.flow(name);
      const { description: _, ...body } = await platform.body(name);
      const numbers = ivrs.filter(({ flowId }) => flowId === id).flatMap((ivr) => ivr.numbers);
      return [name, { id, body, numbers: numbers.sort() }] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  };
  const nameOfRelease = async (by: Checkout, line: RegExp) => {
    const { stdout } = await does("npm run flowctl -- releases --stack dev", by);
    const name = line.exec(stdout)?.[1];
    if (name === undefined) throw new Error(`No release ${line} in:\n${stdout}`);
    return name;
  };

  let original: Awaited<ReturnType<typeof content>>;
  let release: string;
  let main: string;

  beforeAll(async () => {
    shared = newFolder("team");
    checkout = await Checkout.clone();
    main = await checkout.git("branch", "--show-current");
    await checkout.does(`mkdir ${path.join(shared, "state")}`);
    const organisation = path.join(shared, "organisation.sqlite");
    checkout.edit(
      "Pulumi.dev.yaml",
      "region: local",
      `region: local\n  genesyscloud:localOrganisation: ${organisation}`,
    );
    await checkout.commit("Share the organisation");
    await does("npm run pulumi -- stack init dev --no-select");
    await does("npm run pulumi -- up --stack dev --yes");
    platform = await checkout.organisation("dev", path.relative(checkout.root, organisation));
    original = await content();
    release = await nameOfRelease(checkout, /^(\d\S+)/m);
    checkout.edit(SALES, "You have reached sales.", "You have reached new business.");
    checkout.edit(SALES, ', "+13175550101"', "");
    await checkout.commit("Rename the desk, give back a number");
    await does("npm run pulumi -- up --stack dev --yes");
    checkout.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    await checkout.commit("Tomorrow");
    await does("npm run pulumi -- up --stack dev --yes");
  });
  afterAll(async () => {
    await checkout?.dispose();
    removeFolder(shared);
  });

  test("without `--write`, it shows what changes and changes nothing", async () => {
    const before = await platform.versions();
    expect(before).toMatchObject({ Sales: "3.0", Support: "2.0", Claims: "2.0", "Common error handler": "2.0" });
    const { stdout } = await does("npm run flowctl -- rollback sales --to 1.0 --stack dev");
    expect(stdout).toContain("You have reached new business.");
    expect(stdout).toContain("You have reached sales.");
    expect(stdout).toContain("+13175550101");
    expect(await platform.versions()).toEqual(before);
    expect(await checkout.status()).toBe("");
    expect(await checkout.git("branch", "--format", "%(refname:short)")).toBe(main);
  });

  test("a flow gets the content of the version and its number, and nothing else changes", async () => {
    const before = await content();
    await does("npm run flowctl -- rollback sales --to 1.0 --stack dev --write");
    expect(await checkout.git("branch", "--show-current")).toBe("rollback/sales-1.0");
    expect(await checkout.git("diff", "--name-only", main)).toBe(SALES);
    expect(await checkout.status()).toBe("");
    const preview = await does("npm run pulumi -- preview --stack dev");
    expect(preview.stdout).toContain("1 flow will be published");
    const update = await does("npm run pulumi -- up --stack dev --yes");
    expect(update.stdout).toContain("1 flow was published");
    expect(await platform.versions()).toMatchObject({ Sales: "4.0", Support: "2.0", Claims: "2.0" });
    const { Sales: sales, ...others } = await content();
    const { Sales: was, ...same } = before;
    expect(others).toEqual(same);
    expect(sales).toEqual({ ...original["Sales"], id: was?.id });
    // Publishing copies the present module: the output of `rollback` said so.
    expect(await platform.modulesHeld("Sales")).toContainEqual(
      expect.objectContaining({ name: "Common error handler", version: "2.0" }),
    );
    await does("npm run flowctl -- verify --stack dev");
    const again = await does("npm run pulumi -- up --stack dev --yes");
    expect(again.stdout).toMatch(/^Nothing changes\./m);
    await checkout.git("switch", "--quiet", main);
    await checkout.git("merge", "--quiet", "rollback/sales-1.0");
  });

  test("a version that a person published comes back from the platform", async () => {
    await editInArchitect(platform, {
      flow: "Support",
      change: "publish",
      replace: { "Welcome to customer support": "Good morning" },
    });
    const theirs = (await content())["Support"];
    const same = await does("npm run flowctl -- rollback support --to 2.0 --stack dev");
    expect(same.output).toMatch(/The live version is version 3\.0, published by Ann at /);
    await does("npm run pulumi -- up --stack dev --yes --refresh");
    const kept = JSON.parse((await does("npm run -s flowctl -- releases --stack dev --format json")).stdout);
    const versions = Object.values(
      kept.releases[0].flows as Record<string, { name: string; publishedVersion: string }>,
    );
    const noted = Object.fromEntries(versions.map(({ name, publishedVersion }) => [name, publishedVersion]));
    expect(await platform.versions()).toMatchObject(noted);
    expect(noted).toMatchObject({ Support: "4.0" });
    await does("npm run flowctl -- rollback support --to 3.0 --stack dev --write");
    const update = await does("npm run pulumi -- up --stack dev --yes");
    expect(update.stdout).toContain("1 flow was published");
    expect((await content())["Support"]).toEqual(theirs);
    await does("npm run flowctl -- verify --stack dev");
    await checkout.git("switch", "--quiet", main);
    await checkout.git("merge", "--quiet", "rollback/support-3.0");
  });

  test("a release brings back every flow, from another checkout of the team", async () => {
    const other = await Checkout.clone({ of: checkout });
    try {
      expect(await nameOfRelease(other, new RegExp(`^(${release})`, "m"))).toBe(release);
      const shown = await does(`npm run flowctl -- rollback --release ${release} --stack dev`, other);
      expect(shown.stdout).not.toContain("up --refresh");
      expect(shown.stdout).toMatch(/^2 flows to roll back\./m);
      expect(shown.stdout).toContain(
        "claims: its source already describes version 1.0. The live version 2.0 is from the same source.",
      );
      await does(`npm run flowctl -- rollback --release ${release} --stack dev --write`, other);
      expect(await other.git("branch", "--show-current")).toBe(`rollback/${release}`);
      expect(await other.status()).toBe("");
      await does("npm run pulumi -- up --stack dev --yes", other);
      expect(await content()).toEqual(original);
      const version = (await platform.versions())["Common error handler"];
      for (const name of ["Claims", "Sales", "Support"])
        expect(await platform.modulesHeld(name)).toContainEqual(
          expect.objectContaining({ name: "Common error handler", version }),
        );
      await does("npm run flowctl -- verify --stack dev", other);
      expect((await does("npm run pulumi -- up --stack dev --yes", other)).stdout).toMatch(/^Nothing changes\./m);
    } finally {
      await other.dispose();
    }
  });
});
