import { statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sidecarPath } from "@genesys-flows/project/compiled";
import { readDocumentList } from "@genesys-flows/project/document-list";
import { projectFolders } from "./projects.ts";
import type { Verdicts } from "./verdicts.ts";

/** A larger file is read when it is asked for: the engine would wait for it, perhaps for nothing. */
const MOST_BYTES = 256 * 1024;

/**
 * Judges the documents of a stack before the engine asks for them: while the program starts, the pack would only wait. One at a time,
 * and calls of the engine come first.
 */
export class Ahead {
  readonly #verdicts: Verdicts;
  readonly #stack: string;
  /** The documents that were listed last. */
  #listed = "";
  #running = false;

  constructor(verdicts: Verdicts, stack: string) {
    this.#verdicts = verdicts;
    this.#stack = stack;
  }

  /**
   * Judges the documents that the stack's program has listed last; does nothing where these were judged already, or are being
   * judged. To be called when the pack is configured, and when the engine asks for a document that was not judged: the program may
   * have written other documents since.
   */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const documents = await this.#documents();
      const listed = documents.map(({ file }) => file).join("\n");
      if (listed === this.#listed) return;
      this.#listed = listed;
      for (const document of documents) {
        await setImmediate(); // everything that waits has its turn
        this.#judge(document);
      }
    } finally {
      this.#running = false;
    }
  }

  async #documents(): Promise<{ file: string; path: string }[]> {
    const lists = projectFolders().map(async (root) => {
      const paths = await readDocumentList(root, this.#stack);
      return paths.map((path) => ({ file: join(root, path), path }));
    });
    return (await Promise.all(lists)).flat();
  }

  /**
   * Looks at the files before it reads them, at once: a thread for it would cost more than the look. Whatever is wrong with a
   * document is reported when it is asked for, if it ever is.
   */
  #judge({ file, path }: { file: string; path: string }): void {
    try {
      if (isSmall(file) && isSmall(sidecarPath(file))) this.#verdicts.ofFile(file, path, { forceUnlock: false }).judged;
    } catch {}
  }
}

function isSmall(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return !found || (found.isFile() && found.size <= MOST_BYTES);
}
