import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { removeProjects } from "../../project/harness.ts";
import { Repository } from "../repository.ts";
import { complaints, FILE } from "./complaints.ts";
import { changedLines, TakeScene } from "./scene.ts";

jest.setTimeout(120_000);

const scenes: TakeScene[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.close()));
  removeProjects();
});

async function open(files: Readonly<Record<string, string>>, config: object = {}): Promise<TakeScene> {
  const scene = await TakeScene.open(files, config);
  scenes.push(scene);
  return scene;
}

const BESIDE = "flows/inbound/.complaints.taken.yaml";
const morning = (text: string) => text.replace("Welcome.", "Good morning.");

describe("a definition", () => {
  const valued = complaints
    .replace(
      "inboundCall: Complaints",
      "values: {queue: {type: string}, hello: {type: string, default: Welcome}}\ninboundCall: Complaints",
    )
    .replace("transferToAcd: Sales", 'transferToAcd: "$' + '{queue}"')
    .replace('"Welcome."', '"$' + '{hello}. This is Complaints."');

  test("values of the stack stay where the text still has them; else both ways are named", async () => {
    const scene = await open({ [FILE]: valued }, { "genesys-flows:values": { queue: "Sales" } });
    await scene.edited("Complaints", (text) => text.replace("This is Complaints", "You called Complaints"));
    expect((await scene.take("complaints", "--write")).code).toBe(0);
    expect(scene.read(FILE)).toBe(valued.replace("This is Complaints", "You called Complaints"));

    await scene.edited("Complaints", (text) =>
      text.replace("name: Sales", "name: Support").replace("Goodbye.", "Thank you."),
    );
    const lost = await scene.take("complaints");
    const placeholder = "`$" + "{queue}`";
    expect(lost.out).toContain(
      `${placeholder} at line 12 is now \`Support\`; Pulumi.dev.yaml says \`Sales\`. \`Support\` replaces the placeholder in the file, and \`queue\` must be removed if nothing else uses it.`,
    );
    expect(lost.out).toContain("--path 'genesys-flows:flows.complaints.values.queue' \"Support\"\n");
    scene.write({
      "Pulumi.dev.yaml": scene.read("Pulumi.dev.yaml").replace(/"queue": ?"Sales"/, '"queue": "Support"'),
    });
    const kept = await scene.take("complaints", "--write");
    expect([kept.code, kept.err]).toEqual([0, ""]);
    expect(scene.read(FILE)).toContain('transferToAcd: "$' + '{queue}"');
    expect(scene.read(FILE)).toContain("Thank you.");
  });

  test("changes that were not published yet stay, and are published with the next update", async () => {
    const scene = await open({ [FILE]: complaints });
    scene.write({ [FILE]: complaints.replace("Goodbye.", "Thank you.") });
    await scene.edited("Complaints", morning);
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.out]).toEqual([
      0,
      expect.stringContaining(
        "version 2.0 does not count as drift. The next update publishes the source's other changes.",
      ),
    ]);
    expect(scene.read(FILE)).toBe(morning(complaints).replace("Goodbye.", "Thank you."));
    expect(scene.taken("complaints")).toBe("2.0");
  });

  test("a change at the same place in the source is refused; the export is beside, where the project does not load it", async () => {
    const scene = await open({ [FILE]: complaints });
    const mine = complaints.replace("Welcome.", "Good evening.");
    scene.write({ [FILE]: mine });
    await scene.edited("Complaints", morning);
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.out]).toEqual([
      1,
      expect.stringContaining("refused: greet: properties.audio.tts has also changed in the source."),
    ]);
    expect(taken.out).toContain(`Compare: npm run flowctl -- diff ${FILE} ${BESIDE} --stack dev`);
    expect([scene.read(FILE), scene.taken("complaints")]).toEqual([mine, undefined]);
    expect(scene.read(BESIDE)).toContain("tts: Good morning.");
    expect((await scene.run("check")).err).not.toContain("taken.yaml");
    expect((await scene.run("diff", FILE, BESIDE)).out).toContain("Good morning.");
  });

  test("a change that is in the source already is recorded", async () => {
    const scene = await open({ [FILE]: complaints });
    await scene.edited("Complaints", morning);
    scene.write({ [FILE]: morning(complaints) });
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.out, scene.taken("complaints")]).toEqual([
      0,
      expect.stringContaining("unchanged: Version 2.0 is already in flows/inbound/complaints.yaml."),
      "2.0",
    ]);
  });

  test("what a definition cannot say is not claimed", async () => {
    const scene = await open({ [FILE]: complaints });
    const unknown = "          - disconnect:\n              name: hang-up";
    await scene.edited("Complaints", (text) =>
      text
        .replace(
          unknown,
          `          - jumpToMenu:\n              name: Jump\n              targetMenuRef: /inboundCall/menus/menu[Main_70]`,
        )
        .replace(
          "  tasks:\n",
          "  menus:\n    - menu:\n        name: Main\n        refId: Main_70\n        audio:\n          tts: Press 1.\n        choices:\n          - menuTask:\n              name: One\n              dtmf: digit_1\n              task:\n                actions:\n                  - disconnect:\n                      name: Bye\n  tasks:\n",
        ),
    );
    const taken = await scene.take("complaints", "--write");
    if (taken.code === 0) expect((await scene.run("check")).code).toBe(0);
    else expect([scene.read(FILE), existsSync(join(scene.root, BESIDE))]).toEqual([complaints, true]);
  });

  test("a new name in Architect becomes the name in the source", async () => {
    const scene = await open({ [FILE]: complaints });
    await scene.change("Complaints", { change: "rename", to: "Complaints (new)" });
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.err]).toEqual([0, ""]);
    expect(changedLines(complaints, scene.read(FILE))).toEqual([
      "-inboundCall: Complaints",
      "+inboundCall: Complaints (new)",
    ]);
    expect(scene.taken("complaints")).toBe(`1.0 ${await scene.digest("complaints")}`);
  });

  test("in TypeScript, the change is printed", async () => {
    const kernel = join(import.meta.dirname, "../../../packages/architect/index.ts");
    const code = `import { defineFlow } from ${JSON.stringify(kernel)};
export const flow = defineFlow({ inboundCall: "Desk", onFault: { say: "Sorry.", then: "disconnect" }, start: "hi", nodes: { hi: { playAudio: "Welcome.", then: "bye" }, bye: { disconnect: {} } } });
`;
    const scene = await open({ "flows/inbound/desk.ts": code });
    await scene.edited("Desk", morning);
    const taken = await scene.take("desk", "--write");
    expect([taken.code, taken.out]).toEqual([
      1,
      expect.stringContaining(
        'refused: This command does not change TypeScript. Make this change in the file:\n  refused: ~ hi says: "Welcome." -> "Good morning."\n',
      ),
    ]);
    expect(scene.read("flows/inbound/desk.ts")).toBe(code);
  });
});

