import { type Report, readCommentMarker } from "@genesys-flows/report";
import { emptyReport, flowReport, moduleChange } from "../report/sample.ts";
import { refused } from "./fake-github/routes.ts";
import { BOT, Scene, SHA, TOKEN } from "./scene.ts";

const COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

let scene: Scene;
beforeEach(async () => {
  scene = await new Scene().start();
  scene.github.content.addPull(7, { sha: SHA });
  scene.event("workflow_run");
  scene.artefact(moduleChange());
});
afterEach(() => scene.end());

/** A report that needs about so many comments. */
function large(parts: number): Report {
  const flows = Array.from({ length: parts }, (_, index) =>
    flowReport({
      key: `flow-${index}`,
      name: `Flow ${index}`,
      action: "publish",
      changes: [{ sign: "~", text: `ask says: ${`${index} `.padEnd(60_000, "word ")}` }],
    }),
  );
  return emptyReport({ flows });
}

function parts(): (readonly [part: number, of: number])[] {
  return scene.github.content.bodies(7).flatMap((body) => {
    const marker = readCommentMarker(body);
    return marker ? [[marker.part, marker.of] as const] : [];
  });
}

const series = (count: number) => Array.from({ length: count }, (_, index) => [index + 1, count]);

test("a first report is a comment with marker, stamp and origin; the same again changes nothing", async () => {
  const first = await scene.comment();
  expect(first).toEqual({ code: 0, err: "", out: "Comments on pull request #7: 1 created, 0 updated, 0 deleted.\n" });
  const [body = ""] = scene.github.content.bodies(7);
  expect(body.split("\n").slice(0, 6)).toEqual([
    "<!-- genesys-flows:report stack=dev part=1/1 -->",
    `<!-- genesys-flows:run of=stand-in commit=${SHA} run=12.1 -->`,
    "### Preview of `dev`",
    "",
    expect.stringMatching(
      /without credentials[\s\S]*`reports` of \[the run\]\(https:\/\/\S+\/actions\/runs\/900#artifacts\)/,
    ),
    "",
  ]);
  expect(body).toContain("PIN authentication");
  const again = await scene.comment();
  expect(again.out).toBe("Comments on pull request #7: 0 created, 0 updated, 0 deleted.\n");
  expect(scene.github.content.bodies(7)).toEqual([body]);
});

test("a new commit updates the comment, which is beyond the first page, and leaves those of others alone", async () => {
  const { content } = scene.github;
  for (let number = 1; number <= 130; number++) content.addComment(7, { login: "reader", body: `Comment ${number}` });
  await scene.comment();
  const sha = "b".repeat(40);
  Object.assign(content.pulls[0]?.head ?? {}, { sha });
  scene.event("workflow_run", { sha, run: { number: 2, attempt: 1 } });
  const { out } = await scene.comment();
  expect(out).toContain("0 created, 1 updated, 0 deleted");
  expect(content.bodies(7)).toHaveLength(131);
  expect(content.bodies(7).at(-1)).toContain(`commit=${sha} run=2.1`);
});

test("eighteen comments become three, then one, in the order in which people read them", async () => {
  const expected = async (report: Report, counts: string, count: number) => {
    scene.artefact(report);
    expect((await scene.comment()).out).toContain(counts);
    expect(parts()).toEqual(series(count));
  };
  await expected(large(18), "18 created, 0 updated, 0 deleted", 18);
  await expected(large(3), "0 created, 3 updated, 15 deleted", 3);
  await expected(moduleChange(), "0 created, 1 updated, 2 deleted", 1);
});

test("a report that needs too many comments is one sentence", async () => {
  scene.artefact(large(40));
  expect((await scene.comment()).code).toBe(0);
  expect(scene.github.content.bodies(7)).toEqual([
    expect.stringMatching(/would need \d+ comments, but at most 30 are written/),
  ]);
});

test("a stranger's comment with our marker is not ours", async () => {
  const { content } = scene.github;
  const body = `<!-- genesys-flows:report stack=dev part=1/1 -->\n<!-- genesys-flows:run of=stand-in commit=${SHA} run=999.1 -->\nAll is well.`;
  content.addComment(7, { login: "stranger", body });
  expect((await scene.comment()).out).toContain("1 created");
  expect(content.bodies(7)[0]).toBe(body);
});

test("the comment of another stack stays", async () => {
  const { content } = scene.github;
  content.addComment(7, { login: BOT, body: "<!-- genesys-flows:report stack=dev-2 part=1/1 -->\nOther" });
  await scene.comment();
  expect(content.bodies(7)).toEqual([expect.stringContaining("Other"), expect.stringContaining("stack=dev part=1/1")]);
});

describe("pull requests", () => {
  test("of a fork are found by the branch, though GitHub names none", async () => {
    const { content } = scene.github;
    content.addPull(8, { sha: SHA, owner: "contributor", repositoryId: 2002, branch: "patch-1" });
    scene.event("workflow_run", { owner: "contributor", headRepositoryId: 2002, branch: "patch-1", pulls: [] });
    expect((await scene.comment()).out).toContain("#8: 1 created");
    expect([content.bodies(7), content.bodies(8)]).toEqual([[], [expect.any(String)]]);
  });

  test("of a fork with another fork's branch name are found by the commit", async () => {
    const { content } = scene.github;
    content.addPull(8, { sha: "c".repeat(40), owner: "contributor", repositoryId: 3003, branch: "renamed" });
    content.addPull(9, { sha: SHA, owner: "contributor", repositoryId: 2002, branch: "patch-1" });
    scene.event("workflow_run", { owner: "contributor", headRepositoryId: 2002, branch: "renamed", pulls: [] });
    expect((await scene.comment()).out).toContain("#9: 1 created");
  });

  test.each([
    [
      "a newer commit",
      () => Object.assign(scene.github.content.pulls[0]?.head ?? {}, { sha: "d".repeat(40) }),
      "has a newer commit: dddddddddddd",
    ],
    ["a closed one", () => Object.assign(scene.github.content.pulls[0] ?? {}, { state: "closed" }), "#7 is closed"],
    [
      "another repository's branch",
      () => Object.assign(scene.github.content.pulls[0]?.head ?? {}, { repositoryId: 5 }),
      "comes from a different repository",
    ],
  ])("get no comment for %s", async (_what, change, words) => {
    change();
    const { code, out } = await scene.comment();
    expect({ code, bodies: scene.github.content.bodies(7) }).toEqual({ code: 0, bodies: [] });
    expect(out).toContain(words);
  });

  test("of somebody else get none from a fork that was deleted, though they have its commit", async () => {
    scene.event("workflow_run", { owner: "contributor", headRepositoryId: undefined, branch: "patch-1", pulls: [] });
    expect((await scene.comment()).out).toContain(
      "Pull request #7 comes from a different repository. No comment was written.",
    );
    expect(scene.github.content.bodies(7)).toEqual([]);
  });

  test("of a cancelled run get none", async () => {
    scene.event("workflow_run", { conclusion: "cancelled" });
    expect(await scene.comment()).toMatchObject({
      code: 0,
      out: "The run was cancelled, so no comment was written.\n",
    });
  });

  test("of a run that was for none get none", async () => {
    scene.event("workflow_run", { event: "push", pulls: [] });
    expect(await scene.comment()).toMatchObject({
      code: 0,
      out: "The run was not for a pull request, so no comment was written.\n",
    });
    expect(scene.github.made).toEqual([]);
  });

  test("get their comment from their own run too", async () => {
    scene.event("pull_request");
    expect((await scene.comment()).out).toContain("#7: 1 created");
    expect(scene.github.content.bodies(7)[0]).toContain(`commit=${SHA} run=3.1`);
  });
});

describe("interrupted and simultaneous runs", () => {
  test("a commit that comes between two parts ends the older run", async () => {
    scene.artefact(large(3));
    scene.github.on({
      route: `POST ${COMMENTS}`,
      nth: 2,
      after: (content) => void Object.assign(content.pulls[0]?.head ?? {}, { sha: "e".repeat(40) }),
    });
    const { code, out } = await scene.comment();
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining("A newer commit has been pushed in the meantime"),
    });
    expect(parts()).toHaveLength(2);
  });

  test("what a cancelled run left is completed by the next", async () => {
    scene.artefact(large(4));
    scene.github.on({ route: `POST ${COMMENTS}`, nth: 3, answer: refused(403, "Cancelled") });
    expect((await scene.comment()).code).toBe(1);
    expect(parts()).toEqual(series(4).slice(0, 2));
    scene.event("workflow_run", { run: { number: 12, attempt: 2 } });
    expect((await scene.comment()).out).toContain("2 created, 2 updated");
    expect(parts()).toEqual(series(4));
  });

  test("a later run for the same commit has the last word", async () => {
    scene.event("workflow_run", { run: { number: 13, attempt: 1 } });
    await scene.comment();
    const bodies = scene.github.content.bodies(7);
    scene.event("workflow_run", { run: { number: 12, attempt: 4 } });
    scene.artefact(large(2));
    expect((await scene.comment()).out).toContain("A later run for the same commit wrote them");
    expect(scene.github.content.bodies(7)).toEqual(bodies);
  });

  test("two runs at once leave one series, that of the later run", async () => {
    scene.artefact(large(3));
    let later: Promise<unknown> = Promise.resolve();
    scene.github.on({
      route: `POST ${COMMENTS}`,
      nth: 2,
      before: async () => {
        scene.event("workflow_run", { run: { number: 13, attempt: 1 } });
        later = scene.comment();
        await later;
      },
    });
    const { out } = await scene.comment();
    expect(out).toContain("A later run for the same commit");
    expect(parts()).toEqual(series(3));
    expect(scene.github.content.bodies(7).every((body) => body.includes("run=13.1"))).toBe(true);
  });

  test("a comment that somebody deletes meanwhile is written again", async () => {
    await scene.comment();
    scene.artefact(large(2));
    scene.github.on({ route: `PATCH ${COMMENT}`, before: (content) => void content.comments.splice(0) });
    expect((await scene.comment()).out).toContain("2 created, 0 updated");
    expect(parts()).toEqual(series(2));
  });
});

