import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../../packages/wrapper/cli/command-line.ts";
import { policyEnvironment } from "../../packages/wrapper/stack/policy-config.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const project = temporaryFolder();
const secret = { GENESYS_FLOWS_RUN: expect.stringMatching(/^[0-9a-f]{64}$/) };
const own = { PULUMI_OPTION_POLICY_PACK: "policies" };

/** What the wrapper sets for a command on the stack `dev`. */
function wrapped(command: string, env: Record<string, string> = own) {
  return policyEnvironment({ project: project(), stack: "dev", line: commandLine(command.split(" ")), env });
}

function write(name: string, text: string): void {
  const file = path.join(project(), name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const config = () => path.join(project(), ".genesys", "policies", "dev.json");

beforeEach(() => {
  write("Pulumi.dev.yaml", "config:\n  genesys-flows:policyLevels: relaxed\n");
  write("policies/levels/relaxed.yaml", "module-call-transitions: advisory\n");
});

test.each(["up --yes", "preview", "up --config-file Pulumi.dev.yaml"])(
  "`%s` has the levels of the stack in the engine's form",
  async (command) => {
    expect(await wrapped(command)).toEqual({ PULUMI_OPTION_POLICY_PACK_CONFIG: config(), ...secret });
    expect(JSON.parse(readFileSync(config(), "utf8"))).toMatchObject({
      "module-call-transitions": { enforcementLevel: "advisory" },
      "fault-handling": { enforcementLevel: "mandatory" },
    });
  },
);

test("the pack is the project's by its absolute path too", async () => {
  const env = { PULUMI_OPTION_POLICY_PACK: path.join(project(), "policies") };
  expect(await wrapped("up", env)).toEqual({ PULUMI_OPTION_POLICY_PACK_CONFIG: config(), ...secret });
});

test.each<[string, string, Record<string, string>]>([
  ["a command that runs no pack", "refresh", own],
  ["help", "up --help", own],
  ["another pack on the command line", "up --policy-pack other", own],
  ["a configuration on the command line", "up --policy-pack-config x.json", own],
  ["a configuration in the environment", "up", { ...own, PULUMI_OPTION_POLICY_PACK_CONFIG: "" }],
  ["another pack in the environment", "up", { PULUMI_OPTION_POLICY_PACK: "../other" }],
  ["no pack", "up", { PULUMI_OPTION_POLICY_PACK: "" }],
])("no configuration is set for %s, and the pack has no verdict of the program", async (_, command, env) => {
  expect(await wrapped(command, env)).toEqual({ GENESYS_FLOWS_RUN: "" });
  expect(existsSync(config())).toBe(false);
});

test.each([
  ["without levels", "config: {}\n"],
  ["with levels of another namespace", "config: {other:policyLevels: relaxed}\n"],
  ["that is no YAML", "config: [ policyLevels\n"],
])("no configuration is set for a stack's file %s", async (_, text) => {
  write("Pulumi.dev.yaml", text);
  expect(await wrapped("up")).toEqual(secret);
});

test.each(["CI", "GITLAB_CI", "TF_BUILD"])(
  "in a pipeline, which sets %s, the pack has no verdict of the program",
  async (name) => {
    expect(await wrapped("up", { ...own, [name]: "true" })).toMatchObject({ GENESYS_FLOWS_RUN: "" });
  },
);

test("each command has a secret of its own, whatever the environment has", async () => {
  const env = { ...own, GENESYS_FLOWS_RUN: "a".repeat(64) };
  const [one, other] = [await wrapped("up", env), await wrapped("up", env)];
  expect(one).toMatchObject(secret);
  expect(new Set([one, other, env].map(({ GENESYS_FLOWS_RUN: value }) => value)).size).toBe(3);
});

test("mistakes in the levels stop the command, all at once", async () => {
  write("policies/levels/relaxed.yaml", "module-call-transitions: advisry\nno-such-rule: advisory\n");
  const refused = expect(wrapped("up")).rejects;
  await refused.toThrow(
    /^The policies have errors\.\n\n(?=[\s\S]*levels\/relaxed\.yaml:1:)(?=[\s\S]*`no-such-rule` does not exist)/,
  );
  await expect(wrapped("refresh")).resolves.toEqual({ GENESYS_FLOWS_RUN: "" });
});