describe("an export", () => {
  /** The export of a flow as the file of the project, with placeholders and comments. */
  async function adopted(): Promise<{ scene: TakeScene; text: string }> {
    const scene = await open({ [FILE]: complaints });
    const text = (await scene.exported("Complaints"))
      .replace(/ {2}description: .*\n/, "")
      .replace("division: Home", 'division: "{{DIVISION}}"')
      .replace(/tts: Welcome\.$/m, "tts: {{HELLO}} # legal wants this")
      .replace("name: Sales", "name: {{QUEUE}}");
    scene.write({
      [FILE]: `# From Architect\n${text}`,
      "flows/inbound/complaints.options.yaml": "substitutions: {DIVISION: Home, HELLO: Welcome., QUEUE: Sales}\n",
    });
    await scene.publish();
    return { scene, text: scene.read(FILE) };
  }

  test("gets what changed; its placeholders and comments stay", async () => {
    const { scene, text } = await adopted();
    expect((await scene.take("complaints", "--write")).out).toContain("unchanged: Version 2.0 is already in");
    await scene.edited("Complaints", (live) => live.replace("Goodbye.", "Thank you."));
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.err, scene.read(FILE)]).toEqual([0, "", text.replace("Goodbye.", "Thank you.")]);
    expect(scene.taken("complaints")).toBe(`3.0 ${await scene.digest("complaints")}`);
    expect((await scene.take("complaints", "--write")).out).toContain("unchanged: Version 3.0 is already in");
  });

  test("a placeholder whose value changed is named with both ways", async () => {
    const { scene, text } = await adopted();
    await scene.edited("Complaints", (live) =>
      live.replace("name: Sales", "name: Support").replace("Goodbye.", "Thank you."),
    );
    const { code, out } = await scene.take("complaints", "--write");
    expect(code).toBe(1);
    expect(out).toContain("The substitution `QUEUE` is declared, but `{{QUEUE}}` does not occur in");
    expect(out).toMatch(
      /`\{\{QUEUE\}\}` at line \d+ is now `Support`; the options file says `Sales`\. `Support` replaces the placeholder in the file/,
    );
    const [, path = "", value = ""] = /config set --stack dev --path '(.*)' "(.*)"\n/.exec(out) ?? [];
    expect([path, value]).toEqual(["genesys-flows:flows.complaints.substitutions.QUEUE", "Support"]);
    const before = scene.read("Pulumi.dev.yaml");
    scene.write({
      "Pulumi.dev.yaml": `${before}  genesys-flows:flows: {complaints: {substitutions: {QUEUE: ${value}}}}\n`,
    });
    expect((await scene.take("complaints", "--write")).code).toBe(0);
    expect(scene.read(FILE)).toBe(text.replace("Goodbye.", "Thank you."));
    expect(scene.taken("complaints")).toBe(`3.0 ${await scene.digest("complaints")}`);
  });

  test("changes that were not published yet stay; at the same place they are refused, and --discard replaces them", async () => {
    const { scene, text } = await adopted();
    const mine = text.replace("PIN", "code");
    scene.write({ [FILE]: mine });
    await scene.edited("Complaints", (live) => live.replace("Goodbye.", "Thank you."));
    expect((await scene.take("complaints", "--write")).code).toBe(0);
    expect([scene.read(FILE), scene.taken("complaints")]).toEqual([mine.replace("Goodbye.", "Thank you."), "3.0"]);

    const other = mine.replace("Goodbye.", "Thanks.");
    scene.write({ [FILE]: other });
    await scene.edited("Complaints", (live) => live.replace("Thank you.", "Bye."));
    const refused = await scene.take("complaints", "--write");
    expect([refused.code, refused.out]).toEqual([
      1,
      expect.stringMatching(
        /refused: flows\/inbound\/complaints\.yaml:\d+: tasks\[1\]\.task\S+\.audio\.tts has also changed in the source\.\n/,
      ),
    ]);
    expect(scene.read(FILE)).toBe(other);
    expect((await scene.take("complaints", "--write", "--discard")).code).toBe(0);
    expect(scene.read(FILE)).toBe(text.replace("Goodbye.", "Bye."));
    expect(scene.taken("complaints")).toBe(`4.0 ${await scene.digest("complaints")}`);
  });
});

