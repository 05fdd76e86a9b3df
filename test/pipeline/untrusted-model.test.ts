import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { jsonReport, type Report } from "@genesys-flows/report";
import { emptyReport, flowReport, moduleChange } from "../report/sample.ts";
import { Scene, SHA } from "./scene.ts";

/** A text of the hostile reports: nothing may show it. */
const EVIL = "EVIL";

let scene: Scene;
beforeEach(async () => {
  scene = await new Scene().start();
  scene.github.content.addPull(7, { sha: SHA });
  scene.event("workflow_run");
});
afterEach(() => scene.end());

const report = (over: Partial<Report>) => jsonReport(emptyReport({ unchecked: [EVIL], ...over }));
const { run } = emptyReport();
const withDiagram = (line: string) => report({ flows: [flowReport({ diagram: `flowchart TD\n${line}\n` })] });

test.each<[string, string | (() => void), string]>([
  ["no JSON", "EVIL", "is not JSON"],
  ["an older format", '{"format": "genesys-flows/report/0", "x": "EVIL"}', "but this version of genesys-flows reads"],
  ["an unknown key", report({}).replace("{", '{"html": "<b>EVIL</b>",'), "Unrecognized key"],
  ["the key of a prototype", report({}).replace("{", '{"__proto__": {"polluted": "EVIL"},'), "Unrecognized key"],
  [
    "a constructor",
    report({}).replace('"run": {', '"run": {"constructor": {"prototype": {"x": "EVIL"}},'),
    "Unrecognized key",
  ],
  ["a nesting without end", "[".repeat(1_000_000), "is nested more than 24 levels deep"],
  [
    "a nesting that ends",
    report({}).replace('"EVIL"', `${"[".repeat(30)}${"]".repeat(30)}`),
    "is nested more than 24 levels deep",
  ],
  [
    "more bytes than are read",
    () => scene.write("artefact/report.json", Buffer.alloc(17 * 1024 * 1024, 32)),
    "at most 16777216 are read",
  ],
  ["no UTF-8", () => scene.write("artefact/report.json", Buffer.from([0x22, 0xff, 0xfe, 0x22])), "not UTF-8 text"],
  [
    "too many flows",
    () => scene.artefact(report({ flows: Array.from({ length: 5_001 }, () => flowReport()) })),
    "5001 flows",
  ],
  [
    "too many messages",
    report({ messages: Array.from({ length: 20_001 }, () => ({ severity: "info", text: "x" })) }),
    "20001 entries in messages",
  ],
  [
    "too long a text",
    report({ findings: [], messages: [{ severity: "info", text: EVIL.repeat(60_000) }] }),
    "messages.0.text has 240000 characters",
  ],
  ["another stack", report({ run: { ...run, stack: "prod" } }), 'about the stack "prod"'],
  ["an update", report({ run: { ...run, kind: "update" } }), "reports an update"],
  [
    "a real organisation",
    report({ run: { ...run, organisation: { embedded: false, id: EVIL } } }),
    "an organisation other than",
  ],
  ["a link in a diagram", withDiagram('  click n_a "https://e.example/EVIL"'), "a line that no report contains"],
  [
    "a picture in a diagram",
    withDiagram('  n_a@{ img: "https://e.example/EVIL.png" }'),
    "a line that no report contains",
  ],
  ["settings in a diagram", withDiagram('%%{init: {"theme": "EVIL"}}%%'), "a line that no report contains"],
  ["HTML in a diagram", withDiagram('  n_a["<img src=x onerror=EVIL>"]'), "a line that no report contains"],
  [
    "another file beside it",
    () => {
      scene.artefact(report({}));
      scene.write("artefact/EVIL\n::error::x", "");
    },
    "and nothing else; it contains 2",
  ],
  ["another file in its place", () => scene.write("artefact/EVIL.json", report({})), "and nothing else"],
  [
    "a folder in its place",
    () => mkdirSync(path.join(scene.folder, "artefact", "report.json"), { recursive: true }),
    "is not a file",
  ],
  [
    "a link in its place",
    () => {
      scene.write("secret.json", report({}));
      mkdirSync(path.join(scene.folder, "artefact"));
      symlinkSync("../secret.json", path.join(scene.folder, "artefact", "report.json"));
    },
    "cannot be opened",
  ],
  [
    "a pipe in its place",
    () => {
      mkdirSync(path.join(scene.folder, "artefact"));
      execFileSync("mkfifo", [path.join(scene.folder, "artefact", "report.json")]);
    },
    "is not a file",
  ],
  [
    "no artefact",
    () => rmSync(path.join(scene.folder, "artefact"), { recursive: true, force: true }),
    "made no report",
  ],
])("a report with %s is not shown: a fixed text says so", async (_what, written, words) => {
  if (typeof written === "string") scene.artefact(written);
  else written();
  const { code, out, err } = await scene.comment();
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(words) });
  expect(out).toBe("Comments on pull request #7: 1 created, 0 updated, 0 deleted.\n");
  const [body] = scene.github.content.bodies(7);
  expect(body).toBe(
    `<!-- genesys-flows:report stack=dev part=1/1 -->\n<!-- genesys-flows:run of=stand-in commit=${SHA} run=12.1 -->\n` +
      `### Preview of \`dev\`\n\nThe report of commit ${SHA} could not be shown. ` +
      "The log of the workflow that writes this comment shows why; [the run](https://github.com/example/flows/actions/runs/900) made the report.",
  );
  expect(err + out).not.toMatch(/^\s*::|##\[/m);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("an unreadable report replaces the comment of an earlier commit", async () => {
  scene.artefact(moduleChange());
  await scene.comment();
  scene.artefact("no JSON");
  expect(await scene.comment()).toMatchObject({ code: 1, out: expect.stringContaining("0 created, 1 updated") });
  expect(scene.github.content.bodies(7)[0]).not.toContain("PIN authentication");
});

test("a report of the organisation that the workflow names is shown in a comment of its own, and says nothing of a stand-in", async () => {
  scene.artefact(report({}));
  expect((await scene.comment()).code).toBe(0);
  scene.artefact(
    report({ run: { ...run, organisation: { embedded: false, id: "f85d5519", region: "eu-central-1" } } }),
  );
  scene.event("workflow_run", { run: { number: 3, attempt: 1 } });
  const args = ["comment", "--report", "artefact", "--stack", "dev", "--organisation"];
  expect((await scene.run([...args, "another"])).code).toBe(1);
  expect((await scene.run([...args, "f85d5519"])).code).toBe(0);
  const [standIn, real] = scene.github.content.bodies(7);
  expect(standIn).toContain("without credentials");
  expect(real).toContain("of=organisation");
  expect(real).not.toContain("without credentials");
});
