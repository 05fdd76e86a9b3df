import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dirname as folderOf, join as joined } from "node:path/posix";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { slug } from "@genesys-flows/project";
import { Refusal } from "./refusal.ts";

/**
 * Path of a flow's test, relative to the project. Each conversation has its own file beside the flow.
 * @param flowFile the flow's file; undefined when the checkout does not have the flow
 */
export function testFile(flowFile: string | undefined, flow: Pick<RunnableFlow, "key" | "name">, name: string): string {
  const folder = flowFile === undefined ? "flows" : folderOf(flowFile);
  return joined(folder, `${flow.key ?? slug(flow.name)}.${slug(name)}.test.yaml`);
}

/**
 * Writes a test. Keeps an existing file unless `over` is set. Replaces a symbolic link instead of following it.
 * @throws Refusal when the file exists or cannot be written
 */
export function keepTest(o: {
  readonly root: string;
  readonly file: string;
  readonly text: string;
  readonly over: boolean;
}): void {
  const path = join(o.root, o.file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (o.over) rmSync(path, { force: true });
    writeFileSync(path, o.text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw new Refusal(409, `${o.file} already exists. Choose a different name, or overwrite the file.`);
    throw new Refusal(422, `${o.file} cannot be written: ${(error as Error).message}.`);
  }
}
