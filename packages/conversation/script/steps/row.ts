import type { CustomerAct, Event, Transcript } from "../../run/types.ts";
import type { StepKind, StepValue } from "../step-schema.ts";

/** The effect of an event on a waiting step. */
export type Verdict =
  | "done"
  /** The step can no longer happen; this text describes what happened instead. */
  | { readonly fails: string }
  /** The step may still happen. This text describes the closest event, for the message if it does not. */
  | { readonly near: string }
  | undefined;

/** The parts of a running conversation that a step can see. */
export interface Watched {
  /** Whether the conversation is a call. In a call, customers do not write. */
  readonly isCall: boolean;
  /** Attributes set so far. */
  readonly participantData: ReadonlyMap<string, string>;
  /** The part of the last heard text that no step has matched yet. */
  rest: string;
  /** Number of texts in the current step's list that were heard. */
  count: number;
  /** Remaining silence of the customer in the current step, in milliseconds. */
  leftMs: number;
}

/** The end of a conversation, with the flow's variables. */
export type EndOf = Pick<Transcript, "ending" | "variables">;

/** How a step of one kind is played. */
export interface StepRow<Value> {
  /** Kinds of events to list in a message when the step does not happen. */
  readonly instead: readonly Event["event"][];
  /** The step starts. */
  begin?(value: Value, watched: Watched): Verdict;
  event?(value: Value, event: Event, watched: Watched): Verdict;
  /** Called when the flow waits for the customer, or ends. */
  pause?(value: Value, watched: Watched): Verdict;
  /** The customer's act during audio, text, a question, or a wait. */
  meanwhile?(value: Value, watched: Watched): CustomerAct | undefined;
  /** The customer's act when the flow waits. */
  act?(value: Value): CustomerAct;
  end?(value: Value, end: EndOf): Verdict;
}

export type StepRows = { readonly [Kind in StepKind]: StepRow<StepValue<Kind>> };

/** A part of the table of steps. */
export type SomeRows<Kind extends StepKind> = Pick<StepRows, Kind>;
