import { spawnSync } from "node:child_process";
import { parseArchy } from "@genesys-flows/architect";
import { contentOf } from "../../packages/flowctl/rollback/versions.ts";
import { commandLine } from "../flowctl/program.ts";
import { editInArchitect } from "./drift/architect.ts";
import { Dice } from "./faults/dice.ts";
import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

/** `ROLLBACKS=60` runs that many histories; `FAULTS_SEED` changes them. */
const size = Number(process.env["ROLLBACKS"] ?? 20);
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const ROUNDS = 3;
const MODULE = "modules/common-error-handler.yaml";

jest.setTimeout(10 * 60_000);

/** What the source of a flow says. */
interface Said {
  readonly text: string;
  readonly second: string | undefined;
  /** The value that the stack's file has for this flow. */
  readonly value: string;
}

/** One flow with a history of its own: all flows of the stack have theirs at the same time, so that few updates make many. */
interface History {
  readonly key: string;
  readonly name: string;
  said: Said;
}

const source = ({ name, said: { text, second } }: History) =>
  callerOfErrorHandler(name)
    // An export cannot show that an empty path continues: each outcome leads to a node of its own.
    .replace("error: goodbye", "error: apology")
    .replace("start: handle", "values: {closing: {type: string}}\nstart: say")
    .replace(
      "nodes:\n",
      `nodes:\n  say: {playAudio: ${JSON.stringify(text)}, then: ${second === undefined ? "closing" : "second"}}\n${
        second === undefined ? "" : `  second: {playAudio: ${JSON.stringify(second)}, then: closing}\n`
      }  closing: {playAudio: "$\{closing}", then: handle}\n  apology: {playAudio: "Sorry.", then: goodbye}\n`,
    );

