import { posix } from "node:path";
import { stringify } from "yaml";
import { stackSource } from "../stack/source.ts";
import { StackValues } from "../stack/values.ts";
import type { DeclaredObject, ObjectContent } from "./declared-object.ts";
import { kindRow } from "./kinds.ts";
import { readObjectsFile } from "./read.ts";
import { entryOf } from "./write.ts";

/**
 * The object that a project would read if the result of `entryOf` were written; undefined if it would have an error.
 * Does not write any file in the project.
 */
export async function reread(content: ObjectContent): Promise<DeclaredObject | undefined> {
  const { entry, files } = await entryOf(content);
  const file = "flows/written.yaml";
  const text = stringify({ [kindRow(content.kind).key]: { [content.name]: entry } });
  const texts = new Map([...files].map(([name, own]) => [posix.join("flows", name), own]));
  const values = new StackValues(stackSource({}));
  const { objects, findings } = await readObjectsFile({ file, text }, { root: process.cwd(), values, texts });
  return findings.some(({ severity }) => severity === "error") ? undefined : objects[0];
}
