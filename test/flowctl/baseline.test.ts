import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, exportedCaller, filledDefault } from "../policies/samples.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";
import { commandLine, type Ended } from "./program.ts";
import { onlyRules, Repository } from "./repository.ts";

afterEach(removeProjects);

const wrong = exportedCaller(after.nothing);
const right = exportedCaller(after.switch(filledDefault));
const project = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local\ngenesys-flows:policyLevels: dev"),
  "policies/levels/dev.yaml": onlyRules("module-call-transitions"),
  "flows/check.yaml": checkModule,
};
const FILE = "policies/exemptions.yaml";

const baseline = (root: string, ...args: string[]): Promise<Ended> =>
  commandLine(root, "baseline", "--owner", "Voice team", "--expires", "2100-01-31", ...args);
const written = (root: string) => (existsSync(join(root, FILE)) ? readFileSync(join(root, FILE), "utf8") : undefined);

test("exempts what an export and the base violate; the check then passes, also against the base", async () => {
  const { root, git } = bound(new Repository({ ...project, "flows/claims_v2-0.yaml": wrong }));
  git("checkout", "--quiet", "-b", "change");
  expect((await commandLine(root, "check")).code).toBe(1);
  expect(await baseline(root, "--reason", "Known since 2024")).toMatchObject({
    code: 0,
    out: "exempted: module-call-transitions, flow claims, node handle-it\npolicies/exemptions.yaml has 1 new exemption. Review the reasons before you commit.\n",
    err: "",
  });
  expect(written(root)).toBe(`- rule: module-call-transitions
  flow: claims
  node: handle-it
  reason: Known since 2024
  owner: Voice team
  expires: 2100-01-31
`);
  const checked = await commandLine(root, "check", "--base", "main");
  expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/no errors, .*1 exempted violation/) });
  expect(readdirSync(join(root, ".genesys/base"))).toEqual([]);
  expect(git("status", "--porcelain")).toBe(`?? ${FILE}`);
});

test("leaves out what is new in the change and what is in a definition, with the reason", async () => {
  const repository = new Repository({
    ...project,
    "flows/claims_v2-0.yaml": right,
    "flows/sales.yaml": caller("Sales").replace(", error: bye", ""),
  });
  repository.git("checkout", "--quiet", "-b", "change");
  repository.commit({ "flows/claims_v2-0.yaml": wrong });
  const { code, out, err } = await baseline(repository.root);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Nothing to exempt: no export has a violation that is also in the merge base with main \([0-9a-f]{12}\)\./,
  );
  expect(err).toMatch(
    /flows\/claims_v2-0\.yaml:[\s\S]*?not exempted: the merge base with main \([0-9a-f]{12}\) does not have this violation\./,
  );
  expect(err).toMatch(/flows\/sales\.yaml:[\s\S]*?not exempted: it is in a definition, where it can be fixed\./);
  expect(written(repository.root)).toBeUndefined();
});

test("keeps comments and order of the file, and exempts nothing twice", async () => {
  const comments = `# Agreed with operations.

# Until the new desk opens.
- {rule: module-call-transitions, flow: other, reason: "Moves: soon", owner: Desk, expires: 2100-01-01} # see the board
`;
  const { root } = new Repository({
    ...project,
    "flows/claims_v2-0.yaml": wrong,
    "flows/other_v1-0.yaml": wrong.replace("name: Claims", "name: Other"),
    [FILE]: comments,
  });
  await baseline(root);
  expect(written(root)).toMatch(
    new RegExp(`^${comments.replaceAll(/[{}.()]/g, "\\$&")}- rule: module-call-transitions\n  flow: claims\n`),
  );
  const first = written(root);
  expect((await baseline(root)).out).toContain("Nothing to exempt");
  expect(written(root)).toBe(first);
});

