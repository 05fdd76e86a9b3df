import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const ARGS = ["--skip-preview", "--non-interactive"];

/** Each damage: a sentence with the path, no stack trace; then the command that the sentence names, and all is well. */
describe("damaged files", () => {
  let workspace: Workspace;
  let state: string;
  let file: string;
  let copy: string;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/claims.yaml": callerOfErrorHandler("Claims"),
      },
      organisation,
    });
    state = path.join(workspace.backend, ".pulumi", "stacks", "genesys-flows", "dev.json");
    file = workspace.path(".genesys", "orgs", "genesys-flows-dev.sqlite");
    await starts();
    copy = (await workspace.flowctl(["org", "snapshot"])).trim().split("\n")[0] as string;
  });
  afterAll(() => workspace?.dispose());

  async function starts(): Promise<string> {
    const { code, output } = await workspace.script("start", ARGS);
    if (code !== 0) throw new Error(`npm start ended with ${code}:\n${output}`);
    return output;
  }

  async function previews(env: Record<string, string> = {}): Promise<string> {
    const { code, output } = await workspace.script("pulumi", ["preview", "--stack", "dev"], { env });
    if (code !== 0) throw new Error(`preview ended with ${code}:\n${output}`);
    return output;
  }

  /** What a command that is refused prints. */
  async function refused(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
    const { code, output } = await workspace.script(script, args, { env });
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/^ {4}at |Node\.js v|credentials and region/m);
    return output;
  }

  test("a truncated state: reading commands print what restores it, npm start does", async () => {
    truncateSync(state, 500);
    expect(await refused("pulumi", ["preview", "--stack", "dev"])).toContain(
      `${state} is truncated. Nothing was done.`,
    );

    const output = await starts();
    expect(output).toContain(`The state of dev could not be read: ${state} is truncated. The state was restored from`);
    expect(output).toContain("reading the live state first (--refresh)");
    expect(output).toContain("Nothing changes.");
    expect(existsSync(workspace.path(".genesys", "unfinished", "dev.json"))).toBe(false);
    for (const kept of globSync(`${state}.damaged-*`)) rmSync(kept);
  });

  test("a state without any intact copy: the printed commands create a new one, which takes over the existing flows", async () => {
    for (const backup of [
      `${state}.bak`,
      ...globSync(path.join(workspace.backend, ".pulumi", "backups", "**", "*.json")),
    ])
      writeFileSync(backup, "");
    writeFileSync(state, "");
    const output = await refused("start", ARGS);
    expect(output).toContain(`${state} is empty, and no copy of it is intact`);
    const moves = output.split("\n").filter((line) => line.startsWith("  mv "));
    expect(moves).toHaveLength(2);
    expect(spawnSync("sh", ["-ec", moves.join("\n")]).status).toBe(0);

    expect(await starts()).toContain("taken over: an earlier update published the flow");
    expect(await (await workspace.organisation()).versions()).toEqual({ "Common error handler": "1.0", Claims: "1.0" });
  });

  test("an organisation that was removed is missed also by an update without changes; its copy makes it whole", async () => {
    await workspace.close();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
    const output = await refused("start", ARGS);
    expect(output).toContain(`The embedded organisation of this stack is gone: ${file} does not exist or is empty`);
    expect(output).toContain("npm run flowctl -- org restore COPY --stack dev");
    expect(existsSync(file)).toBe(false);

    await workspace.flowctl(["org", "restore", copy, "--stack", "dev"]);
    expect(await previews()).toContain("Nothing changes.");
  });

  test("an organisation whose file is damaged is named with its path, by every command; a copy takes its place", async () => {
    writeFileSync(file, readFileSync(file).fill(0xa5, 4096 * 2));
    const damaged = `The file of the embedded organisation is damaged: ${file} (`;
    expect(await refused("pulumi", ["refresh", "--yes", "--stack", "dev"])).toContain(damaged);
    expect(await refused("flowctl", ["org", "status"])).toContain(damaged);
    const plain = await workspace.pulumi(["refresh", "--preview-only", "--stack", "dev"]);
    expect(plain.code).not.toBe(0);
    expect(plain.output).toContain(damaged);

    expect(await workspace.flowctl(["org", "restore", copy])).toContain("The old file could not be opened");
  });

  test("a folder that is a file, and a state that is gone", async () => {
    const compiled = workspace.path(".genesys", "compiled");
    renameSync(compiled, `${compiled}.kept`);
    writeFileSync(compiled, "");
    expect(await refused("start", ARGS)).toContain(
      `${compiled} is a file, but a folder is expected there. Move it away: mv ${compiled} ${compiled}.away`,
    );
    rmSync(compiled);
    renameSync(`${compiled}.kept`, compiled);

    const empty = workspace.path(".other-state");
    mkdirSync(empty);
    expect(await refused("pulumi", ["preview", "--stack", "dev"], { PULUMI_BACKEND_URL: `file://${empty}` })).toContain(
      `The stack dev has no state in ${empty}. Create it: npm start.`,
    );
  });

  test("a passphrase that the shell has for another stack does not break dev", async () => {
    expect(await previews({ PULUMI_CONFIG_PASSPHRASE: "of prod" })).toContain("Nothing changes.");
  });

  test("a stack other than dev: the wrong passphrase is named", async () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "right" };
    workspace.configure({}, "two");
    await workspace.succeed(["stack", "init", "two", "--no-select"], { env });
    expect(await refused("pulumi", ["preview", "--stack", "two"], { PULUMI_CONFIG_PASSPHRASE: "wrong" })).toContain(
      "The passphrase in PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack two",
    );
  });
});
