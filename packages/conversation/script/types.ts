import type { Location } from "@genesys-flows/architect";
import type { z } from "zod";
import type { Transcript } from "../run/types.ts";
import type { givenSchema } from "./given-schema.ts";
import type { Step } from "./step-schema.ts";

export type { DataActionAnswer, NamedGroup } from "./given-schema.ts";
export type { Step, StepKind } from "./step-schema.ts";

/** What the world around a conversation is. What it leaves out is as the files of the project declare it. */
export type Given = z.infer<typeof givenSchema>;

/** One conversation: what a customer does, and what happens. */
export interface Conversation {
  readonly name: string;
  /** In addition to the script's, and in place of it where both say something. */
  readonly given: Given;
  readonly steps: readonly Step[];
}

/** Conversations with one flow, as a file `<name>.test.yaml` has them. */
export interface Script {
  /** Key or name of the flow. */
  readonly flow: string;
  readonly given: Given;
  readonly conversations: readonly Conversation[];
  /** The file, and where in it something is; absent for a script that no file has. */
  readonly source?: ScriptSource;
}

export interface ScriptSource {
  readonly file: string;
  /** Where a conversation is, or one of its steps (counted from 0). */
  place(conversation: string, step?: number): Location;
  /** Where an entry of `given` is; of the script, or of a conversation. */
  givenPlace(conversation: string | undefined, path: readonly PropertyKey[]): Location;
  flowPlace: Location;
}

/** A conversation that was played. */
export interface Played {
  /** Name of the conversation in its file. */
  readonly name: string;
  /** Where the conversation is in its file. */
  readonly location?: Location;
  /** Whether every step happened. */
  readonly passed: boolean;
  /** What happened, until the end or the first step that did not happen. */
  readonly transcript: Transcript;
  /** Of a conversation that did not pass. */
  readonly failure?: Failure;
}

/** The first step that differs. */
export interface Failure {
  /** What did not happen, what happened instead, and what to write where an answer is missing. */
  readonly message: string;
  /** The place of the step in its file. */
  readonly location?: Location;
  /** Counted from 0; undefined where no step is at fault. */
  readonly step?: number;
}