test.each([
  ["a file with comments alone", "# None yet.\n"],
  ["an empty list", "# None yet.\n[]\n"],
  ["an empty file", ""],
])("writes the first exemption into %s", async (_, text) => {
  const { root } = new Repository({ ...project, "flows/claims_v2-0.yaml": wrong, [FILE]: text });
  await baseline(root);
  expect(written(root)).toMatch(/^(# None yet\.\n)?- rule: module-call-transitions\n/);
  expect((await commandLine(root, "check")).code).toBe(0);
});

test("a renamed export has the violations of its earlier key", async () => {
  const repository = new Repository({ ...project, "flows/claims_v2-0.yaml": wrong });
  repository.git("checkout", "--quiet", "-b", "change");
  repository.git("mv", "flows/claims_v2-0.yaml", "flows/damages_v2-0.yaml");
  repository.commit({ "flows/damages.options.yaml": "formerly: [claims]\n" });
  expect((await baseline(repository.root)).out).toContain("exempted: module-call-transitions, flow damages");
});

test("a project in a subfolder of the repository is compared with itself", async () => {
  const inFolder = Object.fromEntries(
    Object.entries({ ...project, "flows/claims_v2-0.yaml": wrong }).map(([file, text]) => [`voice/${file}`, text]),
  );
  const { root } = new Repository(inFolder);
  expect((await baseline(join(root, "voice"))).out).toContain("1 new exemption");
});

describe("is refused, with what to do", () => {
  const violating = { ...project, "flows/claims_v2-0.yaml": wrong };

  test.each<[string, () => string, string[], RegExp]>([
    ["without Git", () => makeProject(violating), [], /is not in a Git repository\. Run this command in a clone/],
    [
      "an unknown commit",
      () => new Repository(violating).root,
      ["--base", "gone"],
      /cannot find the commit `gone`.*--base REF/,
    ],
    ["an option as a commit", () => new Repository(violating).root, ["--base=--all"], /cannot find the commit `--all`/],
    ["no default branch", () => onBranch("work"), [], /found no default branch.*--base REF/],
    ["a past day", () => new Repository(violating).root, ["--expires", "2020-01-31"], /2020-01-31 is in the past/],
    ["no day", () => new Repository(violating).root, ["--expires", "2100-02-30"], /--expires DATE/],
    ["an empty owner", () => new Repository(violating).root, ["--owner", " "], /--owner NAME/],
    ["a base with mistakes", () => brokenBase(), [], /has errors, so it cannot be read.*--base REF/],
    ["a base without the stack", () => withoutStack(), [], /has no Pulumi\.dev\.yaml.*--stack/],
  ])("%s", async (_, root, args, expected) => {
    const folder = root();
    const { code, err } = await baseline(folder, ...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(expected) });
    expect(written(folder)).toBeUndefined();
  });

  function onBranch(name: string): string {
    const { root, git } = bound(new Repository(violating));
    git("branch", "--move", name);
    return root;
  }

  function brokenBase(): string {
    const repository = new Repository({ ...violating, "flows/broken.yaml": "inboundCall: Broken\nnodes: {}\n" });
    repository.git("checkout", "--quiet", "-b", "change");
    repository.git("rm", "--quiet", "flows/broken.yaml");
    return repository.root;
  }

  function withoutStack(): string {
    const { "Pulumi.dev.yaml": stackFile, ...rest } = violating;
    const repository = new Repository(rest);
    repository.write({ "Pulumi.dev.yaml": stackFile });
    return repository.root;
  }
});

describe("check --base", () => {
  const exemption = (node = "") =>
    `- {rule: module-call-transitions, flow: claims, ${node}reason: Later, owner: Desk, expires: 2100-01-31}\n`;

  function changed(files: Record<string, string>, base: Record<string, string> = { "flows/claims_v2-0.yaml": right }) {
    const repository = new Repository({ ...project, ...base });
    repository.git("checkout", "--quiet", "-b", "change");
    repository.commit(files);
    return repository.root;
  }

  test.each([
    ["at a node", "node: handle-it, "],
    ["at any node", ""],
  ])("a change cannot waive what it adds: %s", async (_, node) => {
    const root = changed({ "flows/claims_v2-0.yaml": wrong, [FILE]: exemption(node) });
    expect((await commandLine(root, "check")).code).toBe(0);
    const { code, err } = await commandLine(root, "check", "--base", "main");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^policies\/exemptions\.yaml:1:4 error self-exemption: The violation of `module-call-transitions` and its exemption are both newer than main/m,
    );
  });

  test("an exemption that the base has may cover it", async () => {
    const root = changed({ "flows/claims_v2-0.yaml": wrong }, { "flows/claims_v2-0.yaml": right, [FILE]: exemption() });
    expect(await commandLine(root, "check", "--base", "main")).toMatchObject({ code: 0 });
  });

  test("an exemption that had expired in the base, and that the change extends, may not", async () => {
    const root = changed(
      { "flows/claims_v2-0.yaml": wrong, [FILE]: exemption() },
      { "flows/claims_v2-0.yaml": right, [FILE]: exemption().replace("2100", "2020") },
    );
    expect((await commandLine(root, "check", "--base", "main")).err).toContain("self-exemption");
  });

  test("an exemption from a violation that the base has is a change of its own", async () => {
    const root = changed({ [FILE]: exemption() }, { "flows/claims_v2-0.yaml": wrong });
    expect(await commandLine(root, "check", "--base", "main")).toMatchObject({ code: 0 });
  });

  test("without the commit it is wrong use", async () => {
    expect((await commandLine(changed({}), "check", "--base", "gone")).code).toBe(2);
  });
});

/** A repository's parts, to be used without it. */
function bound(repository: Repository): { root: string; git: (...args: string[]) => string } {
  return { root: repository.root, git: (...args) => repository.git(...args) };
}
