import { cpSync } from "node:fs";
import path from "node:path";
import { type ObjectStore, startObjectStore } from "../../harness/object-store.ts";
import { handlerAndCaller, organisation } from "../fixtures/contact-centre.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(2 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SHARED = "shared/organisation.sqlite";

/** Two people, each with a checkout of their own, one state in S3 and one organisation. S3 has no lock. */
describe("a team's state in S3", () => {
  let store: ObjectStore;
  let one: Workspace;
  let other: Workspace;
  let platform: Organisation;
  let env: ObjectStore["env"];

  beforeAll(async () => {
    store = await startObjectStore();
    env = store.env;
    one = await createWorkspace({
      flows: handlerAndCaller,
      organisation,
    });
    one.configure({ "genesyscloud:localOrganisation": one.path(SHARED) });
    await one.succeed(["stack", "init", "dev", "--no-select"], { env });
    other = await one.copy();
    platform = await one.organisation(SHARED);
  });
  afterAll(async () => {
    await one?.dispose();
    await other?.dispose();
    await store?.stop();
  });

  const up = (workspace: Workspace) => workspace.script("pulumi", ["up", "--yes", "--stack", "dev"], { env });
  /** Names of the releases that a checkout lists. */
  const releases = async (workspace: Workspace): Promise<string[]> => {
    const { stdout } = await workspace.script("flowctl", ["releases", "--format", "json"], { env });
    return JSON.parse(stdout).releases.map(({ name }: { name: string }) => name);
  };
  const versions = () =>
    Promise.all(
      ["Common error handler", "Sales"].map(async (name) => (await platform.flow(name)).publishedVersion?.id),
    );

  test("is updated from two checkouts in turn, and each says before it starts that nothing locks", async () => {
    const first = await up(one);
    expect([first.code, first.stderr.split("\n")[0]]).toEqual([
      0,
      expect.stringMatching(
        /^The state is in an object store, which has no lock\. Nothing prevents two updates of dev .*docs\/state\.md/,
      ),
    ]);
    other.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    expect((await up(other)).code).toBe(0);
    expect(await versions()).toEqual(["2.0", "2.0"]);
    one.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const again = await up(one);
    expect([again.code, again.stdout.includes("Nothing changes.")]).toEqual([0, true]);
  });

  test("has the release notes, also those that an earlier version kept in a checkout: every checkout lists the same", async () => {
    const before = await releases(one);
    expect([before.length, await releases(other)]).toEqual([2, before]);
    const folder = one.path(".genesys/releases/genesys-flows/dev");
    const early = "20260101T030405000Z";
    cpSync(path.join(folder, `${before[1]}.json`), path.join(folder, `${early}.json`));
    for (const workspace of [one, other]) workspace.edit(MODULE, "again tomorrow", "again later today");
    expect((await up(one)).stderr).not.toContain("could not be kept");
    const after = await releases(other);
    expect([after.length, after.slice(1)]).toEqual([4, [...before, early]]);
    expect(await releases(one)).toEqual(after);
    // A state of their own: that of the stack stays small, and `stack ls` of the project does not list it.
    const { stdout } = await one.succeed(["stack", "ls", "--json"], { env });
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(["dev"]);
    expect((await one.succeed(["stack", "export", "--stack", "dev"], { env })).stdout).not.toContain(early);
    for (const workspace of [one, other]) workspace.edit(MODULE, "again later today", "again tomorrow");
    expect((await up(one)).code).toBe(0);
  });

  test("stays whole when two updates run at once; a further one settles what they left", async () => {
    for (const workspace of [one, other]) workspace.edit(MODULE, "again tomorrow", "on Monday");
    const ended = await Promise.all([up(one), up(other)]);
    // The engine's lock may refuse one of them, or both.
    for (const { code, output } of ended.filter((run) => run.code !== 0))
      expect([code, output]).toEqual([code, expect.stringMatching(/lock/i)]);
    if (ended.some(({ code }) => code !== 0)) await one.unlock({ env });
    expect((await up(one)).code).toBe(0);
    const { stdout } = await one.succeed(["stack", "export", "--stack", "dev"], { env });
    expect(JSON.parse(stdout).deployment.resources.length).toBeGreaterThan(5);
    const settled = await up(other);
    expect([settled.code, settled.stdout.includes("Nothing changes.")]).toEqual([0, true]);
    expect((await platform.flows()).map(({ name }) => name).sort()).toEqual(["Common error handler", "Sales"]);
  });
});
