import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { runCommands } from "@genesys-flows/cli";
import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { moduleChange } from "../report/sample.ts";
import { Scene, SHA, TOKEN } from "./scene.ts";

const root = path.resolve(import.meta.dirname, "../..");

async function printed(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let text = "";
  const add = (more: string) => {
    text += more;
  };
  const code = await runCommands(pipelineProgram(githubCommands), args, { root, env, out: add, err: add });
  return { code, text };
}

test("everything that a command misses is said at once", async () => {
  const { code, text } = await printed(["comment", "--stack", "a b"], {
    GITHUB_API_URL: "http://github.example",
    GITHUB_REPOSITORY: "flows",
    GITHUB_RUN_ID: "x",
    GITHUB_TOKEN: "",
  });
  expect(code).toBe(2);
  expect(text.split("\n")).toEqual([
    "Inputs are invalid:",
    '  GITHUB_API_URL "http://github.example": must begin with https://, because the token is sent there.',
    "  GITHUB_TOKEN is missing.",
    '  --repository or GITHUB_REPOSITORY "flows": must be OWNER/NAME.',
    "  --report is missing.",
    '  --stack "a b": must be a stack name: letters, digits, `_`, `-` and `.`.',
    "  --event or GITHUB_EVENT_PATH is missing.",
    "  GITHUB_EVENT_NAME is missing.",
    '  GITHUB_RUN_ID "x": must be a whole number greater than 0.',
    "  GITHUB_RUN_NUMBER is missing.",
    "  GITHUB_RUN_ATTEMPT is missing.",
    "",
  ]);
});

test.each([
  ["an unknown command", ["coment"], 2, "comment"],
  ["an unknown option", ["summary", "--fast"], 2, "--fast"],
  ["no command", [], 2, "Commands:"],
  ["help", ["--help"], 0, "drift-issue"],
  ["help of a command", ["comment", "--help"], 0, "GITHUB_RUN_ATTEMPT"],
])("%s", async (_what, args, code, words) => {
  expect(await printed(args)).toEqual({ code, text: expect.stringContaining(words) });
});

test.each([
  ["push", "{}", 'The event is "push"'],
  ["workflow_run", "{", "cannot be read"],
  ["workflow_run", '{"workflow_run": {"head_sha": "main"}}', "workflow_run.head_sha: must be a commit"],
])("an event %s with %s is refused", async (name, payload, words) => {
  const scene = await new Scene().start();
  const file = scene.write("event.json", payload);
  const { code, err } = await scene.comment({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file });
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) });
  await scene.end();
});

test("npm run pipeline, as a workflow runs it", async () => {
  const scene = await new Scene().start();
  scene.github.content.addPull(7, { sha: SHA });
  scene.event("workflow_run");
  scene.artefact(moduleChange());
  const env = {
    PATH: process.env["PATH"],
    GITHUB_API_URL: scene.github.url,
    GITHUB_EVENT_NAME: "workflow_run",
    GITHUB_EVENT_PATH: path.join(scene.folder, "event.json"),
    GITHUB_REPOSITORY: "example/flows",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "901",
    GITHUB_RUN_NUMBER: "3",
    GITHUB_TOKEN: TOKEN,
  };
  const args = [
    "scripts/run.mjs",
    "pipeline",
    "comment",
    "--report",
    path.join(scene.folder, "artefact"),
    "--stack",
    "dev",
  ];
  const ended = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  expect(ended).toEqual({ stdout: "Comments on pull request #7: 1 created, 0 updated, 0 deleted.\n", stderr: "" });
  await scene.end();
});
