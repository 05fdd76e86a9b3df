import type { Diagnostic } from "@genesys-flows/architect";
import type { Coverage } from "@genesys-flows/conversation/explore";
import { checkScript, type Played, play } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import type { ScriptFile } from "./scripts.ts";

/** A file of conversation tests, and what came of them. */
export interface TestedFile {
  readonly file: string;
  /** Key or name of the flow; undefined where the file cannot be read. */
  readonly flow?: string;
  /** Mistakes in the file: nothing was played. */
  readonly findings: readonly Diagnostic[];
  /** Why its flow cannot be run. */
  readonly refusal?: string;
  readonly conversations: readonly Played[];
}

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

/** The flows that scripts are played with, and why others cannot be. */
export interface TestStage {
  readonly stage: Stage;
  readonly refused?: ReadonlyMap<string, string>;
}

/** Checks a script and plays its conversations. */
export function testedFile({ file, script, findings }: ScriptFile, { stage, refused }: TestStage): TestedFile {
  if (!script) return { file, findings, conversations: [] };
  const { flow } = script;
  const refusal = refused?.get(flow);
  if (refusal !== undefined) return { file, flow, findings, refusal, conversations: [] };
  const all = [...findings, ...checkScript(script, stage)];
  const isWrong = all.some(({ severity }) => severity === "error");
  const conversations = isWrong ? [] : script.conversations.map((one) => play(script, one, stage));
  return { file, flow, findings: all, conversations };
}

/** Whether every file could be played, and every conversation went as its steps say. */
export function isPassed({ files }: Pick<TestRun, "files">): boolean {
  return files.every((file) => isPlayed(file) && file.conversations.every(({ passed }) => passed));
}

/** Whether the conversations of a file were played. */
export function isPlayed({ findings, refusal }: TestedFile): boolean {
  return refusal === undefined && findings.every(({ severity }) => severity !== "error");
}