describe("what GitHub refuses, and what gets lost", () => {
  test.each([502, 503])("a comment whose answer (%d) is lost is not written twice", async (status) => {
    scene.github.on({ route: `POST ${COMMENTS}`, lost: true, answer: refused(status, "Server Error") });
    expect((await scene.comment()).code).toBe(0);
    expect(scene.github.count(`POST ${COMMENTS}`)).toBe(1);
    expect(parts()).toEqual([[1, 1]]);
  });

  test("server errors and secondary rate limits are waited for", async () => {
    const limit = { ...refused(403, "You have exceeded a secondary rate limit."), headers: { "retry-after": "2" } };
    scene.github.on({ route: `GET ${COMMENTS}`, answer: refused(500, "Server Error") });
    scene.github.on({ route: `POST ${COMMENTS}`, answer: limit });
    expect((await scene.comment()).out).toContain("1 created");
    expect(scene.github.count(`POST ${COMMENTS}`)).toBe(2);
  });

  test("a wait of an hour is none", async () => {
    const limit = { ...refused(403, "You have exceeded a secondary rate limit."), headers: { "retry-after": "3600" } };
    scene.github.on({ route: `POST ${COMMENTS}`, times: 9, answer: limit });
    const { code, err } = await scene.comment();
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("The token's request limit is used up") });
    expect(scene.github.count(`POST ${COMMENTS}`)).toBe(1);
  });

  test("server errors that do not end are reported", async () => {
    scene.github.on({
      route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
      times: 99,
      answer: refused(503, "Unavailable"),
    });
    const { code, err } = await scene.comment();
    expect({ code, err }).toEqual({
      code: 1,
      err: "GitHub refused to show pull request #7 of example/flows: 503 Unavailable.\nGitHub is not available. Run the job again later.\n",
    });
    expect(scene.github.count("GET /repos/{owner}/{repo}/pulls/{pull_number}")).toBe(4);
  });

  test("a missing permission is named as GitHub names it", async () => {
    scene.github.allow(TOKEN, { login: BOT, type: "Bot", permissions: ["pull_requests: read"] });
    const { code, err } = await scene.comment();
    expect({ code, err }).toEqual({
      code: 1,
      err:
        "GitHub refused to create a comment on #7 of example/flows: 403 Resource not accessible by integration.\n" +
        "The token needs the permission `issues: write or pull-requests: write`: see `permissions` of the workflow.\n",
    });
  });

  test("a wrong token", async () => {
    const { code, err } = await scene.comment({ GITHUB_TOKEN: "wrong" });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining("The token in GITHUB_TOKEN is wrong or expired."),
    });
  });

  test("a locked conversation", async () => {
    Object.assign(scene.github.content.pulls[0] ?? {}, { locked: true });
    const { code, err } = await scene.comment();
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("Unlock the conversation") });
  });

  test("another author than expected is said and leaves no comment, since the next run would not find the comment", async () => {
    const { code, err } = await scene.run([
      "comment",
      "--report",
      "artefact",
      "--stack",
      "dev",
      "--author",
      "flows-bot[bot]",
    ]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`--author ${BOT}`) });
    expect(scene.github.content.comments).toEqual([]);
  });

  test("a person's token updates that person's comments", async () => {
    scene.github.allow(TOKEN, { login: "Deployer", type: "User" });
    await scene.comment();
    scene.artefact(emptyReport());
    expect((await scene.comment()).out).toContain("0 created, 1 updated");
  });
});
