import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { explainFailure } from "../../packages/wrapper/health/after-failure.ts";
import { devPassphrase, opens } from "../../packages/wrapper/stack/passphrase.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

jest.setTimeout(60_000);

const checkout = path.resolve(import.meta.dirname, "..", "..");
/** For the empty passphrase: the one of this project's `dev`. */
const EMPTY = /^encryptionsalt: (\S+)$/m.exec(
  readFileSync(path.join(checkout, "Pulumi.dev.yaml"), "utf8"),
)?.[1] as string;
/** For the passphrase `y`, made by the CLI. */
const OWN = "v1:K6WdYZ48YKI=:v1:ovS7ANz4O3ch0N0o:nGNXaaZNqAzlPuDDU/JEfDH8c/rhRQ==";

const folder = temporaryFolder();
const stackFile = (stack: string, salt?: string) =>
  writeFileSync(
    path.join(folder(), `Pulumi.${stack}.yaml`),
    `config:\n  genesyscloud:region: local\n${salt === undefined ? "" : `# A comment.\nencryptionsalt: ${salt}\n`}`,
  );

test("a salt is opened by the passphrase that it was created with", () => {
  expect([opens(EMPTY, ""), opens(EMPTY, "x"), opens(OWN, "y")]).toEqual([true, false, true]);
  expect(opens("v2:abc", "")).toBeUndefined();
});

describe("a shell that has a passphrase for another stack", () => {
  const decide = (stack: string | undefined, env: Record<string, string>) =>
    devPassphrase({ project: folder(), stack, env });

  test("has the empty one for dev", () => {
    const empty = { PULUMI_CONFIG_PASSPHRASE: "" };
    const env = { PULUMI_CONFIG_PASSPHRASE: "x" };
    stackFile("dev");
    expect(decide("dev", env)).toEqual(empty);
    expect(decide("dev", { PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" })).toEqual(empty);
    stackFile("dev", EMPTY);
    expect(decide("dev", env)).toEqual(empty);
    stackFile("dev", OWN); // dev was created with a passphrase of its own
    expect(decide("dev", env)).toEqual({});
    expect(decide("prod", env)).toEqual({});
    expect(decide(undefined, env)).toEqual({});
  });

  test("nothing is set where nothing must take precedence", () => {
    expect([decide("dev", {}), decide("dev", { PULUMI_CONFIG_PASSPHRASE: "" })]).toEqual([{}, {}]);
  });

  test("npm run pulumi and npm start run the CLI on dev with the empty one, on others with the shell's", () => {
    const bin = path.join(folder(), "pulumi", "versions", pulumiVersion(), "bin");
    program(path.join(bin, "pulumi-language-nodejs"), "");
    program(
      path.join(bin, "pulumi"),
      'echo "$1 [$PULUMI_CONFIG_PASSPHRASE]"; case "$*" in *--event-log*) exit 1;; esac',
    );
    const project = path.join(folder(), "project");
    mkdirSync(project);
    writeFileSync(path.join(project, "Pulumi.yaml"), "name: genesys-flows\n");
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [path.join(checkout, "scripts", "run.mjs"), ...args], {
        cwd: project,
        env: {
          PATH: process.env.PATH,
          HOME: folder(),
          PULUMI_HOME: path.join(folder(), "pulumi"),
          PULUMI_CONFIG_PASSPHRASE: "x",
        },
        encoding: "utf8",
      }).stdout;
    expect(run("pulumi", "preview", "--raw", "-s", "dev")).toBe("preview []\n");
    expect(run("pulumi", "preview", "--raw", "-s", "prod")).toBe("preview [x]\n");
    expect(run("start")).toContain("preview []\n");
  });
});

describe("after a command that failed", () => {
  const explain = (stack: string, env: Record<string, string>) => {
    const state = path.join(folder(), "state");
    const stacks = path.join(state, ".pulumi", "stacks", "genesys-flows");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(path.join(stacks, `${stack}.json`), '{"version":3,"checkpoint":{}}');
    const spy = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      const run = { project: folder(), projectName: "genesys-flows", stack, state, env, args: ["up", "-s", stack] };
      explainFailure({ code: 255, signal: null }, run);
      return spy.mock.calls.map(([text]) => String(text)).join("");
    } finally {
      spy.mockRestore();
    }
  };

  test("a passphrase that is not the stack's is reported, with its variable", () => {
    stackFile("prod", OWN);
    expect(explain("prod", { PULUMI_CONFIG_PASSPHRASE: "z" })).toContain(
      "The passphrase in PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack prod: it does not match the encryptionsalt of Pulumi.prod.yaml.",
    );
    const file = path.join(folder(), "passphrase");
    writeFileSync(file, "z\n");
    expect(explain("prod", { PULUMI_CONFIG_PASSPHRASE_FILE: file })).toContain("PULUMI_CONFIG_PASSPHRASE_FILE is not");
    writeFileSync(file, "y\n");
    expect(explain("prod", { PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe("");
  });

  test("dev with a passphrase of its own is reported; the empty one is not, and is tried once", () => {
    stackFile("dev", OWN);
    expect(explain("dev", { PULUMI_CONFIG_PASSPHRASE: "" })).toContain(
      "The stack dev was encrypted with a passphrase: the empty passphrase does not match",
    );
    stackFile("dev", EMPTY);
    expect(explain("dev", { PULUMI_CONFIG_PASSPHRASE: "" })).toBe("");
    expect(readFileSync(path.join(folder(), ".genesys", "cache", "empty-passphrase"), "utf8")).toBe(EMPTY);
  });

  test("a command that succeeded, or was ended by a signal, is not examined", () => {
    for (const ending of [
      { code: 0, signal: null },
      { code: 1, signal: "SIGTERM" as const },
    ]) {
      const run = { project: folder(), projectName: "p", stack: "dev", state: folder(), env: {}, args: ["up"] };
      expect(explainFailure(ending, run)).toBe(ending);
    }
  });
});