describe(`rollback: the live content is that of the version: ${size} histories, FAULTS_SEED=${seed}`, () => {
  const dice = new Dice(seed);
  const histories = Array.from({ length: size }, (_, n): History => {
    const number = String(n + 1).padStart(2, "0");
    return {
      key: `desk-${number}`,
      name: `Desk ${number}`,
      said: { text: dice.sentence(), second: undefined, value: "Goodbye." },
    };
  });
  let workspace: Workspace;
  let platform: Organisation;
  let releases: string[] = [];

  const fileOf = ({ key }: History) => `flows/inbound/${key}.yaml`;
  const configure = () =>
    workspace.configure({
      "genesys-flows:flows": Object.fromEntries(
        histories.map(({ key, said }) => [key, { values: { closing: said.value } }]),
      ),
    });
  const git = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: workspace.root, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  const commit = (...paths: string[]) => {
    git("add", ...paths);
    git("commit", "--quiet", "--allow-empty", "-m", "Edit");
  };
  const up = async (...more: string[]) => {
    const { code, output } = await workspace.script("pulumi", ["up", "--stack", "dev", "--yes", ...more]);
    if (code !== 0) throw new Error(output);
  };
  const contentIn = async (name: string, version: string) => {
    const { id } = await platform.flow(name);
    return contentOf(parseArchy(await platform.client.exported(String(id), version), { file: name }));
  };
  const versionOf = async (name: string) => String((await platform.versions())[name]);

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        [MODULE]: flows[MODULE],
        ...Object.fromEntries(histories.map((one) => [`inbound/${one.key}.yaml`, source(one)])),
      },
      organisation,
    });
    configure();
    workspace.write(".gitignore", "/*\n!/flows\n!/Pulumi.*.yaml\n");
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.com");
    commit("--all", ".");
    await up();
    platform = await workspace.organisation();
    for (let round = 1; round < ROUNDS; round++) await oneRound(round);
    commit("--all");
  });
  afterAll(() => workspace?.dispose());

  /** Each flow may change; a change may be published without a commit; Ann may publish over it in Architect. */
  async function oneRound(round: number): Promise<void> {
    const changed = histories.filter((_, n) => n < 3 || dice.chance(0.8));
    for (const history of changed) {
      const edit = dice.upTo(3);
      history.said = {
        text: edit === 1 || history.said.second !== undefined ? dice.sentence() : history.said.text,
        second: edit === 2 ? dice.sentence() : undefined,
        value: edit === 3 ? dice.sentence() : history.said.value,
      };
      workspace.write(fileOf(history), source(history));
    }
    configure();
    if (dice.chance(0.5)) workspace.edit(`flows/${MODULE}`, /playAudio: "[^"]*"/, `playAudio: "${dice.sentence()}"`);
    const committed = changed.filter((_, n) => n === 0 || dice.chance(0.7)).map(fileOf);
    commit("Pulumi.dev.yaml", `flows/${MODULE}`, ...committed);
    await up();
    for (const [n, history] of histories.entries()) {
      if (n === 1 || n === 2 || dice.chance(0.2)) {
        const replace = { "We have a problem. Please call again.": `Ann, round ${round}: ${dice.sentence()}` };
        const text = await platform.export(history.name, "published");
        const [found] = Object.keys(replace).filter((one) => text.includes(one));
        if (found) await editInArchitect(platform, { flow: history.name, change: "publish", replace });
      }
    }
  }

  /** Some by the command itself, which reads release notes; the others in this process and without them, by the marks of versions. */
  async function rolledBack(n: number, args: string[]): Promise<string> {
    if (n % 7 === 0) return workspace.flowctl(args);
    const { code, out, err } = await commandLine(workspace.root, ...args);
    if (code !== 0) throw new Error(`${out}${err}`);
    return out;
  }

  test("each flow to a version of its own, then one update", async () => {
    const wanted = new Map<History, { version: string; content: string }>();
    const counts = { git: 0, export: 0, unchanged: 0 };
    let refresh = false;
    for (const [n, history] of histories.entries()) {
      const newest = Number.parseInt(await versionOf(history.name), 10);
      // The first goes to its first version, the second to Ann's; the third to that of its present source, which Ann published over.
      const version = n === 0 ? "1.0" : n === 1 ? "3.0" : n === 2 ? `${newest - 1}.0` : `${dice.upTo(newest)}.0`;
      wanted.set(history, { version, content: await contentIn(history.name, version) });
      const output = await rolledBack(n, ["rollback", history.key, "--to", version, "--write", "--stack", "dev"]);
      counts[
        output.includes("source: commit") ? "git" : output.includes("source: the platform's") ? "export" : "unchanged"
      ] += 1;
      refresh ||= output.includes("up --refresh");
    }
    expect(refresh).toBe(true);
    await up("--refresh");
    const wrong: string[] = [];
    for (const [{ name }, { version, content }] of wanted)
      if ((await contentIn(name, await versionOf(name))) !== content)
        wrong.push(`${name} is not as in version ${version}`);
    expect(wrong).toEqual([]);
    expect([counts.git > 0, counts.export > 0, counts.git + counts.export + counts.unchanged]).toEqual([
      true,
      true,
      size,
    ]);
    expect(git("status", "--porcelain")).toBe("");
  });

  test("every flow to the first release, by one branch and one update", async () => {
    const listed = JSON.parse(
      (await workspace.script("flowctl", ["releases", "--format", "json", "--stack", "dev"])).stdout,
    );
    releases = listed.releases.map(({ name }: { name: string }) => name);
    expect(releases).toHaveLength(ROUNDS + 1);
    const first = listed.releases.at(-1);
    const output = await workspace.flowctl(["rollback", "--release", first.name, "--write", "--stack", "dev"]);
    expect(output).not.toContain("source: the platform's");
    await up(...(output.includes("up --refresh") ? ["--refresh"] : []));
    const names = [...histories.map(({ name }) => name), "Common error handler"];
    for (const name of names) expect(await contentIn(name, await versionOf(name))).toBe(await contentIn(name, "1.0"));
    const again = await workspace.flowctl(["rollback", "--release", first.name, "--stack", "dev"]);
    expect(again).toContain("There is nothing to roll back.");
  });
});
