import { mkdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeWhole } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { COMPILED_FOLDER } from "./compiled.ts";
import { fileSafe } from "./keys.ts";

/** The most documents in a list, and its most bytes; a stack of more flows names the first of them. */
const MOST = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;
const list = z.array(z.string());

/**
 * Writes which compiled documents a stack uses, in the order in which it registers them. The folder also keeps those of other
 * stacks and of earlier runs.
 * @param documents what `writeCompiled` returned
 */
export async function writeDocumentList(
  root: string,
  stack: string,
  documents: ReadonlyMap<string, string>,
): Promise<void> {
  const file = join(root, listPath(stack));
  const text = `${JSON.stringify([...documents.values()].slice(0, MOST).map((path) => basename(path)))}\n`;
  if ((await readFile(file, "utf8").catch(() => undefined)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, text);
}

/**
 * Paths of the documents that a stack used last, relative to the project and with `/`, in the order of their registration. Only a
 * hint: the files may be missing or damaged by now.
 * @returns nothing for a list that does not exist, or is none
 */
export async function readDocumentList(root: string, stack: string): Promise<string[]> {
  const names = list.safeParse(await readJson(join(root, listPath(stack)))).data ?? [];
  return names
    .filter((name) => /^[^/\\]+\.yaml$/.test(name))
    .slice(0, MOST)
    .map((name) => `${COMPILED_FOLDER}/${name}`);
}

/** `.genesys/compiled/<stack>.documents.json`. */
function listPath(stack: string): string {
  return `${COMPILED_FOLDER}/${fileSafe(stack)}.documents.json`;
}

async function readJson(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    return size > MOST_BYTES ? undefined : JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
