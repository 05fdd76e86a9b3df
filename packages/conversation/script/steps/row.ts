import type { CustomerAct, Event, Transcript } from "../../run/types.ts";
import type { StepKind, StepValue } from "../step-schema.ts";

/** What an event means for a step that waits for something. */
export type Verdict =
  | "done"
  /** It cannot happen any more; what happened instead. */
  | { readonly fails: string }
  /** It may still happen. What came near it, for the message if it does not. */
  | { readonly near: string }
  | undefined;

/** What a step can see of a conversation that is played. */
export interface Watched {
  /** Nobody writes in a call. */
  readonly isCall: boolean;
  /** Attributes that are set so far. */
  readonly participantData: ReadonlyMap<string, string>;
  /** The part of the last heard text that no step has matched yet. */
  rest: string;
  /** Texts of a list that were heard, of the present step. */
  count: number;
  /** Milliseconds that the customer still does nothing, of the present step. */
  leftMs: number;
}

/** The end of a conversation, with the variables of its flow. */
export type EndOf = Pick<Transcript, "ending" | "variables">;

/** How a step of one kind is played. */
export interface StepRow<Value> {
  /** Kinds of events that a message lists when the step does not happen. */
  readonly instead: readonly Event["event"][];
  /** The step begins. */
  begin?(value: Value, watched: Watched): Verdict;
  event?(value: Value, event: Event, watched: Watched): Verdict;
  /** The flow waits for the customer, or ends. */
  pause?(value: Value, watched: Watched): Verdict;
  /** What the customer does while something is heard, read or asked, or time passes. */
  meanwhile?(value: Value, watched: Watched): CustomerAct | undefined;
  /** What the customer does when the flow waits. */
  act?(value: Value): CustomerAct;
  end?(value: Value, end: EndOf): Verdict;
}

export type StepRows = { readonly [Kind in StepKind]: StepRow<StepValue<Kind>> };

/** A part of the table of steps. */
export type SomeRows<Kind extends StepKind> = Pick<StepRows, Kind>;
