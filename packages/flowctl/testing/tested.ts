import type { Coverage } from "@genesys-flows/conversation/explore";
import { isPlayed, type TestedFile } from "@genesys-flows/conversation/script";

/** A run of conversation tests. */
export interface TestRun {
  readonly stack: string;
  /** The name of the organisation whose published versions were tested; omitted if the source was tested. */
  readonly organisation?: string;
  readonly files: readonly TestedFile[];
  readonly seconds: number;
  /** The coverage, and the files with the coverage, relative to the project. Omitted unless requested. */
  readonly coverage?: { readonly covered: Coverage; readonly written: readonly string[] };
}

/** Whether every file could be run, and every conversation matched its steps. */
export function isPassed({ files }: Pick<TestRun, "files">): boolean {
  return files.every((file) => isPlayed(file) && file.conversations.every(({ passed }) => passed));
}
