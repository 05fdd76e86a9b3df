import { statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { sidecarPath } from "@genesys-flows/project/compiled";
import { readDocumentList } from "@genesys-flows/project/document-list";
import { projectFolders } from "./projects.ts";
import type { Verdicts } from "./verdicts.ts";

/** Larger files are read only on demand, because reading them in advance could delay the engine unnecessarily. */
const MOST_BYTES = 256 * 1024;

/**
 * Checks the documents of a stack before the engine asks for them, while the program starts and the pack would
 * otherwise be idle. Works on one document at a time; calls from the engine take precedence.
 */
export class Ahead {
  readonly #verdicts: Verdicts;
  readonly #stack: string;
  /** The most recent list of documents. */
  #listed = "";
  #running = false;

  constructor(verdicts: Verdicts, stack: string) {
    this.#verdicts = verdicts;
    this.#stack = stack;
  }

  /**
   * Checks the documents that the stack's program listed last; does nothing if they are already checked or in progress.
   * Call it when the pack is configured, and when the engine asks for an unchecked document, because the program may
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
        await setImmediate(); // lets everything that is pending run first
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
   * Reads the size of the files synchronously, because a thread would cost more. Errors in a document are only reported
   * if the engine asks for the document.
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
