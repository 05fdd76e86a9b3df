import { githubDescription } from "./fake-github/description.ts";
import { pullRequestPayload, workflowRunPayload } from "./payloads.ts";
import { Scene, SHA, TOKEN } from "./scene.ts";

const description = githubDescription();
const facts = { sha: SHA, branch: "b", owner: "example", headRepositoryId: 1, repositoryId: 1, pulls: [7] };

const HEADERS = {
  accept: "application/vnd.github+json",
  authorization: `token ${TOKEN}`,
  "x-github-api-version": "2022-11-28",
  "user-agent": "test",
};
const COMMENTS = "/repos/example/flows/issues/7/comments";

test.each<[string, string, { method?: string; headers?: object; body?: string }, string]>([
  ["an operation that GitHub does not have", "/repos/example/flows/issues/7/remarks", {}, "no operation of GitHub"],
  ["a method that it does not have", COMMENTS, { method: "PUT" }, "no operation of GitHub"],
  ["an operation that the fake does not implement", "/repos/example/flows/branches", {}, "does not implement it"],
  ["an unknown query", `${COMMENTS}?perpage=3`, {}, 'the query has "perpage"'],
  ["a query of another type", `${COMMENTS}?per_page=all`, {}, 'query parameter "per_page": it must be integer'],
  ["a value that is not allowed", "/repos/example/flows/pulls?state=merged", {}, 'query parameter "state"'],
  ["a path of another type", "/repos/example/flows/issues/seven/comments", {}, 'path parameter "issue_number"'],
  ["a body without a property", COMMENTS, { method: "POST", body: "{}" }, "must have required property 'body'"],
  [
    "a body with another property",
    COMMENTS,
    { method: "POST", body: '{"body": "x", "text": "y"}' },
    'the body has "text"',
  ],
  ["a body of another type", COMMENTS, { method: "POST", body: '{"body": 7}' }, "/body must be string"],
  ["no body", COMMENTS, { method: "POST" }, "the request has no body"],
  ["an old media type", COMMENTS, { headers: { accept: "application/json" } }, '"accept"'],
  ["no version", COMMENTS, { headers: { "x-github-api-version": "" } }, '"x-github-api-version"'],
])("the fake refuses %s", async (_what, path, { headers, ...init }, words) => {
  const scene = await new Scene().start();
  scene.github.content.addPull(7, { sha: SHA });
  const type = init.body === undefined ? {} : { "content-type": "application/json" };
  await fetch(scene.github.url + path, { ...init, headers: { ...HEADERS, ...type, ...headers } });
  const mistakes = scene.github.mistakes.splice(0);
  await scene.end();
  expect(mistakes).toEqual([expect.stringContaining(words)]);
});

test("an answer that GitHub would not give is a mistake of the fake", () => {
  const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const comment = description.example("issue-comment");
  expect(description.answerMistakes(route, 200, comment)).toEqual([]);
  expect(description.answerMistakes(route, 200, { ...comment, id: "1" })).toEqual([
    expect.stringContaining("/id must be integer"),
  ]);
  expect(description.answerMistakes(route, 201, comment)).toEqual(["the description has no answer 201"]);
  expect(description.answerMistakes(route, 502, {})).toEqual([expect.stringContaining("message")]);
});

test("the events of the tests are as GitHub describes them", () => {
  expect(description.eventMistakes("workflow-run-completed", workflowRunPayload(facts))).toEqual([]);
  expect(description.eventMistakes("workflow-run-completed", workflowRunPayload({ ...facts, pulls: [] }))).toEqual([]);
  expect(description.eventMistakes("pull-request-opened", pullRequestPayload(facts))).toEqual([]);
  expect(description.eventMistakes("workflow-run-completed", {})).not.toEqual([]);
});
