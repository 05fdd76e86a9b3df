import type { Diagnostic } from "@genesys-flows/architect";
import type { Stage } from "../stage/stage.ts";
import { checkScript } from "./check.ts";
import { play } from "./play.ts";
import type { Played, Script } from "./types.ts";

/** A file of conversation tests, as read. */
export interface ScriptFile {
  readonly file: string;
  /** Undefined if the file has an error. */
  readonly script?: Script;
  readonly findings: readonly Diagnostic[];
}

/** A file of conversation tests, with the results. */
export interface TestedFile {
  readonly file: string;
  /** Key or name of the flow; undefined when the file cannot be read. */
  readonly flow?: string;
  /** Errors in the file that prevented its conversations from being played. */
  readonly findings: readonly Diagnostic[];
  /** Why the flow cannot be run. */
  readonly refusal?: string;
  readonly conversations: readonly Played[];
}

/** The flows that can be played, and the reasons why others cannot. */
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

/** Whether the conversations of a file were played. */
export function isPlayed({ findings, refusal }: TestedFile): boolean {
  return refusal === undefined && findings.every(({ severity }) => severity !== "error");
}
