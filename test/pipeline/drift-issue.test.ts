import { readFileSync } from "node:fs";
import path from "node:path";
import { jsonReport, type Report } from "@genesys-flows/report";
import { emptyReport, flowReport } from "../report/sample.ts";
import { refused } from "./fake-github/routes.ts";
import { BOT, type Ended, Scene, TOKEN } from "./scene.ts";

const ISSUES = "/repos/{owner}/{repo}/issues";
const COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments";

let scene: Scene;
beforeEach(async () => {
  scene = await new Scene().start();
});
afterEach(() => scene.end());

const drifted = (name: string, version = "4.0"): Report["outside"][number] => ({
  kind: "drift",
  flow: { key: name.toLowerCase(), name },
  text: `The flow '${name}' was changed outside this stack: version ${version} was published by Ada.\n  @team ask says: "a" -> "b"`,
  blocks: false,
});

const reportOf = (...outside: Report["outside"]) => emptyReport({ outside });

function look(
  report: Report,
  { stack = "dev", AUTHOR, ...env }: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  scene.write("drift.json", jsonReport({ ...report, run: { ...report.run, stack } }));
  return scene.run(
    [
      "drift-issue",
      "--report",
      "drift.json",
      "--stack",
      stack,
      "--label",
      "drift",
      ...(AUTHOR ? ["--author", AUTHOR] : []),
    ],
    env,
  );
}

const issues = () =>
  scene.github.content.issues.map(({ number, state, stateReason }) => ({ number, state, stateReason }));
const body = (number = 1) => scene.github.content.issues.find((issue) => issue.number === number)?.body ?? "";

test("an object that a refresh reports as changed is one item, with the values", async () => {
  const queue = { noun: "queue", name: "Claims" };
  const text = "The queue 'Claims' was changed outside this stack: acwTimeoutMs 30000 -> 45000.";
  const change = { property: "acwTimeoutMs", from: "45000", to: "30000" };
  const report = reportOf({ kind: "drift", object: queue, text, blocks: false });
  await look({ ...report, objects: [{ ...queue, type: "RoutingQueue", action: "update", changes: [change] }] });
  expect(body()).toMatch(/seen=[0-9a-f]{12} -->/);
  expect(body()).not.toContain("differs from the source");
});

test("drift opens one issue, which lists it, and the same drift changes nothing", async () => {
  expect(await look(reportOf(drifted("Sales")))).toEqual({
    code: 0,
    err: "",
    out: "Issue #1 about the drift of dev is open.\n",
  });
  expect(scene.github.content.issues[0]).toMatchObject({
    title: "Drift: dev was changed outside its stack",
    labels: ["drift"],
  });
  expect(body()).toMatch(/^<!-- genesys-flows:drift stack=dev seen=[0-9a-f]{12} -->\n/);
  expect(body()).toContain("`Sales`: The flow 'Sales' was changed outside this stack");
  expect(body()).toContain("`  @team` ask says");
  expect(body()).toContain("https://github.com/example/flows/actions/runs/901");
  const before = body();
  expect((await look(reportOf(drifted("Sales")), { GITHUB_RUN_ID: "902" })).out).toBe(
    "Issue #1 already lists this drift.\n",
  );
  expect(body()).toBe(before);
});

test("what is new is commented on, what is gone is not, and nothing left closes the issue", async () => {
  await look(reportOf(drifted("Sales"), drifted("Claims")));
  expect((await look(reportOf(drifted("Sales", "5.0"), drifted("Claims")))).out).toBe("Updated issue #1: 1 new.\n");
  expect(scene.github.content.bodies(1)).toEqual([expect.stringContaining("version 5.0")]);
  expect(scene.github.content.bodies(1)[0]).not.toContain("Claims");
  expect((await look(reportOf(drifted("Claims")))).out).toBe("Updated issue #1: some drift no longer exists.\n");
  expect(body()).not.toContain("Sales");
  expect((await look(emptyReport())).out).toBe("dev has no drift: closed issue #1.\n");
  expect(issues()).toEqual([{ number: 1, state: "closed", stateReason: "completed" }]);
  expect(scene.github.content.bodies(1)).toHaveLength(1);
  expect((await look(emptyReport())).out).toBe("dev has no drift.\n");
  expect((await look(reportOf(drifted("Claims")))).out).toBe("Issue #2 about the drift of dev is open.\n");
});

