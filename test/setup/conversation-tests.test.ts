import { spawnSync } from "node:child_process";
import path from "node:path";
import { pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";
import { inCheckout } from "../harness/checkout.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { writeFiles } from "../project/harness.ts";
import { program } from "./program.ts";

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

/** `npm test` of a project, with stand-ins for the Pulumi CLI and for jest. */
describe("npm test", () => {
  const folder = temporaryFolder();
  const flow = `inboundCall: Sales
onFault: {say: "We are sorry.", then: disconnect}
start: greet
nodes: {greet: {playAudio: "Hello.", then: bye}, bye: {disconnect: {}}}
`;
  const conversation = (text: string) => `flow: sales\nconversations:\n  a call: [{hears: ${text}}]\n`;
  const npmTest = (files: Readonly<Record<string, string>>, { args = [] as string[], jestEnds = 0 } = {}) => {
    const home = path.join(folder(), "pulumi");
    program(path.join(home, "versions", pulumiVersion(), "bin", "pulumi"), "exit 0");
    program(path.join(home, "versions", pulumiVersion(), "bin", "pulumi-language-nodejs"), "");
    const project = path.join(folder(), "project");
    writeFiles(project, {
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "config: {genesyscloud:region: local}\n",
      "flows/sales.yaml": flow,
      "node_modules/jest/bin/jest.js": `console.log("jest ran"); process.exitCode = ${jestEnds};\n`,
      ...files,
    });
    const { status, stdout } = spawnSync(process.execPath, [inCheckout("scripts/run.mjs"), "test", ...args], {
      cwd: project,
      env: { PATH: process.env.PATH, HOME: folder(), PULUMI_HOME: home },
      encoding: "utf8",
    });
    expect(stdout).toContain("jest ran\n");
    return { status, played: /^\d+ of \d+ conversations?.*passed/m.exec(stdout)?.[0] };
  };
  const tests = { "flows/sales.test.yaml": conversation("Hello") };

  test("plays the conversation tests after jest, and ends as the one that fails", () => {
    expect(npmTest(tests)).toEqual({ status: 0, played: "1 of 1 conversation in 1 file passed" });
    expect(npmTest(tests, { jestEnds: 1 })).toEqual({ status: 1, played: "1 of 1 conversation in 1 file passed" });
    const failing = npmTest({ "flows/sales.test.yaml": conversation("Goodbye") });
    expect(failing).toEqual({ status: 1, played: "0 of 1 conversation in 1 file passed" });
  });

  test("of a project without them, or with arguments for jest, is jest alone", () => {
    expect(npmTest({})).toEqual({ status: 0, played: undefined });
    expect(npmTest(tests, { args: ["test/flows"] })).toEqual({ status: 0, played: undefined });
  });
});
