import { mkdirSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import type { Report } from "@genesys-flows/report";
import { RELEASE_FORMAT, type Release, releaseName } from "@genesys-flows/report/releases";
import { pulumiEnvironment } from "../stack/environment.ts";
import { type ProjectStack, projectName, stateFolder } from "../stack/stack.ts";
import { currentCommit } from "../system/commit.ts";
import { say } from "../system/say.ts";

/** The folder of a stack's releases: beside the state where that is a folder, else in the checkout. */
export function releasesFolder({ project, stack }: ProjectStack, env: NodeJS.ProcessEnv): string {
  const state = stateFolder(env.PULUMI_BACKEND_URL ?? "");
  const base = state === undefined ? path.join(project, ".genesys") : path.join(state, ".genesys-flows");
  return path.join(base, "releases", projectName(project), stack);
}

/** The folder of a stack's releases for a command that runs no CLI, with the backend that `npm run pulumi` would use. */
export function releasesOf(of: ProjectStack): string {
  return releasesFolder(of, { ...process.env, ...pulumiEnvironment({ ...of, env: process.env }) });
}

/**
 * Keeps the release notes of an update that succeeded. The update is done: what fails here is only said.
 * @param o.outputs of the stack after the update
 */
export async function keepRelease(
  of: ProjectStack,
  o: { readonly report: Report; readonly outputs: Readonly<Record<string, unknown>>; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  const { report, outputs, env } = o;
  const time = new Date().toISOString();
  const commit = await currentCommit(of.project);
  const release: Release = {
    format: RELEASE_FORMAT,
    time,
    ...(commit !== undefined && { commit }),
    flows: (outputs["flows"] ?? {}) as Release["flows"],
    sourceDigests: (outputs["sourceDigests"] ?? {}) as Release["sourceDigests"],
    report,
  };
  try {
    const { markdownReport } = await import("@genesys-flows/report");
    const folder = releasesFolder(of, env);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, releaseName(time));
    const title = `# ${of.stack}, ${time.slice(0, 16).replace("T", " ")} UTC${commit === undefined ? "" : `, commit ${commit.slice(0, 12)}`}\n\n`;
    writeWholeSync(`${file}.json`, `${JSON.stringify(release)}\n`);
    writeWholeSync(`${file}.md`, `${title}${markdownReport(report).join("\n\n")}\n`);
  } catch (error) {
    say(`The update is done, but its release notes could not be kept: ${(error as Error).message}`);
  }
}
