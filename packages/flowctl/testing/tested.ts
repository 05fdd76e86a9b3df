import type { Coverage } from "@genesys-flows/conversation/explore";
import { isPlayed, type TestedFile } from "@genesys-flows/conversation/script";

/** A run of conversation tests. */
export interface TestRun {
  readonly stack: string;
  /** The name of the organisation whose published versions were run; absent where those of the source were. */
  readonly organisation?: string;
  readonly files: readonly TestedFile[];
  readonly seconds: number;
  /** What the conversations took, and the files that say it, relative to the project; where that is asked for. */
  readonly coverage?: { readonly covered: Coverage; readonly written: readonly string[] };
}

/** Whether every file could be played, and every conversation went as its steps say. */
export function isPassed({ files }: Pick<TestRun, "files">): boolean {
  return files.every((file) => isPlayed(file) && file.conversations.every(({ passed }) => passed));
}
