import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import type { ComingFiles } from "../changing/write-files.ts";
import { UsageError } from "../context.ts";

/** A failed Git command, or a state of the repository that prevents writing. The message also says what to do. */
export class RepositoryError extends Error {}

export interface PastCommit {
  readonly sha: string;
  /** `1a2b3c4d5e6f of 2026-01-02, "Greet by name"` */
  readonly shown: string;
}

/** The Git repository that contains the project. Paths are relative to the project. */
export class Repository {
  readonly #root: string;
  /** The project's folder in the repository, with a trailing `/`; empty for the repository's root. */
  readonly #prefix: string;
  readonly head: string;

  private constructor(root: string, o: { readonly prefix: string; readonly head: string }) {
    this.#root = root;
    this.#prefix = o.prefix;
    this.head = o.head;
  }

  /** The repository that contains a folder, or a sentence that explains why the history cannot be used. */
  static open(root: string): Repository | { readonly missing: string } {
    const inside = tried(root, ["rev-parse", "--show-prefix"]);
    if (!inside.ok)
      return { missing: inside.absent ? "Git is not installed." : "The project is not in a Git repository." };
    const head = tried(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
    if (!head.ok) return { missing: "The Git repository has no commits." };
    return new Repository(root, { prefix: inside.text.trim(), head: head.text.trim() });
  }

  /** Whether the clone lacks older commits. */
  get isShallow(): boolean {
    return this.#git(["rev-parse", "--is-shallow-repository"]).trim() === "true";
  }

  /**
   * The commits that changed the given paths, newest first: the commits of HEAD, then the commits of other branches.
   */
  commits(paths: readonly string[]): PastCommit[] {
    const own = this.#git(["log", COMMIT, "HEAD", "--", ...paths]);
    const others = this.#git(["log", COMMIT, "--branches", "--remotes", "--tags", "--not", "HEAD", "--", ...paths]);
    return `${own}${others}`
      .split("\n")
      .filter((line) => line !== "")
      .map(commitOf);
  }

  /** The commit with the given id; undefined if this clone does not have it. */
  commit(id: string): PastCommit | undefined {
    const found = tried(this.#root, ["log", "-1", COMMIT, "--end-of-options", id, "--"]);
    return found.ok ? commitOf(found.text.trim()) : undefined;
  }

  /** The files in a folder of a commit: path -> id of the content. */
  files(sha: string, folder: string): ReadonlyMap<string, string> {
    const key = `${sha} ${folder}`;
    const known = this.#files.get(key);
    if (known) return known;
    const found = new Map(this.#listed(sha, [folder]).map(({ path, id }) => [path, id]));
    this.#files.set(key, found);
    return found;
  }

  readonly #files = new Map<string, ReadonlyMap<string, string>>();

  #listed(sha: string, paths: Iterable<string>): { mode: string; id: string; path: string }[] {
    const listed = this.#git(["ls-tree", "-r", "-z", sha, "--", ...paths]);
    return listed.split("\0").flatMap((line) => {
      const [, mode = "", id = "", path = ""] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return path === "" ? [] : [{ mode, id, path }];
    });
  }

  /** A file's content in a commit, byte for byte. */
  text(id: string): string {
    const text = this.#texts.get(id) ?? this.#git(["cat-file", "blob", id]);
    this.#texts.set(id, text);
    return text;
  }

  readonly #texts = new Map<string, string>();

  /** One line for each file whose content is not in Git and would be lost if the file were overwritten. */
  unsaved(paths: readonly string[]): string[] {
    if (paths.length === 0) return [];
    const how = ["--porcelain", "-z", "--no-renames", "--ignored=matching", "--untracked-files=all"];
    const status = this.#git(["status", ...how, "--", ...paths]);
    const states: Record<string, string> = { "??": "is not in Git", "!!": "is ignored by Git" };
    const lines = status.split("\0").filter((line) => line !== "");
    return lines.map((line) => {
      const state = states[line.slice(0, 2)] ?? "has uncommitted changes";
      return `${line.slice(3 + this.#prefix.length)} ${state}`;
    });
  }

  hasBranch(branch: string): boolean {
    return tried(this.#root, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]).ok;
  }

  canName(branch: string): boolean {
    return tried(this.#root, ["check-ref-format", "--branch", branch]).ok;
  }

  /** The branch that is checked out; undefined if HEAD is detached. */
  get branch(): string | undefined {
    const found = tried(this.#root, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
    return found.ok ? found.text.trim() : undefined;
  }

  /**
   * Creates a branch at HEAD and checks it out; the working tree does not change. @throws RepositoryError with Git's
   * message
   */
  switchToNew(branch: string): void {
    this.#git(["switch", "--quiet", "--create", branch, "--no-track"]);
  }

  /** Commits files as they are in the working tree, and nothing else. @throws RepositoryError with Git's message */
  commitFiles(o: {
    readonly files: readonly string[];
    readonly message: string;
    /** Name of the author. The committer is the configured Git user. */
    readonly author: string | undefined;
  }): void {
    const by = o.author === undefined ? [] : ["--author", `${o.author.replaceAll(/[<>\r\n]/g, " ").trim()} <>`];
    this.#git(["add", "--", ...o.files]);
    this.#git(["commit", "--quiet", "--only", ...by, "--message", o.message, "--", ...o.files]);
  }

  /**
   * Creates a branch with one commit on top of HEAD that changes only these files, and checks it out. The rest of the
   * working tree and of the index does not change. The branch is complete before `git switch` writes the files. If `git
   * switch` refuses to overwrite changes, the branch is removed again.
   * @returns the commit
   * @throws RepositoryError if Git refuses; in this case, nothing has changed
   */
  commitOnBranch(branch: string, files: ComingFiles, message: string): string {
    const index = {
      GIT_INDEX_FILE: `${this.#git(["rev-parse", "--absolute-git-dir"]).trim()}/flowctl-index-${process.pid}`,
    };
    try {
      this.#git(["read-tree", this.head], { env: index });
      this.#git(["update-index", "-z", "--index-info"], { env: index, input: this.#indexInfo(files) });
      const tree = this.#git(["write-tree"], { env: index }).trim();
      const signed = tried(this.#root, ["config", "--type=bool", "--get", "commit.gpgsign"]);
      const sign = signed.text.trim() === "true" ? ["-S"] : [];
      const commit = this.#git(["commit-tree", ...sign, "-p", this.head, tree], { input: message }).trim();
      this.#git(["branch", "--no-track", branch, commit]);
      try {
        this.#git(["switch", "--quiet", branch]);
      } catch (error) {
        this.#git(["branch", "--quiet", "-D", branch]);
        throw error;
      }
      return commit;
    } finally {
      rmSync(index.GIT_INDEX_FILE, { force: true });
    }
  }

  /** The files as index entries, with their modes in HEAD; mode 0 removes a file. */
  #indexInfo(files: ComingFiles): string {
    const modes = new Map(this.#listed(this.head, files.keys()).map(({ path, mode }) => [path, mode]));
    const entries = [...files].map(([file, text]) => {
      const path = `${this.#prefix}${file}`;
      if (text === undefined) return `0 ${"0".repeat(this.head.length)}\t${path}\0`;
      const blob = this.#git(["hash-object", "-w", "--stdin", "--no-filters"], { input: text }).trim();
      return `${modes.get(file) ?? "100644"} ${blob}\t${path}\0`;
    });
    return entries.join("");
  }

  #git(args: readonly string[], o: RunOptions = {}): string {
    const done = tried(this.#root, args, o);
    if (done.ok) return done.text;
    throw new RepositoryError(`git ${args[0]}: ${done.absent ? "Git is not installed." : done.error || "It failed."}`);
  }
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The output of a Git command; `absent` if Git is not installed. */
interface Ran {
  readonly ok: boolean;
  readonly text: string;
  readonly error: string;
  readonly absent?: boolean;
}

const COMMIT = "--format=%H%x00%cs%x00%s";

function commitOf(line: string): PastCommit {
  const [sha = "", day = "", subject = ""] = line.split("\0");
  return { sha, shown: `${sha.slice(0, 12)} of ${day}, ${JSON.stringify(subject)}` };
}

const MOST_BYTES = 256 * 1024 * 1024;

function tried(folder: string, args: readonly string[], { env = {}, input }: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync("git", [...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: MOST_BYTES,
    env: { ...process.env, ...env },
    ...(input !== undefined && { input }),
  });
  const absent = (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
  if (error) return { ok: false, text: "", error: error.message, absent };
  return { ok: status === 0, text: stdout, error: stderr.trim() };
}

/** Every reason that prevents writing files on a new branch. */
export function branchProblems(repository: Repository, branch: string, files: Iterable<string>): string[] {
  const named = repository.canName(branch)
    ? repository.hasBranch(branch)
      ? [
          `The branch ${branch} already exists. Choose another name with --branch NAME, or remove the branch: git branch -D ${branch}`,
        ]
      : []
    : [`Git does not accept '${branch}' as a branch name. Choose another name with --branch NAME.`];
  const unsaved = repository.unsaved([...files]).map((line) => `${line}, and would be overwritten. Commit it first.`);
  return [...named, ...unsaved];
}

/** A new branch for several changes. Each change is written to the working tree, then committed separately. */
export type NewBranch = ReturnType<typeof newBranch>;

/**
 * Prepares a branch.
 * @throws UsageError with every reason that prevents writing the files on a branch with this name. The returned
 * functions throw an error with Git's message
 */
export function newBranch(root: string, name: string, files: readonly string[]) {
  const repository = Repository.open(root);
  if ("missing" in repository)
    throw new UsageError(`--branch needs a Git repository with a commit. ${repository.missing}`);
  const problems = branchProblems(repository, name, files);
  if (problems.length > 0) throw new UsageError(`${problems.join("\n")}\nNothing was written.`);
  const explained = (work: () => void, left: string) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof RepositoryError)) throw error;
      throw new UsageError(`${error.message}${left}`);
    }
  };
  return {
    name,
    /** Creates the branch at HEAD and checks it out; the working tree does not change. */
    begin: () => explained(() => repository.switchToNew(name), ""),
    /** Commits files as they are in the working tree, and nothing else. */
    commit(change: Parameters<Repository["commitFiles"]>[0]): void {
      const left = `\n${change.files.join(", ")}: written, but not committed. The branch ${name} is checked out.`;
      explained(() => repository.commitFiles(change), left);
    },
  };
}
