import type { Json } from "../expression/values.ts";
import type { Accepts, CustomerAct, Event, Question, Transcript } from "../run/types.ts";
import type { Given } from "../script/types.ts";

/** What a customer did at a time of the conversation. */
export type Act = {
  /** Milliseconds since the conversation began. */
  readonly atMs: number;
} & Exclude<Act_, { does: "nothing" }>;

type Act_ = CustomerAct extends infer One ? (One extends CustomerAct ? Omit<One, "afterMs"> : never) : never;

/** A conversation so far: the world around it, and what the customer did. */
export interface Call {
  /** As in a conversation test. */
  readonly given: Given;
  /** In the order of their times. */
  readonly acts: readonly Act[];
}

/** Something that happens, with the variables that have other values than before. */
export type Moment = Event & {
  readonly changed?: Readonly<Record<string, Json>>;
  /** Of a text that is heard or read: the language of the conversation. */
  readonly language?: string;
};

/** A time in which a flow waits for the customer. */
export interface Waiting {
  readonly fromMs: number;
  /** The end of its time-out, or the act that ends it. */
  readonly untilMs: number;
  readonly accepts: Accepts;
}

/** A conversation as it is if the customer does nothing more. What comes before the last act stays as it is with further ones. */
export interface Timeline extends Pick<Transcript, "ending" | "participantData" | "assumptions"> {
  readonly moments: readonly Moment[];
  readonly waits: readonly Waiting[];
  /** The question that ended it because nothing answers it, and the line of `given` that does. */
  readonly unanswered?: { readonly question: Exclude<Question, { asks: "customer" }>; readonly hint?: string };
}
