import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { decryptedEntry, machineReport } from "../../packages/wrapper/health/machine.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";

/** Belongs to the empty passphrase. */
const SALT = "encryptionsalt: v1:4JB1z8SlJ/8=:v1:peeLo8ZPR+CHriGK:N2KjQkc4UT+d2HkRX3Y61EHyNdWbLw==\n";
const config = "config:\n  genesyscloud:region: eu-central-1\n";

let project: string;
const before = { cwd: process.cwd(), env: { ...process.env } };

beforeEach(() => {
  project = newFolder("machine");
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: example\n");
  writeFileSync(path.join(project, "Pulumi.test.yaml"), config);
  process.chdir(project);
  for (const name of Object.keys(process.env)) if (name.startsWith("PULUMI_")) delete process.env[name];
  // No CLI is installed, in its home folder or on the path.
  Object.assign(process.env, { PULUMI_HOME: path.join(project, "home"), PATH: project });
});

afterEach(() => {
  process.chdir(before.cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before.env);
  removeFolder(project);
});

async function check(id: string): Promise<{ result?: string; text?: string }> {
  const { checks } = await machineReport("test");
  return checks.find((one) => one.id === id) ?? {};
}

function write(file: string, value: unknown): void {
  const place = path.join(project, ".genesys/state/.pulumi", file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, JSON.stringify(value));
}

test("a machine without the Pulumi CLI: it is set up by the next command", async () => {
  const text = `The Pulumi CLI ${pulumiVersion()} is not installed yet. \`npm start\` or any \`npm run pulumi\` command installs it.`;
  expect(await check("tools")).toEqual({ id: "tools", result: "warning", text });
  await expect(decryptedEntry("test", "genesyscloud:oauthclientSecret")).rejects.toThrow(text);
});

describe("the passphrase", () => {
  const cases: [what: string, salt: string, passphrase: string | undefined, result: string][] = [
    ["of a stack without secrets", "", undefined, "ok"],
    ["that is not set", SALT, undefined, "problem"],
    ["that is right", SALT, "", "ok"],
    ["that is wrong", SALT, "another", "problem"],
  ];
  test.each(cases)("%s", async (_, salt, passphrase, result) => {
    writeFileSync(path.join(project, "Pulumi.test.yaml"), `${config}${salt}`);
    if (passphrase !== undefined) process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
    expect(await check("passphrase")).toMatchObject({ result });
  });

  test("of dev is the empty one, whatever the shell has", async () => {
    writeFileSync(path.join(project, "Pulumi.dev.yaml"), `config:\n  genesyscloud:region: eu-central-1\n${SALT}`);
    process.env["PULUMI_CONFIG_PASSPHRASE"] = "of another stack";
    const { checks } = await machineReport("dev");
    expect(checks.find(({ id }) => id === "passphrase")).toMatchObject({ result: "ok" });
  });
});

test("the state records the organisation and its IVRs", async () => {
  expect(await check("state")).toMatchObject({ result: "problem" });
  const outputs = { organizationId: "1f2e" };
  const ivr = "genesyscloud:index/architectIvr:ArchitectIvr";
  const resources = [
    { type: "pulumi:pulumi:Stack" },
    { type: "genesyscloud:index/flow:Flow", id: "flow", outputs },
    { type: ivr, id: "ivr", outputs },
  ];
  write("stacks/example/test.json", { version: 3, checkpoint: { stack: "test", latest: { resources } } });
  const { state, checks } = await machineReport("test");
  expect(checks.find(({ id }) => id === "state")).toMatchObject({ result: "ok" });
  expect(state).toEqual({ organizationId: "1f2e", ivrs: ["ivr"], emailRoutes: [] });
});

describe("the lock", () => {
  const noProcess = 2 ** 22 + 1;
  const cases: [what: string, lock: object | undefined, result: string, text: RegExp][] = [
    ["of nobody", undefined, "ok", /^free$/],
    ["of an interrupted run", { pid: noProcess, hostname: os.hostname() }, "warning", /interrupted run left its lock/],
    ["of another machine", { pid: 4711, hostname: "build-7" }, "problem", /is locked by process 4711 on build-7/],
  ];
  test.each(cases)("%s", async (_, lock, result, text) => {
    if (lock) write("locks/organization/example/test/lock.json", lock);
    const found = await check("lock");
    expect(found).toMatchObject({ result });
    expect(found.text).toMatch(text);
  });
});
