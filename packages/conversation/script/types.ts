import type { Location } from "@genesys-flows/architect";
import type { z } from "zod";
import type { Transcript } from "../run/types.ts";
import type { givenSchema } from "./given-schema.ts";
import type { Step } from "./step-schema.ts";

export type { DataActionAnswer, NamedGroup } from "./given-schema.ts";
export type { Step, StepKind } from "./step-schema.ts";

/** The world around a conversation. Anything that it omits comes from the project's files. */
export type Given = z.infer<typeof givenSchema>;

/** One conversation: the customer's acts, and the expected events. */
export interface Conversation {
  readonly name: string;
  /** Extends and overrides the script's world. */
  readonly given: Given;
  readonly steps: readonly Step[];
}

/** Conversations with one flow: the content of a file `<name>.test.yaml`. */
export interface Script {
  /** Key or name of the flow. */
  readonly flow: string;
  readonly given: Given;
  readonly conversations: readonly Conversation[];
  /** The file and the places in it; omitted for a script that does not come from a file. */
  readonly source?: ScriptSource;
}

export interface ScriptSource {
  readonly file: string;
  /** The place of a conversation, or of one of its steps (counted from 0). */
  place(conversation: string, step?: number): Location;
  /** The place of an entry of `given`, in the script or in a conversation. */
  givenPlace(conversation: string | undefined, path: readonly PropertyKey[]): Location;
  flowPlace: Location;
}

/** A conversation that was played. */
export interface Played {
  /** Name of the conversation in its file. */
  readonly name: string;
  /** The conversation's place in its file. */
  readonly location?: Location;
  /** Whether every step happened. */
  readonly passed: boolean;
  /** The events up to the end or the first step that did not happen. */
  readonly transcript: Transcript;
  /** Set for a conversation that did not pass. */
  readonly failure?: Failure;
}

/** The first step that differs. */
export interface Failure {
  /** What did not happen, what happened instead, and what to write if an answer is missing. */
  readonly message: string;
  /** The place of the step in its file. */
  readonly location?: Location;
  /** Counted from 0; undefined when no step is at fault. */
  readonly step?: number;
}
