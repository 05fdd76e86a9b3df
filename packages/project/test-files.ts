import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { testFilesIn } from "./flow-files.ts";
import type { FlowProject } from "./project.ts";

/** A file with conversation tests, and its path in the project. */
export interface TestFile {
  readonly file: string;
  readonly text: string;
}

/** The conversation tests in a project's flow folder, by path. */
export function testFiles({ root, flowsDir }: Pick<FlowProject, "root" | "flowsDir">): TestFile[] {
  const files = globSync(testFilesIn(flowsDir), { cwd: root }).map((file) => file.replaceAll("\\", "/"));
  return files.sort().map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}
