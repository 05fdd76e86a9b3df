import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { jsonReport, type Report } from "@genesys-flows/report";
import { hostileTexts } from "../report/hostile.ts";
import { emptyReport, flowReport, moduleChange } from "../report/sample.ts";
import { Scene } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await new Scene().start();
});
afterEach(() => scene.end());

type Finding = Report["findings"][number];

function finding(over: Partial<Finding> = {}): Finding {
  const place = { file: "flows/sales.yaml", line: 4, column: 7 };
  return {
    severity: "warning",
    code: "dead-end",
    message: "It ends.",
    place,
    blocks: false,
    exempted: false,
    from: "policy",
    ...over,
  };
}

async function annotated(report: Report, args: readonly string[] = []): Promise<string[]> {
  scene.write("report.json", jsonReport(report));
  const { code, out, err } = await scene.run(["annotate", "--report", "report.json", ...args]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.split("\n").slice(0, -1);
}

test("findings are annotations at their lines: what blocks is an error, what is exempted is none", async () => {
  const findings = [
    finding({ severity: "note", place: undefined }),
    finding({ hint: "Add `error`." }),
    finding({ exempted: true }),
    finding({ blocks: true, message: "50% of\ncalls: lost" }),
  ];
  expect(await annotated(emptyReport({ findings }))).toEqual([
    "::error file=flows/sales.yaml,line=4,col=7,title=dead-end (blocks the update)::50%25 of%0Acalls: lost",
    "::warning file=flows/sales.yaml,line=4,col=7,title=dead-end::It ends.%0AAdd `error`.",
    "::notice title=dead-end::It ends.",
  ]);
});

test("what customers will notice is a notice at the line that changes it", async () => {
  expect(await annotated(moduleChange())).toEqual([
    expect.stringMatching(
      /^::notice file=flows\/modules\/pin-authentication\.yaml,line=17,col=3,title=PIN authentication%3A customers will notice::ask says/,
    ),
  ]);
  const removed = flowReport({ changes: [{ sign: "-", text: "x", spoken: true, place: { file: "a.yaml", line: 1 } }] });
  expect(await annotated(emptyReport({ flows: [removed] }))).toEqual([]);
});

test("of more than ten of a level, those on changed lines come first and the others are counted", async () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: scene.folder, stdio: "pipe" });
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
  git("init", "-q", "-b", "main");
  scene.write("flows/größe.yaml", lines.join("\n"));
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "base");
  git("checkout", "-q", "-b", "work");
  lines[29] = "++ changed";
  scene.write("flows/größe.yaml", lines.join("\n"));
  git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-a", "-m", "head");
  const findings = lines.map((_, index) => finding({ place: { file: "flows/größe.yaml", line: index + 1 } }));
  const shown = await annotated(emptyReport({ findings }), ["--base", "main"]);
  expect(shown).toHaveLength(11);
  expect(shown[0]).toContain("line=30,");
  expect(shown[1]).toContain("line=1,");
  expect(shown[10]).toBe("The report has 30 more: GitHub shows at most ten annotations of each level.");
  const unknown = await scene.run(["annotate", "--report", "report.json", "--base", "nowhere"]);
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining("fetch-depth: 0") });
});

test.each(Object.entries(hostileTexts))("%s in a finding stays in its one command", async (_what, text) => {
  const place = { file: text, line: 1, column: 1 };
  const shown = await annotated(emptyReport({ findings: [finding({ code: text, message: text, why: text, place })] }));
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatch(/^::warning file=[^:,]*,line=1,col=1,title=[^:,]*::/);
  expect(shown[0]?.slice(2)).not.toContain("##[");
});

test("a summary is the report without markers, after what the step has written", async () => {
  const file = scene.write("summary.md", "Before\n");
  scene.write("report.json", jsonReport(moduleChange()));
  expect((await scene.run(["summary", "--report", "report.json"], { GITHUB_STEP_SUMMARY: file })).code).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^Before\n### Preview of `dev`\n/);
  expect(text).not.toContain("<!--");
});

test("a summary of more than GitHub takes says what is left out", async () => {
  const flows = Array.from({ length: 30 }, (_, index) =>
    flowReport({ key: `f${index}`, name: `Flow ${index}`, changes: [{ sign: "~", text: "wörd ".repeat(11_000) }] }),
  );
  scene.write("report.json", jsonReport(emptyReport({ flows })));
  await scene.run(["summary", "--report", "report.json", "--out", "summary.md"]);
  const text = readFileSync(path.join(scene.folder, "summary.md"));
  expect(text.byteLength).toBeLessThanOrEqual(1024 * 1024);
  expect(text.toString("utf8")).toMatch(/\*\*\d+ more parts of the report do not fit in this summary/);
});

test("neither needs GitHub's variables, and each says what it misses", async () => {
  expect(await scene.run(["annotate"])).toMatchObject({
    code: 2,
    err: "An input is invalid:\n  --report is missing.\n",
  });
  expect(await scene.run(["summary"])).toMatchObject({
    code: 2,
    err: "Inputs are invalid:\n  --report is missing.\n  --out or GITHUB_STEP_SUMMARY is missing.\n",
  });
});
