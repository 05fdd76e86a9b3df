import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cliFolder, homeWithoutLog, pulumiHome, pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("the CLI's automatic log", () => {
  const folder = temporaryFolder();
  const at = (...parts: string[]) => path.join(folder(), ...parts);
  const project = () => at("project");
  const real = () => at("home");
  const variables = (env: NodeJS.ProcessEnv = {}) =>
    homeWithoutLog({ project: project(), env: { PULUMI_HOME: real(), ...env } });
  /** Runs the CLI of this machine. */
  const pulumi = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const program = path.join(cliFolder(pulumiHome(), pulumiVersion()), "pulumi");
    const settings = { PATH: process.env.PATH, HOME: folder(), PULUMI_HOME: real(), PULUMI_SKIP_UPDATE_CHECK: "true" };
    return spawnSync(program, args, { cwd: folder(), env: { ...settings, ...env }, encoding: "utf8" });
  };
  const logs = () => (existsSync(path.join(real(), "logs")) ? readdirSync(path.join(real(), "logs")) : []);

  beforeEach(() => {
    mkdirSync(project());
    mkdirSync(real());
  });

  test("is not written; with GENESYS_FLOWS_ENGINE_LOG=true it is", () => {
    const login = ["login", `file://${folder()}`];
    expect(pulumi(login, variables({ GENESYS_FLOWS_ENGINE_LOG: "true" })).status).toBe(0);
    expect(logs()).toHaveLength(1);
    rmSync(path.join(real(), "logs"), { recursive: true });
    expect(pulumi(["whoami"], variables())).toMatchObject({ status: 0, stderr: "" });
    expect(logs()).toEqual([]);
  });

  test("takes the rest of the home with it: nothing is lost, nothing is written elsewhere", () => {
    writeFileSync(path.join(real(), "credentials.json"), "{}");
    const env = variables();
    expect(pulumi(["login", `file://${folder()}`], env).status).toBe(0);
    expect(readFileSync(path.join(real(), "credentials.json"), "utf8")).toContain(folder());
    mkdirSync(path.join(real(), "templates"));
    expect(variables()).toEqual(env);
    const home = String(env["PULUMI_HOME"]);
    expect(readdirSync(home).sort()).toEqual(["credentials.json", "logs", "plugins", "templates", "workspaces"]);
    const own = readdirSync(home).filter((name) => !lstatSync(path.join(home, name)).isSymbolicLink());
    expect(own).toEqual(["logs"]);
    // A command that runs in another one has this home already.
    expect(variables(env)).toEqual({});
  });

  test("is written where the project is read-only", () => {
    writeFileSync(path.join(project(), ".genesys"), "a file in place of the folder");
    expect(variables()).toEqual({});
  });

  test("a place that a user has chosen for credentials stays theirs", () => {
    expect(variables({ PULUMI_CREDENTIALS_PATH: "/keys" })["PULUMI_CREDENTIALS_PATH"]).toBe("/keys");
  });
});