describe("what is taken", () => {
  test("every unknown flow is named; a flow that is not there is refused, the others are taken", async () => {
    const other = "flows/inbound/orders.yaml";
    const scene = await open({ [FILE]: complaints, [other]: complaints.replaceAll("Complaints", "Orders") });
    const unknown = await scene.take("complaint", "orders", "nobody");
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringMatching(/no flow 'complaint'. .*complaints.*\n.*no flow 'nobody'/),
    ]);
    await scene.change("Orders", { change: "delete" });
    await scene.edited("Complaints", morning);
    const taken = await scene.take("complaints", "orders", "--write");
    expect([taken.code, taken.out]).toEqual([
      1,
      expect.stringContaining("refused: The organisation has no flow 'Orders' of this stack."),
    ]);
    expect(scene.read(FILE)).toBe(morning(complaints));
  });

  test("a flow that nobody manages is not taken: it is to be adopted", async () => {
    const scene = await open({ [FILE]: complaints });
    await scene.edited("Complaints", (text) =>
      text.replace("name: Complaints", "name: Desk").replace(/ {2}desc.*\n/, ""),
    );
    scene.write({ "flows/inbound/desk.yaml": complaints.replaceAll("Complaints", "Desk") });
    const taken = await scene.take("desk", "--write");
    expect([taken.code, taken.out]).toEqual([
      1,
      expect.stringMatching(
        /refused: No version of the flow 'Desk' \(\S+\) is from this stack\. To manage it: npm run flowctl -- adopt desk \S+ --stack dev\n/,
      ),
    ]);
  });

  test.each([
    ["a person", undefined, "Ann"],
    ["another client, which keeps the description", "maintenance", "Nightly maintenance"],
    ["a script with the stack's own credentials", "local", "Pipeline"],
  ] as const)("the version of %s; then `verify` holds", async (_who, client, by) => {
    const scene = await open({ [FILE]: complaints });
    expect((await scene.run("verify")).code).toBe(0);
    await scene.edited("Complaints", morning, client);
    const said = new RegExp(
      `The flow 'Complaints' was changed outside this stack: published by ${by} at \\S+Z, version 2\\.0\\.`,
    );
    const broken = await scene.run("verify");
    expect([broken.code, broken.out]).toEqual([1, expect.stringMatching(said)]);
    const taken = await scene.take("complaints", "--write");
    expect([taken.code, taken.out]).toEqual([0, expect.stringMatching(said)]);
    expect(taken.out).toContain('~ greet says: "Welcome." -> "Good morning."');
    expect(scene.read(FILE)).toBe(morning(complaints));
    const proven = await scene.run("verify");
    expect([proven.code, proven.out]).toEqual([0, expect.stringContaining("1 of 1 flow is OK")]);
  });

  test("a draft only with --draft; whoever has the flow checked out is named", async () => {
    const scene = await open({ [FILE]: complaints });
    await scene.change("Complaints", { change: "checkout" });
    expect((await scene.take("complaints")).out).toContain("It is checked out by user Ann.");
    await scene.change("Complaints", { change: "draft", replace: { "Welcome.": "Half a sentence" } });
    const published = await scene.take("complaints", "--write");
    expect([published.code, scene.read(FILE)]).toEqual([0, complaints]);
    expect(published.out).toMatch(
      /Somebody saved version 2\.0 of the flow at \S+Z but did not publish it\. The draft is not taken\. To take the draft: npm run flowctl -- take complaints --draft --stack dev\n/,
    );
    const draft = await scene.take("complaints", "--write", "--draft");
    expect([draft.code, draft.out]).toEqual([0, expect.stringContaining("The draft (version 2.0) saved by Ann.")]);
    expect(scene.read(FILE)).toBe(complaints.replace("Welcome.", "Half a sentence"));
    expect(scene.taken("complaints")).toBeUndefined();
  });
});

