import { mkdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeWhole } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { COMPILED_FOLDER } from "./compiled.ts";
import { fileSafe } from "./keys.ts";

/**
 * The maximum number of documents and bytes in a list; for a larger stack, the list contains only the first documents.
 */
const MOST = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;
const list = z.array(z.string());

/**
 * Writes the list of compiled documents that a stack uses, in the order of registration. The folder also contains
 * documents of other stacks and earlier runs.
 * @param documents the result of `writeCompiled`
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
 * Paths of the documents that a stack last used, relative to the project and with `/`, in the order of their
 * registration. The list is only a hint, because the files may have been removed or damaged since.
 * @returns an empty list if the file does not exist or is not a list
 */
export async function readDocumentList(root: string, stack: string): Promise<string[]> {
  const names = list.safeParse(await readJson(join(root, listPath(stack)))).data ?? [];
  return names
    .filter((name) => /^[^/\\]+\.yaml$/.test(name))
    .slice(0, MOST)
    .map((name) => `${COMPILED_FOLDER}/${name}`);
}

/** The path of the list: `.genesys/compiled/<stack>.documents.json`. */
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
