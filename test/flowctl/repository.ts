import { spawnSync } from "node:child_process";
import { rules } from "../../packages/rules/index.ts";
import { makeProject, writeFiles } from "../project/harness.ts";

type Files = Readonly<Record<string, string>>;

/** A project in a Git repository with the branch `main`. */
export class Repository {
  readonly root: string;

  constructor(files: Files) {
    this.root = makeProject({ ".gitignore": ".genesys/\n", ...files });
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit({});
  }

  /** Puts a folder under Git, with one commit, by a user of its own. @returns runs Git there */
  static in(root: string): (...args: string[]) => string {
    const git = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
      if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
      return stdout.trim();
    };
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.com");
    git("add", "--all");
    git("commit", "--quiet", "-m", "x");
    return git;
  }

  write(files: Files): void {
    writeFiles(this.root, files);
  }

  commit(files: Files): void {
    this.write(files);
    this.git("add", "--all");
    this.git(
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.com",
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "x",
    );
  }

  git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd: this.root, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }
}

/** Levels by which these rules are mandatory and all others disabled, so that a sample is about one thing. */
export function onlyRules(...names: string[]): string {
  return rules.map(({ name }) => `${name}: ${names.includes(name) ? "mandatory" : "disabled"}\n`).join("");
}
