import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { outputsInState, stateFile } from "../../packages/wrapper/state/state-file.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();
const stack = () => ({ project: folder(), state: folder(), projectName: "flows", stack: "dev" });

function writeState(text: string): void {
  mkdirSync(path.dirname(stateFile(stack())), { recursive: true });
  writeFileSync(stateFile(stack()), text);
}

function withResources(...resources: object[]): string {
  return JSON.stringify({ version: 3, checkpoint: { stack: "organization/flows/dev", latest: { resources } } });
}

const flow = { type: "genesyscloud:index/flow:Flow", outputs: { name: "Sales" } };
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };

describe("outputs of a stack, from its state file", () => {
  test.each([
    [
      "the outputs of the root",
      withResources(flow, { type: "pulumi:pulumi:Stack", outputs: { a: { b: 1 } } }),
      { a: { b: 1 } },
    ],
    ["none where the root has none", withResources(flow, { type: "pulumi:pulumi:Stack" }), {}],
    ["none in a stack that was destroyed", withResources(), {}],
    [
      "with a secret, only the CLI knows",
      withResources({ type: "pulumi:pulumi:Stack", outputs: { a: [secret] } }),
      undefined,
    ],
    ["of a damaged state, only the CLI knows", '{"version":3', undefined],
  ])("%s", (_, text, expected) => {
    writeState(text);
    expect(outputsInState(stack())).toEqual(expected);
  });

  test("without a state file, only the CLI knows", () => {
    expect(outputsInState(stack())).toBeUndefined();
  });
});
