import type { Json } from "../expression/values.ts";
import type { Accepts, CustomerAct, Event, Question, Transcript } from "../run/types.ts";
import type { Given } from "../script/types.ts";

/** One act of the customer, with its time. */
export type Act = {
  /** Milliseconds since the conversation began. */
  readonly atMs: number;
} & Exclude<Act_, { does: "nothing" }>;

type Act_ = CustomerAct extends infer One ? (One extends CustomerAct ? Omit<One, "afterMs"> : never) : never;

/** A conversation so far: the world around it, and the customer's acts. */
export interface Call {
  /** In the format of a conversation test. */
  readonly given: Given;
  /** In chronological order. */
  readonly acts: readonly Act[];
}

/** An event, with the variables that changed before it. */
export type Moment = Event & {
  readonly changed?: Readonly<Record<string, Json>>;
  /** The language of the conversation, for text that is heard or read. */
  readonly language?: string;
};

/** A period in which a flow waits for the customer. */
export interface Waiting {
  readonly fromMs: number;
  /** End of the time-out, or time of the act that ends the wait. */
  readonly untilMs: number;
  readonly accepts: Accepts;
}

/**
 * The whole conversation, assuming that the customer does nothing more. Adding an act does not change anything that
 * happened before it.
 */
export interface Timeline extends Pick<Transcript, "ending" | "participantData" | "assumptions"> {
  readonly moments: readonly Moment[];
  readonly waits: readonly Waiting[];
  /** The unanswered question that stopped the conversation, and the line for `given` that answers it. */
  readonly unanswered?: { readonly question: Exclude<Question, { asks: "customer" }>; readonly hint?: string };
}
