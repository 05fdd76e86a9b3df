import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

const scripts = path.resolve(import.meta.dirname, "..", "..", "scripts");

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

describe("npm run pulumi without a report, with a stand-in for the CLI", () => {
  const folder = temporaryFolder();
  const environment = () => ({ PATH: process.env.PATH, HOME: folder(), PULUMI_HOME: path.join(folder(), "pulumi") });
  const cliThat = (script: string) => {
    const bin = path.join(folder(), "pulumi", "versions", pulumiVersion(), "bin");
    program(path.join(bin, "pulumi-language-nodejs"), "");
    program(path.join(bin, "pulumi"), `[ "$1 $2" = "stack history" ] && exec echo '[]'\n${script}`);
  };
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}, name = "pulumi") =>
    spawnSync(process.execPath, [path.join(scripts, "run.mjs"), name, ...args], {
      cwd: path.join(folder(), "project"),
      env: { ...environment(), ...env },
      encoding: "utf8",
    });

  const noFlows = "No flow is published yet. Add one to flows/, then run `npm start`.\n";

  test("an update ends with a table of flows, unless the output of outputs is set", () => {
    const output = JSON.stringify({
      flows: { sales: { id: "1f2e3d4c", name: "Sales", type: "inboundCall", publishedVersion: "1.0" } },
      topology: "flowchart LR",
      extra: { a: 1 },
    });
    cliThat(
      `[ "$1 $2" = "stack output" ] && exec echo '${output}'; echo "outputs: $PULUMI_OPTION_SUPPRESS_OUTPUTS"; exit $FAILS`,
    );
    const table =
      "Flow   Type         Published version  Modules held  Numbers  Id\n" +
      "-----  -----------  -----------------  ------------  -------  --------\n" +
      "Sales  inboundCall  1.0                                       1f2e3d4c\n";
    expect(run(["up", "-s", "prod", "--raw"]).stdout).toBe(`outputs: true\n\nextra: {"a":1}\n\n${table}`);
    expect(run(["up", "-s", "prod", "--json"]).stdout).toBe("outputs: \n");
    expect(run(["up", "-s", "prod", "--suppress-outputs=false", "--raw"]).stdout).toBe("outputs: \n");
    expect(run(["up", "-s", "prod", "--raw"], { PULUMI_OPTION_SUPPRESS_OUTPUTS: "false" }).stdout).toBe(
      "outputs: false\n",
    );
    expect(run(["preview", "-s", "prod", "--diff"]).stdout).toBe("outputs: true\n");
    expect(run(["destroy", "-s", "prod"]).stdout).toBe("outputs: true\n");
    expect(run(["up", "-s", "prod", "--raw"], { FAILS: "3" })).toMatchObject({ stdout: "outputs: true\n", status: 3 });
  });

  test("the update succeeded even if its outputs cannot be read", () => {
    cliThat('[ "$1 $2" = "stack output" ] && { echo "no such stack" >&2; exit 1; }; echo "$@"');
    const { status, stdout, stderr } = run(["up", "-s", "prod", "--raw"]);
    expect([status, stdout, stderr]).toEqual([
      0,
      "up -s prod\n",
      "The stack's outputs could not be read:\nno such stack\n",
    ]);
  });

  test("the table is from the state file of a file backend, without another run of the CLI", () => {
    cliThat('[ "$1 $2" = "stack output" ] && exit 1; echo "$@"');
    const flows = { sales: { name: "Sales", type: "inboundCall", publishedVersion: "1.0" } };
    const stacks = path.join(folder(), "project", ".genesys", "state", ".pulumi", "stacks", "genesys-flows");
    mkdirSync(stacks, { recursive: true });
    const resources = [{ type: "pulumi:pulumi:Stack", outputs: { flows } }];
    const state = { version: 3, checkpoint: { stack: "organization/genesys-flows/prod", latest: { resources } } };
    writeFileSync(path.join(stacks, "prod.json"), JSON.stringify(state));
    expect(run(["up", "-s", "prod", "--raw"])).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringContaining("Sales  inboundCall  1.0\n"),
    });
  });

  beforeEach(() => {
    mkdirSync(path.join(folder(), "project"));
    writeFileSync(path.join(folder(), "project", "Pulumi.yaml"), "name: genesys-flows\n");
  });

  test("arguments and environment arrive, and the backend's folder exists", () => {
    cliThat('echo "$@"; env');
    const { stdout, status } = run(["up", "--raw", "--message", "two words"]);
    expect(status).toBe(0);
    const [args, ...lines] = stdout.split("\n");
    expect(args).toBe("up --message two words");
    const state = path.join(folder(), "project", ".genesys", "state");
    expect(lines).toEqual(
      expect.arrayContaining([
        `PULUMI_BACKEND_URL=file://${state}`,
        "PULUMI_CONFIG_PASSPHRASE=",
        "PULUMI_OPTION_POLICY_PACK=policies",
      ]),
    );
    expect(existsSync(state)).toBe(true);
  });

  test("another stack than dev gets no passphrase", () => {
    cliThat("env");
    expect(run(["up", "--raw", "--stack", "prod"]).stdout).not.toContain("PULUMI_CONFIG_PASSPHRASE");
    expect(run(["up", "--raw"], { PULUMI_CONFIG_PASSPHRASE: "own" }).stdout).toContain(
      "PULUMI_CONFIG_PASSPHRASE=own\n",
    );
  });

  test("the exit code is the CLI's", () => {
    cliThat("exit 7");
    expect(run(["refresh"]).status).toBe(7);
  });

  test("a request to end is forwarded, and the command ends like the CLI", async () => {
    cliThat(
      "trap 'echo received; trap - TERM; kill -TERM $$' TERM; echo ready; for i in $(seq 400); do sleep 0.05; done",
    );
    const child = spawn(process.execPath, [path.join(scripts, "run.mjs"), "pulumi", "up", "--raw"], {
      cwd: path.join(folder(), "project"),
      env: environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (printed === "") child.kill("SIGTERM");
      printed += text;
    });
    const [code, signal] = await once(child, "close");
    expect({ code, signal, printed }).toEqual({ code: null, signal: "SIGTERM", printed: "ready\nreceived\n" });
  });

  test("a wrapper that is killed with the CLI leaves its mark; the next one reads the live state first", async () => {
    // What a killed wrapper was about to print is lost: the CLI notes its arguments in a file.
    const calls = path.join(folder(), "calls");
    cliThat(`echo "$@" > ${calls}; kill -KILL $PPID; kill -KILL $$`);
    const mark = path.join(folder(), "project", ".genesys", "unfinished", "dev.json");
    expect(run(["up", "-s", "dev", "--raw"])).toMatchObject({ status: null });
    expect(readFileSync(calls, "utf8")).toBe("up -s dev\n");
    expect(JSON.parse(readFileSync(mark, "utf8"))).toMatchObject({ command: "up" });
    cliThat(`[ "$1 $2" = "stack output" ] && exec echo '{}'; ls ${mark} >&2; echo "$@"`);
    expect(run(["preview", "-s", "dev", "--raw"]).stdout).toBe("preview --refresh -s dev\n");
    const next = run(["up", "-s", "dev", "--raw"]);
    expect(next).toMatchObject({ status: 0, stdout: `up --refresh -s dev\n\n${noFlows}` });
    expect(next.stderr).toMatch(/^The last update of dev did not complete \(.*\): .*\(--refresh\)\.\n.*dev\.json\n$/);
    expect(existsSync(mark)).toBe(false);
  });

  test("the lock of an interrupted run is removed before a command that writes; another lock stays", () => {
    cliThat(`[ "$1 $2" = "stack output" ] && exec echo '{}'; echo "$@"`);
    const locks = path.join(
      folder(),
      "project",
      ".genesys",
      "state",
      ".pulumi",
      "locks",
      "organization",
      "genesys-flows",
      "dev",
    );
    const lock = (holder: object) => {
      mkdirSync(locks, { recursive: true });
      writeFileSync(
        path.join(locks, "a.json"),
        JSON.stringify({ username: "someone", timestamp: "2026-01-02T03:04:05Z", ...holder }),
      );
    };
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    lock({ pid, hostname: hostname() });
    const cleared = run(["up", "--stack", "dev", "--raw"]);
    expect([cleared.status, cleared.stdout]).toEqual([0, `up --refresh --stack dev\n\n${noFlows}`]);
    expect(cleared.stderr).toContain("Removed the lock of an interrupted run");
    expect(existsSync(path.join(locks, "a.json"))).toBe(false);

    lock({ pid, hostname: "elsewhere.example" });
    expect(run(["preview", "--stack", "dev", "--raw"]).status).toBe(0);
    const refused = run(["up", "--stack", "dev", "--yes"]);
    expect([refused.status === 0, refused.stdout]).toEqual([false, ""]);
    expect(refused.stderr).toContain("The stack dev is locked by");
    expect(existsSync(path.join(locks, "a.json"))).toBe(true);
  });

  test("npm run env makes a shell do the same", () => {
    cliThat("exit 0");
    const { stdout } = run([], {}, "env");
    const shell = spawnSync("sh", ["-c", `${stdout}\nprintenv PULUMI_BACKEND_URL PULUMI_OPTION_POLICY_PACK`], {
      env: { PATH: process.env.PATH },
      encoding: "utf8",
    });
    const project = path.join(folder(), "project");
    expect(shell.stdout).toBe(`file://${project}/.genesys/state\n${project}/policies\n`);
  });
});
