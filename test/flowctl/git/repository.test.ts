import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Repository, RepositoryError } from "../../../packages/flowctl/git/repository.ts";
import { makeProject, removeProjects } from "../../project/harness.ts";
import { Repository as TestRepository } from "../repository.ts";

afterEach(removeProjects);

/** A project in the folder `centre` of a repository. */
function inFolder(): { outer: TestRepository; root: string; repository: Repository } {
  const outer = new TestRepository({
    "centre/flows/a.yaml": "one\n",
    "centre/flows/b.yaml": "b\n",
    "README.md": "x\n",
  });
  outer.git("config", "user.name", "Test");
  outer.git("config", "user.email", "test@example.com");
  const root = join(outer.root, "centre");
  return { outer, root, repository: opened(root) };
}
function opened(root: string): Repository {
  const found = Repository.open(root);
  if ("missing" in found) throw new Error(found.missing);
  return found;
}

test("a project in a folder of the repository: paths are those of the project", () => {
  const { outer, root } = inFolder();
  outer.commit({ "centre/flows/a.yaml": "two\n" });
  const repository = opened(root);
  const commits = repository.commits([":(glob)flows/**/a.*"]);
  expect(commits.map(({ sha }) => [...repository.files(sha, "flows").keys()])).toEqual([
    ["flows/a.yaml", "flows/b.yaml"],
    ["flows/a.yaml", "flows/b.yaml"],
  ]);
  const [newest, oldest] = commits.map(({ sha }) =>
    repository.text(repository.files(sha, "flows").get("flows/a.yaml") ?? ""),
  );
  expect([newest, oldest]).toEqual(["two\n", "one\n"]);

  outer.write({ "centre/flows/b.yaml": "changed\n", "centre/flows/new.yaml": "new\n" });
  expect(repository.unsaved(["flows/a.yaml", "flows/b.yaml", "flows/new.yaml"]).sort()).toEqual([
    "flows/b.yaml has uncommitted changes",
    "flows/new.yaml is not in Git",
  ]);
  const files = new Map([["flows/a.yaml", undefined] as const, ["flows/deep/c.yaml", "c\n"] as const]);
  const commit = repository.commitOnBranch("back", files, "Back\n");
  expect([outer.git("rev-parse", "HEAD"), outer.git("branch", "--show-current")]).toEqual([commit, "back"]);
  expect(outer.git("show", "--name-status", "--format=").split("\n")).toEqual([
    "D\tcentre/flows/a.yaml",
    "A\tcentre/flows/deep/c.yaml",
  ]);
  expect(outer.git("status", "--porcelain").split("\n")).toEqual(["M centre/flows/b.yaml", "?? centre/flows/new.yaml"]);
});

test("where Git refuses to overwrite, nothing has changed and the branch does not exist", () => {
  const { outer, root, repository } = inFolder();
  outer.write({ "centre/flows/a.yaml": "in work\n" });
  const head = outer.git("rev-parse", "HEAD");
  const write = () => repository.commitOnBranch("back", new Map([["flows/a.yaml", "three\n"]]), "Back\n");
  expect(write).toThrow(RepositoryError);
  expect(readFileSync(join(root, "flows/a.yaml"), "utf8")).toBe("in work\n");
  expect([outer.git("rev-parse", "HEAD"), outer.git("branch", "--list", "back")]).toEqual([head, ""]);
});

test("an ignored file would be lost, too; names of branches are checked", () => {
  const { root, repository } = inFolder();
  mkdirSync(join(root, ".genesys"));
  writeFileSync(join(root, ".genesys/x.yaml"), "x\n");
  expect(repository.unsaved([".genesys/x.yaml"])).toEqual([expect.stringContaining("is ignored by Git")]);
  expect([
    repository.canName("rollback/sales-3.0"),
    repository.canName("no..name"),
    repository.hasBranch("main"),
  ]).toEqual([true, false, true]);
});

test("a folder without a repository, and a repository without a commit, say so", () => {
  const root = makeProject({ "a.txt": "a" });
  expect(Repository.open(root)).toEqual({ missing: "The project is not in a Git repository." });
});