test("several stacks have an issue each", async () => {
  await look(reportOf(drifted("Sales")));
  await look(reportOf(drifted("Sales")), { stack: "prod" });
  await look(emptyReport());
  expect(issues().map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(body(2)).toContain("stack=prod");
});

test("an issue that a person closed stays closed until there is something new", async () => {
  await look(reportOf(drifted("Sales")));
  Object.assign(scene.github.content.issues[0] ?? {}, { state: "closed", stateReason: "not_planned" });
  expect((await look(reportOf(drifted("Sales")))).out).toContain("and a person closed it. There is no new drift.");
  expect(issues()).toHaveLength(1);
  await look(emptyReport());
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #2 about the drift of dev is open.\n");
});

test("an issue of a person, or without the marker or the label, is not ours", async () => {
  const { content } = scene.github;
  const marker = "<!-- genesys-flows:drift stack=dev seen= -->";
  content.addIssue({ login: "stranger", title: "Drift", body: marker, labels: ["drift"] });
  content.addIssue({ login: BOT, title: "Drift", body: `Quoted: ${marker}`, labels: ["drift"] });
  content.addIssue({ login: BOT, title: "Drift", body: marker });
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #4 about the drift of dev is open.\n");
});

test("the issue is found beyond the first page", async () => {
  await look(reportOf(drifted("Sales")));
  const { content } = scene.github;
  for (let n = 0; n < 120; n++) content.addIssue({ login: BOT, title: "Other", body: "Other", labels: ["drift"] });
  content.issues.reverse();
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #1 already lists this drift.\n");
});

test("of two issues that two runs opened at once, the younger one is closed", async () => {
  let other: Promise<Ended> | undefined;
  scene.github.on({
    route: `POST ${ISSUES}`,
    before: async () => {
      other = look(reportOf(drifted("Sales")));
      await other;
    },
  });
  const { out } = await look(reportOf(drifted("Sales")));
  expect(out).toBe("Issue #1 about the drift of dev is open.\nClosed issue #2: issue #1 is about the same stack.\n");
  expect(issues()).toEqual([
    { number: 1, state: "open", stateReason: null },
    { number: 2, state: "closed", stateReason: "not_planned" },
  ]);
  await look(emptyReport());
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #3 about the drift of dev is open.\n");
});

test("an issue whose answer is lost is not opened twice", async () => {
  const answer = refused(502, "Server Error");
  scene.github.on({ route: `POST ${ISSUES}`, lost: true, answer });
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #1 about the drift of dev is open.\n");
  expect(issues()).toHaveLength(1);
});

test("a server error that lasts is reported, and opens nothing", async () => {
  const answer = refused(502, "Server Error");
  scene.github.on({ route: `POST ${ISSUES}`, times: 2, answer });
  expect((await look(reportOf(drifted("Sales")))).out).toBe("Issue #1 about the drift of dev is open.\n");
  scene.github.on({ route: `POST ${ISSUES}`, times: 9, answer });
  expect(await look(reportOf(drifted("Sales")), { stack: "prod" })).toMatchObject({
    code: 1,
    err: expect.stringContaining("GitHub refused to open an issue in example/flows: 502 Server Error."),
  });
  expect(issues()).toHaveLength(1);
});

test("what is new is commented on again when the run was interrupted before it rewrote the issue", async () => {
  await look(reportOf(drifted("Sales")));
  const answer = refused(403, "Cancelled");
  scene.github.on({ route: `PATCH ${ISSUES}/{issue_number}`, answer });
  expect((await look(reportOf(drifted("Claims")))).code).toBe(1);
  expect((await look(reportOf(drifted("Claims")))).out).toBe("Updated issue #1: 1 new.\n");
  expect(scene.github.content.bodies(1)).toHaveLength(2);
});

test("a run that failed closes nothing, and what it saw is listed", async () => {
  await look(reportOf(drifted("Sales")));
  const failed = (report: Report): Report => ({
    ...report,
    run: { ...report.run, ended: "failed", cause: "No connection." },
  });
  expect((await look(failed(emptyReport()))).out).toContain("issue #1 stays open");
  expect((await look(failed(reportOf(drifted("Claims"))))).out).toBe("Updated issue #1: 1 new.\n");
  expect(body()).toContain("there may be more");
});

test("a locked issue is rewritten without a comment", async () => {
  await look(reportOf(drifted("Sales")));
  Object.assign(scene.github.content.issues[0] ?? {}, { locked: true });
  expect((await look(reportOf(drifted("Claims")))).out).toBe(
    "Updated issue #1: 1 new. Its conversation is locked, so no comment was added.\n",
  );
  expect(body()).toContain("Claims");
});

test("other objects count once nothing waits to be deployed", async () => {
  const objects: Report["objects"] = [
    {
      type: "RoutingQueue",
      noun: "queue",
      name: "Sales",
      action: "update",
      changes: [{ property: "description", from: "a", to: "b" }],
    },
  ];
  const waiting = emptyReport({ objects, flows: [flowReport({ reasons: [{ kind: "own-change" }] })] });
  expect((await look(waiting)).out).toBe("dev has no drift.\n");
  await look(emptyReport({ objects }));
  expect(body()).toContain("The RoutingQueue differs from the source; an update would update it.");
});

test.each(["drift-overwritten", "drift-refused"])("the recorded preview %s opens an issue", async (name) => {
  const file = path.resolve(import.meta.dirname, `../report/scenarios/recordings/${name}/report.json`);
  expect((await look(JSON.parse(readFileSync(file, "utf8")))).out).toBe("Issue #1 about the drift of dev is open.\n");
  expect((await look(emptyReport())).out).toBe("dev has no drift: closed issue #1.\n");
});

test("more drift than an issue can hold is counted", async () => {
  await look(reportOf(...Array.from({ length: 900 }, (_, index) => drifted(`Flow ${index}`))));
  expect(body().length).toBeLessThan(65_536);
  expect(body()).toMatch(/and \d+ more: see the report of the run\.$/);
  expect((await look(reportOf(...Array.from({ length: 900 }, (_, index) => drifted(`Flow ${index}`))))).out).toBe(
    "Issue #1 already lists this drift.\n",
  );
});

test("an issue that no later run would find is closed again", async () => {
  const { code, err } = await look(reportOf(drifted("Sales")), { AUTHOR: "flows-bot[bot]" });
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`--author ${BOT}`) });
  scene.github.on({ route: `POST ${ISSUES}`, after: ({ issues: all }) => void all.at(-1)?.labels.splice(0) });
  const unlabelled = await look(reportOf(drifted("Sales")));
  expect(unlabelled).toMatchObject({ code: 1, err: expect.stringContaining("Create the label") });
  expect(issues().map(({ state }) => state)).toEqual(["closed", "closed"]);
});

test("missing permissions, and a report of another stack", async () => {
  scene.github.allow(TOKEN, { login: BOT, type: "Bot", permissions: ["issues: read"] });
  const { code, err } = await look(reportOf(drifted("Sales")));
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("`issues: write`") });
  scene.write("drift.json", jsonReport(emptyReport()));
  const other = await scene.run(["drift-issue", "--report", "drift.json", "--stack", "prod"]);
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('is about the stack "dev", not "prod"') });
});

test("a comment that GitHub refuses for a moment is written once", async () => {
  await look(reportOf(drifted("Sales")));
  const answer = refused(403, "You have exceeded a secondary rate limit.");
  scene.github.on({ route: `POST ${COMMENTS}`, answer: { ...answer, headers: { "retry-after": "1" } } });
  expect((await look(reportOf(drifted("Claims")))).code).toBe(0);
  expect(scene.github.content.bodies(1)).toHaveLength(1);
});
