import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommands } from "@genesys-flows/cli";
import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { jsonReport, type Report } from "@genesys-flows/report";
import Bottleneck from "bottleneck";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { FakeGithub } from "./fake-github/server.ts";
import { type PullRequestFacts, pullRequestPayload, workflowRunPayload } from "./payloads.ts";

export const BOT = "github-actions[bot]";
export const TOKEN = "ghs_0000000000000000000000000000000000token";
export const SHA = "a".repeat(40);

/** What a command printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** GitHub, a folder with a report and an event, and the command line as a workflow runs it. */
export class Scene {
  readonly github = new FakeGithub();
  readonly folder = newFolder("pipeline");
  readonly #env: Record<string, string> = {
    GITHUB_TOKEN: TOKEN,
    GITHUB_REPOSITORY: "example/flows",
    GITHUB_RUN_ID: "901",
    GITHUB_RUN_NUMBER: "3",
    GITHUB_RUN_ATTEMPT: "1",
  };

  async start(): Promise<this> {
    await this.github.start();
    this.#env["GITHUB_API_URL"] = this.github.url;
    this.github.allow(TOKEN, { login: BOT, type: "Bot", permissions: ["pull_requests: write", "issues: write"] });
    return this;
  }

  /** Ends it. @throws when a request, or an answer of the fake, was not as GitHub describes it */
  async end(): Promise<void> {
    await this.github.stop();
    removeFolder(this.folder);
    expect(this.github.mistakes).toEqual([]);
  }

  /** The event that a run of the workflow begins with. */
  event(name: "workflow_run" | "pull_request", facts: Partial<PullRequestFacts> = {}): object {
    const { owner, repositoryId } = this.github.content;
    const all = {
      sha: SHA,
      branch: "new-prompt",
      owner,
      headRepositoryId: repositoryId,
      repositoryId,
      pulls: [7],
      ...facts,
    };
    const payload = name === "workflow_run" ? workflowRunPayload(all) : pullRequestPayload(all);
    this.#env["GITHUB_EVENT_NAME"] = name;
    this.#env["GITHUB_EVENT_PATH"] = this.write("event.json", JSON.stringify(payload));
    return payload;
  }

  /** Writes a report as the artefact of a run. */
  artefact(report: Report | string): void {
    this.write("artefact/report.json", typeof report === "string" ? report : jsonReport(report));
  }

  write(name: string, text: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const printed = { out: "", err: "" };
    const code = await runCommands(pipelineProgram(githubCommands), args, {
      root: this.folder,
      env: { ...this.#env, ...env },
      pace: { second: 1, write: new Bottleneck.Group({}), notifications: new Bottleneck.Group({}) },
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
    });
    expect(printed.out + printed.err).not.toContain(TOKEN);
    return { code, ...printed };
  }

  comment(env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.run(["comment", "--report", "artefact", "--stack", "dev"], env);
  }
}
