import { watch as watchFolder } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "@genesys-flows/architect/printable";
import { interrupted } from "@genesys-flows/cli";
import type { Context } from "../../context.ts";
import { flowsFolder } from "../../stack-file.ts";
import { Updates } from "../../watching.ts";

/**
 * Runs the tests now and after each save of a flow, a test or the stack's file, until the process is interrupted. Does
 * not stop at an error in a file, because the next save may correct it.
 */
export async function watch(
  o: { readonly paths: readonly string[]; readonly stack: string },
  play: () => Promise<void>,
  context: Context,
): Promise<number> {
  const end = interrupted();
  const once = () => play().catch((error: unknown) => context.err(`${messageOf(error)}\n`));
  await once();
  const updates = new Updates(once);
  const sources = [flowsFolder(context, o.stack), `Pulumi.${o.stack}.yaml`].map((path) => join(context.root, path));
  const watched = new Set([...sources, ...o.paths.map((path) => resolve(context.root, path))]);
  const watchers = [...watched].map((path) => watchFolder(path, { recursive: true }, () => updates.request()));
  context.err("Save a flow or a test, and the tests run again. Ctrl-C stops the command.\n");
  await end.signal;
  for (const watcher of watchers) watcher.close();
  await updates.end();
  return 0;
}
