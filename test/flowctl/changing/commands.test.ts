import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadProject } from "@genesys-flows/project";
import { parse } from "yaml";
import { existingFlow } from "../../harness/existing-flows.ts";
import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { greeter } from "../../local-org/flows/documents.ts";
import { after, exportedCaller } from "../../policies/samples.ts";
import { makeProject, removeProjects } from "../../project/harness.ts";
import { checkModule, stack } from "../../project/samples.ts";
import { commandLine } from "../program.ts";
import { onlyRules, Repository } from "../repository.ts";
import { PublishedProject } from "../rollback/published-project.ts";
import { complaints, FILE } from "../take/complaints.ts";
import { TakeScene } from "../take/scene.ts";

jest.setTimeout(240_000);

const MAIN = join(import.meta.dirname, "../../../packages/flowctl/main.ts");
const KILL = join(import.meta.dirname, "kill-while-writing.mjs");

interface Scene {
  readonly root: string;
  /** The command line that shows the change, and what makes it write. */
  readonly args: readonly string[];
  readonly write: readonly string[];
  /** Git writes the files. */
  readonly onBranch?: true;
  close?(): Promise<void>;
}

const handler = (name: string) =>
  `commonModule: ${name}\nchannels: [inboundCall]\nstart: done\nnodes:\n  done: {end: completed}\n`;
const desk = (name: string) =>
  `# ${name}\r\ninboundCall: ${name}\r\nonFault: {then: disconnect}\r\nstart: greet\r\nnodes:\r\n  greet: {playAudio: "Hello.", then: bye} # all\r\n  bye: {disconnect: {}}\r\n`;
const calls = () =>
  makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
    "flows/modules/first.yaml": handler("First"),
    "flows/modules/second.yaml": handler("Second"),
    "flows/one.yaml": desk("Desk one"),
    "flows/two.yaml": `\uFEFF${desk("Desk two")}`,
  });
const insertion = ["insert", "first", "--prefix", "Desk", "--on", "error=end"];
const called = async (...args: readonly string[]): Promise<Scene> => {
  const root = calls();
  expect((await commandLine(root, ...insertion, "--write")).code).toBe(0);
  return { root, args: [...args, "--prefix", "Desk"], write: ["--write"] };
};

/** Every command that changes source. */
const scenes: Readonly<Record<string, () => Scene | Promise<Scene>>> = {
  insert: () => ({ root: calls(), args: insertion, write: ["--write"] }),
  "remove-call": () => called("remove-call", "first"),
  repoint: () => called("repoint", "first", "second"),
  "lift --all": () => ({
    root: makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack("genesyscloud:region: local\ngenesys-flows:substitutions: {team: Night}"),
      "flows/first_v2-0.yaml": existingFlow("First of {{team}}", "work", 1),
      "flows/first.options.yaml": "owner: Voice team\n",
      "flows/second.yaml": existingFlow("Second", "work", 1),
    }),
    args: ["lift", "--all"],
    write: ["--write"],
  }),
  baseline() {
    const { root } = new Repository({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack("genesyscloud:region: local\ngenesys-flows:policyLevels: dev"),
      "policies/levels/dev.yaml": onlyRules("module-call-transitions"),
      "flows/check.yaml": checkModule,
      "flows/claims_v2-0.yaml": exportedCaller(after.nothing),
    });
    return { root, args: ["baseline", "--owner", "Voice team", "--expires", "2100-01-31"], write: [] };
  },
  async import() {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "config:\n  genesyscloud:region: local\n",
      "local/organisation.yaml": "organisation: {name: Test}\n",
      "exports/Sales_v1-0.yaml": existingFlow("Sales", "work", 1),
      "exports/Claims_v1-0.yaml": existingFlow("Claims", "work", 2),
    });
    return { root, args: ["import", "exports"], write: ["--write"] };
  },
  async adopt() {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "# Kept.\nconfig:\n  genesyscloud:region: local\n",
      "local/organisation.yaml": "organisation: {name: Test}\n",
    });
    const organisation = new ServedOrganisation({ file: join(root, ".genesys/orgs/example-dev.sqlite") });
    const { client } = await organisation.start({ seed: join(root, "local/organisation.yaml") });
    await client.published(greeter());
    return { root, args: ["adopt", "--prefix", "Greet"], write: [], close: () => organisation.close() };
  },
  async take() {
    const scene = await TakeScene.open({ [FILE]: complaints });
    await scene.edited("Complaints", (text) => text.replace("Welcome.", "Good morning."));
    return { root: scene.root, args: ["take", "complaints"], write: ["--write"], close: () => scene.close() };
  },
  async rollback() {
    const file = "flows/sales.yaml";
    const project = await new PublishedProject({ [file]: desk("Sales") }).start();
    await project.publish();
    project.commit({ [file]: desk("Sales").replace("Hello.", "Good day.") });
    await project.publish();
    const args = ["rollback", "sales", "--to", "1.0"];
    return { root: project.root, args, write: ["--write"], onBranch: true, close: () => project.close() };
  },
};