describe("--branch", () => {
  async function committed(): Promise<{ scene: TakeScene; git: (...args: string[]) => string }> {
    const scene = await open({ [FILE]: complaints });
    const git = Repository.in(scene.root);
    await scene.edited("Complaints", morning);
    return { scene, git };
  }

  test("commits only these files, by who edited in Architect", async () => {
    const { scene, git } = await committed();
    scene.write({ "notes.txt": "mine\n" });
    git("add", "notes.txt");
    const taken = await scene.take("complaints", "--branch");
    expect([taken.code, taken.err, taken.out]).toEqual([
      0,
      "",
      expect.stringContaining("Committed to the new branch take/complaints, which is checked out.\n"),
    ]);
    expect(git("log", "-1", "--format=%an|%cn|%s", "take/complaints")).toBe(
      "Ann|Test|Take version 2.0 of complaints from Architect",
    );
    expect(git("show", "--format=", "--name-only").split("\n").sort()).toEqual(["Pulumi.dev.yaml", FILE].sort());
    expect(git("status", "--porcelain")).toBe("A  notes.txt");
    expect(git("rev-parse", "main")).toBe(git("rev-parse", "take/complaints^"));
  });

  test("says where the files are when Git refuses the commit", async () => {
    const { scene, git } = await committed();
    scene.write({ ".git/hooks/pre-commit": "#!/bin/sh\necho no >&2\nexit 1\n" });
    chmodSync(join(scene.root, ".git/hooks/pre-commit"), 0o755);
    const taken = await scene.take("complaints", "--branch");
    expect([taken.code, taken.err]).toEqual([
      2,
      `git commit: no\n${FILE}, Pulumi.dev.yaml: written, but not committed. The branch take/complaints is checked out.\n`,
    ]);
    expect(git("branch", "--show-current")).toBe("take/complaints");
  });

  test("is refused for files with changes, a branch that exists, and outside of Git", async () => {
    const { scene, git } = await committed();
    scene.write({ [FILE]: `${complaints}# mine\n` });
    const changed = await scene.take("complaints", "--branch");
    expect([changed.code, changed.err]).toEqual([
      2,
      expect.stringContaining(`${FILE} has uncommitted changes, and would be overwritten.`),
    ]);
    scene.write({ [FILE]: complaints });
    git("branch", "take/complaints");
    expect(await scene.take("complaints", "--branch")).toMatchObject({
      code: 2,
      err: "The branch take/complaints already exists. Choose another name with --branch NAME, or remove the branch: git branch -D take/complaints\nNothing was written.\n",
    });
    expect((await scene.take("complaints", "--branch", "bad..name")).err).toContain("does not accept 'bad..name'");
    expect([git("branch", "--show-current"), scene.read(FILE)]).toEqual(["main", complaints]);
    const outside = await open({ [FILE]: complaints });
    expect((await outside.take("complaints", "--branch")).code).toBe(2);
  });
});
