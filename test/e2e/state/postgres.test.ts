import { setTimeout as sleep } from "node:timers/promises";
import { type PostgresServer, postgresPrograms, startPostgres } from "../../harness/postgres.ts";
import { callerOfErrorHandler, handlerAndCaller, organisation } from "../fixtures/contact-centre.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(2 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SHARED = "shared/organisation.sqlite";
const programs = postgresPrograms();

/** Two people, each with a checkout of their own, one state in Postgres and one organisation. */
const suite = "folder" in programs ? describe : describe.skip;
if ("missing" in programs) console.warn(`Skipped: ${programs.missing}`);

suite("a team's state in Postgres", () => {
  let server: PostgresServer;
  let one: Workspace;
  let other: Workspace;
  let platform: Organisation;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startPostgres((programs as { folder: string }).folder);
    env = { PULUMI_BACKEND_URL: server.url };
    one = await createWorkspace({
      flows: {
        ...handlerAndCaller,
        "inbound/claims.yaml": callerOfErrorHandler("Claims"),
      },
      organisation: { ...organisation, jobs: { durationMs: 400 } },
    });
    one.configure({ "genesyscloud:localOrganisation": one.path(SHARED) });
    await one.succeed(["stack", "init", "dev", "--no-select"], { env });
    other = await one.copy();
    platform = await one.organisation(SHARED);
  });
  afterAll(async () => {
    await one?.dispose();
    await other?.dispose();
    await server?.stop();
  });

  const up = (workspace: Workspace) => workspace.begin("pulumi", ["up", "--yes", "--stack", "dev"], { env });
  const published = async (since: number) => platform.publishedBy(await platform.requests(since));
  /** Until an update has published something, or has ended. */
  const beginsToPublish = async ({ gone }: ReturnType<typeof up>, since: number) => {
    let isGone = false;
    void gone.then(() => {
      isGone = true;
    });
    while (!isGone && (await published(since)).length === 0) await sleep(20);
    expect(isGone).toBe(false);
  };
  /** An update that has nothing to do, which the state proves. */
  const expectSettled = async () => {
    const { code, output } = await one.script("pulumi", ["up", "--yes", "--stack", "dev"], { env });
    expect([code, output.includes("Nothing changes.")]).toEqual([0, true]);
  };
  const change = (text: string) => {
    for (const workspace of [one, other]) workspace.edit(MODULE, /Please [^"]*\./, text);
  };

  test("two updates at once run one after the other, and nothing is published twice", async () => {
    const since = await platform.latestRequest();
    const ended = await Promise.all([up(one), up(other)].map(({ ended: end }) => end));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const said = ended.map(({ stderr }) => stderr).filter((text) => text.includes("This command waits for at most"));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      /Another run \(process \d+ on \S+, since [\d-]+ [\d:]+ UTC\) is working on the stack dev\./,
    );
    expect((await published(since)).sort()).toEqual(["Claims", "Common error handler", "Sales"]);
    await expectSettled();
  });

  test("has the release notes: both list the same", async () => {
    const listed = await Promise.all(
      [one, other].map(async (workspace) => {
        const { stdout } = await workspace.script("flowctl", ["releases", "--format", "json"], { env });
        return JSON.parse(stdout).releases as { flows: object }[];
      }),
    );
    expect(listed[0]).toHaveLength(1);
    expect(listed[1]).toEqual(listed[0]);
  });

  test("an update that is killed gives its lock back, and is continued on another machine", async () => {
    const since = await platform.latestRequest();
    change("Please try tomorrow.");
    const killed = up(one);
    // Until the module is published, and its callers are not.
    await beginsToPublish(killed, since);
    process.kill(-killed.pid, "SIGKILL");
    await killed.gone;
    const locked = await other.script("pulumi", ["up", "--yes", "--stack", "dev"], { env });
    if (locked.code !== 0) {
      // The engine's own lock is still there, and says what to do.
      expect(locked.output).toContain("pulumi cancel");
      expect((await other.script("pulumi", ["cancel", "--yes", "--stack", "dev"], { env })).code).toBe(0);
      expect((await up(other).ended).code).toBe(0);
    }
    const versions = await Promise.all(
      ["Common error handler", "Sales", "Claims"].map(async (name) => (await platform.flow(name)).publishedVersion?.id),
    );
    expect(versions).toEqual(["2.0", "2.0", "2.0"]);
    await expectSettled();
  });

  test("says at once when the lock is lost, ends what it began, and never prints the password", async () => {
    change("Please try on Monday.");
    const since = await platform.latestRequest();
    const running = up(one);
    await beginsToPublish(running, since);
    await server.disconnect();
    const { code, stderr, stdout } = await running.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining("and the lock on dev were lost")]);
    expect(`${stdout}${stderr}`).not.toContain(encodeURIComponent(server.password));
    await expectSettled();
  });
});