type Tree = Readonly<Record<string, string>>;

function tree(root: string): Tree {
  const files = globSync("**/*", { cwd: root }).filter((file) => statSync(join(root, file)).isFile());
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

interface Shown {
  readonly stack: string;
  readonly written: boolean;
  readonly flows: readonly { readonly key: string; readonly result: string }[];
  readonly files: readonly { readonly file: string; readonly before: string | null; readonly after: string | null }[];
}

let scene: Scene;
afterEach(async () => {
  await scene.close?.();
  removeProjects();
});

describe.each(Object.entries(scenes))("%s", (_command, make) => {
  test("a dry run writes nothing and shows what is written; nothing is half done", async () => {
    scene = await make();
    const { root, args, write, onBranch } = scene;
    const run = (...more: readonly string[]) => commandLine(root, ...args, ...more);
    const json = async (...more: readonly string[]): Promise<Shown> => {
      const { code, out, err } = await run(...more, "--format", "json");
      expect([code, err.replace(/^1 flow to export.*\n/, "")]).toEqual([0, ""]);
      return JSON.parse(out);
    };
    const before = tree(root);

    const text = await run(...write, "--dry-run");
    expect(text.code).toBe(0);
    const dry = await json(...write, "--dry-run");
    expect(dry).toMatchObject({ stack: "dev", written: false });
    expect(dry.flows.some(({ result }) => result === "changed")).toBe(true);
    expect(dry.files.length).toBeGreaterThan(0);
    for (const { file, before: old, after: now } of dry.files) {
      expect(old).toBe(before[file] ?? null);
      expect(text.out).toContain(`--- ${old === null ? "/dev/null" : `a/${file}`}\n`);
      expect(text.out).toContain(`+++ ${now === null ? "/dev/null" : `b/${file}`}\n`);
    }
    expect(tree(root)).toEqual(before);

    if (!onBranch) {
      const killed = spawnSync(process.execPath, ["--import", KILL, MAIN, ...args, ...write], { cwd: root });
      expect(killed.signal).toBe("SIGKILL");
      expect(tree(root)).not.toEqual(before);
      await expect(loadProject({ root })).rejects.toThrow(
        "A command was interrupted while it was writing files in the project",
      );
      const next = await run("--dry-run");
      expect(next.err).toMatch(/^\S+: undid the changes of an interrupted run\.\n/);
      expect(tree(root)).toEqual(before);
    }

    const written = await json(...write);
    expect(written).toMatchObject({ written: true, files: dry.files });
    const expected = new Map(Object.entries(before));
    for (const { file, after: now } of dry.files)
      if (now === null) expected.delete(file);
      else expected.set(file, now);
    expect(tree(root)).toEqual(Object.fromEntries(expected));
    expect(globSync(".genesys/unfinished-change.json", { cwd: root })).toEqual([]);
  });
});

test("formats and options that do not exist or do not fit are refused", async () => {
  const root = calls();
  scene = { root, args: [], write: [] };
  expect(await commandLine(root, ...insertion, "--format", "yaml")).toMatchObject({
    code: 2,
    err: "Unknown format 'yaml'. The formats are: text, json.\n",
  });
  expect(await commandLine(root, "lift", "flows/one.yaml", "--dry-run")).toMatchObject({ code: 2, out: "" });
});

test("JSON has the reasons of each flow that is refused or unchanged, beside those that change", async () => {
  const root = calls();
  scene = { root, args: [], write: [] };
  writeFileSync(join(root, "flows/three.json"), JSON.stringify(parse(desk("Desk three")), null, 2));
  expect(
    (await commandLine(root, ...insertion.slice(0, 2), "--into", "one", "--on", "error=end", "--write")).code,
  ).toBe(0);
  const { code, out, err } = await commandLine(root, ...insertion, "--format", "json");
  expect([code, err]).toEqual([1, ""]);
  expect(JSON.parse(out)).toMatchObject({
    written: false,
    branch: null,
    flows: [
      { key: "one", file: "flows/one.yaml", result: "unchanged", reasons: ["The flow already calls 'First' there."] },
      { key: "three", result: "refused", reasons: [expect.stringMatching(/is JSON, but this command writes YAML/)] },
      {
        key: "two",
        result: "changed",
        changes: expect.arrayContaining([
          expect.objectContaining({ sign: "+", text: expect.stringMatching(/^first /) }),
        ]),
      },
    ],
    files: [
      { file: "flows/two.yaml", before: expect.stringMatching(/^\uFEFF/), after: expect.stringMatching(/^\uFEFF/) },
    ],
    messages: ["1 flow to change, 1 unchanged, 1 refused. To write the files, add --write."],
  });
});
