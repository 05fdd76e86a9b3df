import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../../packages/wrapper/cli/command-line.ts";
import { pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { isReported, withoutOffline } from "../../packages/wrapper/report/previewed-update.ts";
import { inCheckout } from "../harness/checkout.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

const folder = temporaryFolder();
const FLOW = "urn:pulumi:prod::genesys-flows::genesyscloud:index/flow:Flow::sales";

/** The events of a run that creates the flow `sales`, or that does nothing. */
function events(o: { creates?: boolean; planning: boolean; error?: string }): string {
  const state = { urn: FLOW, type: "genesyscloud:index/flow:Flow", inputs: { name: "Sales", type: "inboundCall" } };
  const metadata = { op: "create", urn: FLOW, type: state.type, new: { ...state, outputs: {} } };
  const step = { metadata, planning: o.planning };
  const list = [
    { preludeEvent: { config: { "genesyscloud:region": "local" } } },
    ...(o.creates ? [{ resourcePreEvent: step }, { resOutputsEvent: step }] : []),
    ...(o.error ? [{ diagnosticEvent: { severity: "error", message: o.error } }] : []),
    { summaryEvent: { isPreview: o.planning, resourceChanges: {} } },
  ];
  return `${list.map((event) => JSON.stringify(event)).join("\n")}\n`;
}

/** A stand-in for the CLI that notes its arguments, and writes these events for a preview and for an update. */
function cliThat(o: { preview?: string; update?: string; then?: string; history?: readonly object[] }): void {
  const bin = path.join(folder(), "pulumi", "versions", pulumiVersion(), "bin");
  program(path.join(bin, "pulumi-language-nodejs"), "");
  writeFileSync(path.join(folder(), "preview.json"), o.preview ?? "");
  writeFileSync(path.join(folder(), "update.json"), o.update ?? "");
  program(
    path.join(bin, "pulumi"),
    `[ "$1 $2" = "stack output" ] && exec echo '{}'
[ "$1 $2" = "stack history" ] && exec echo '${JSON.stringify(o.history ?? [])}'
echo "$@" >> ${path.join(folder(), "calls.txt")}
echo "the CLI's own text"
command="$1"
while [ $# -gt 0 ]; do [ "$1" = "--event-log" ] && log="$2"; shift; done
if [ "$command" = preview ]; then cp ${path.join(folder(), "preview.json")} "$log"; else cp ${path.join(folder(), "update.json")} "$log"; fi
${o.then ?? "exit 0"}`,
  );
}

const run = (...args: string[]) =>
  spawnSync(process.execPath, [inCheckout("scripts", "run.mjs"), "pulumi", ...args], {
    cwd: path.join(folder(), "project"),
    env: { PATH: process.env["PATH"], HOME: folder(), PULUMI_HOME: path.join(folder(), "pulumi") },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
/** The calls of the CLI, without the paths of files. */
const calls = (): string[] => {
  const file = path.join(folder(), "calls.txt");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.replaceAll(/(?<= )\/\S+\//g, ""));
};
const LOG = (phase: string) => `--event-log prod.${phase}.json --color never`;

beforeEach(() => {
  mkdirSync(path.join(folder(), "project"));
  writeFileSync(path.join(folder(), "project", "Pulumi.yaml"), "name: genesys-flows\n");
});

test("a preview prints its report instead of the engine's text", () => {
  cliThat({ preview: events({ creates: true, planning: true }) });
  const { status, stdout, stderr } = run("preview", "-s", "prod");
  expect([status, stdout.split("\n")[0]]).toEqual([0, "1 flow will be published, nothing deleted."]);
  expect(stdout).not.toContain("own text");
  expect(stderr).toBe("Previewing prod...\n");
  expect(calls()).toEqual([`preview -s prod ${LOG("preview")}`]);
});

test("an update is previewed, and bound to that preview", () => {
  cliThat({
    preview: events({ creates: true, planning: true }),
    update: events({ creates: true, planning: false }),
  });
  const { status, stdout } = run("up", "-ys", "prod", "--continue-on-error", "--message", "two words");
  expect([status, calls()]).toEqual([
    0,
    [
      `preview -s prod --message two words --save-plan prod.plan.json ${LOG("preview")}`,
      `up -s prod --continue-on-error --message two words --skip-preview --yes --plan prod.plan.json ${LOG("update")}`,
    ],
  ]);
  expect(stdout).toContain("1 flow was published, nothing deleted.");
  expect(existsSync(path.join(folder(), "project", ".genesys", "events", "prod.plan.json"))).toBe(false);
});

test("after a preview that failed nothing is updated; the exit code is the CLI's", () => {
  cliThat({ preview: events({ planning: true, error: "The provider does not start." }), then: "exit 7" });
  const { status, stdout } = run("up", "--yes", "-s", "prod");
  expect([status, calls().length]).toEqual([7, 1]);
  expect(stdout).toContain("The preview failed.");
  expect(stdout.trimEnd().endsWith("The provider does not start.")).toBe(true);
});

test.each([
  ["before it began", "", false],
  ["after it began", events({ creates: true, planning: false }), true],
])("an update that ends with the engine's message of a lock %s is marked as incomplete: %#", (_, update, isMarked) => {
  const locked =
    'if [ "$command" = up ]; then echo "error: the stack is currently locked by 1 lock(s)" >&2; exit 255; fi';
  cliThat({ preview: events({ creates: true, planning: true }), update, then: locked });
  const { status, stdout } = run("up", "-s", "prod", "--yes");
  expect([status, stdout]).toEqual([255, expect.stringContaining("currently locked by 1 lock")]);
  expect(existsSync(path.join(folder(), "project", ".genesys", "unfinished", "prod.json"))).toBe(isMarked);
});

test.each([true, false])("a checkout that is behind is announced where the update changes something: %s", (creates) => {
  const environment = { "git.head": "0".repeat(40), "git.dirty": "false" };
  const history = [{ kind: "update", startTime: "2026-11-24T21:05:06Z", environment }];
  cliThat({ preview: events({ creates, planning: true }), history });
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  for (const args of [["init"], ["add", "."], ["commit", "-m", "first"]])
    spawnSync("git", [...who, ...args], { cwd: path.join(folder(), "project") });
  const { status, stderr } = run("preview", "-s", "prod");
  const text = "An update from this checkout would undo the changes of that commit.";
  expect([status, stderr.includes(text), stderr.includes("git merge")]).toEqual([0, creates, creates]);
});

test("where the events do not say why it failed, the CLI's own text is printed", () => {
  cliThat({ then: "exit 3" });
  const { status, stdout } = run("preview", "-s", "prod");
  expect([status, stdout]).toEqual([3, "the CLI's own text\n"]);
});

test("an update that nobody can confirm is refused before anything is done", () => {
  cliThat({});
  const { status, stdout, stderr } = run("up", "-s", "prod");
  expect([status, stdout, calls()]).toEqual([2, "", []]);
  expect(stderr).toContain("Run it with --yes");
  expect(existsSync(path.join(folder(), "project", ".genesys", "unfinished"))).toBe(false);
});

test("without a preview, the report is that of the update", () => {
  cliThat({ update: events({ creates: true, planning: false }) });
  const { status, stdout } = run("up", "--skip-preview", "-s", "prod");
  expect([status, calls()]).toEqual([0, [`up --skip-preview -s prod ${LOG("update")}`]]);
  expect(stdout).toMatch(/^1 flow was published, nothing deleted\.\nUpdate of prod/);
});

test.each([
  ["preview", true],
  ["up --yes", true],
  ["up --stack prod --refresh", true],
  ["preview --diff", false],
  ["preview --json", false],
  ["up --raw", false],
  ["preview --raw=false", true],
  ["up --help", false],
  ["up --plan p.json", false],
  ["preview --save-plan p.json", false],
  ["preview --event-log e.json", false],
  ["refresh", false],
  ["destroy", false],
])("`%s` has a report: %s", (line, expected) => {
  expect(isReported(commandLine(line.split(" ")), {})).toBe(expected);
  expect(isReported(commandLine(line.split(" ")), { PULUMI_OPTION_DIFF: "true" })).toBe(false);
});

test.each([
  [["--offline", "preview", "--stack", "prod"], ["preview", "--stack", "prod"], { GENESYS_FLOWS_OFFLINE: "true" }],
  [["up", "-ys", "prod", "--offline"], ["up", "-ys", "prod"], { GENESYS_FLOWS_OFFLINE: "true" }],
  [["preview", "--", "--offline"], ["preview", "--", "--offline"], {}],
])("`--offline` is not the CLI's: %j", (given, args, expected) => {
  const env = {};
  expect(withoutOffline(given, env)).toEqual(args);
  expect(env).toEqual(expected);
});
