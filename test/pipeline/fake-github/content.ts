/** Somebody on GitHub, and what their token may do. */
export interface Account {
  readonly login: string;
  readonly type: "User" | "Bot";
  /** Permissions of the token, such as `issues: write`. All when absent. */
  readonly permissions?: readonly string[];
}

export interface StoredComment {
  readonly id: number;
  readonly issue: number;
  readonly login: string;
  body: string;
}

export interface StoredIssue {
  readonly number: number;
  readonly login: string;
  title: string;
  body: string;
  labels: string[];
  state: "open" | "closed";
  stateReason: string | null;
  locked: boolean;
}

export interface StoredPull {
  readonly number: number;
  state: "open" | "closed";
  locked: boolean;
  head: { sha: string; branch: string; owner: string; repositoryId: number };
}

/** What a repository on the fake GitHub contains. */
export class Content {
  readonly owner = "example";
  readonly repo = "flows";
  readonly repositoryId = 1001;
  readonly comments: StoredComment[] = [];
  readonly issues: StoredIssue[] = [];
  readonly pulls: StoredPull[] = [];
  #next = 7000;

  /** A pull request of a branch of the repository; `head` says where a fork's is. */
  addPull(number: number, head: Partial<StoredPull["head"]> & { readonly sha: string }): StoredPull {
    const own = { branch: "new-prompt", owner: this.owner, repositoryId: this.repositoryId };
    const pull: StoredPull = { number, state: "open", locked: false, head: { ...own, ...head } };
    this.pulls.push(pull);
    return pull;
  }

  addComment(issue: number, { login, body }: Pick<StoredComment, "login" | "body">): StoredComment {
    const comment = { id: this.#next++, issue, login, body };
    this.comments.push(comment);
    return comment;
  }

  addIssue(given: Partial<StoredIssue> & Pick<StoredIssue, "login" | "title" | "body">): StoredIssue {
    const numbers = [...this.issues, ...this.pulls].map(({ number }) => number);
    const issue: StoredIssue = {
      number: Math.max(0, ...numbers) + 1,
      labels: [],
      state: "open",
      stateReason: null,
      locked: false,
      ...given,
    };
    this.issues.push(issue);
    return issue;
  }

  /** The texts of the comments on a pull request or issue, oldest first. */
  bodies(issue: number): string[] {
    return this.comments.filter((comment) => comment.issue === issue).map(({ body }) => body);
  }

  isLocked(number: number): boolean {
    return [...this.issues, ...this.pulls].find((one) => one.number === number)?.locked === true;
  }
}
