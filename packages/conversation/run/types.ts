import type { FlowType, Location, NodeId } from "@genesys-flows/architect";
import type { Json, Value } from "../expression/values.ts";
import type { RunAssumption } from "./assumptions.ts";

/** The place of an event in a flow. */
export interface Place {
  /** Name of the flow. */
  readonly flow: string;
  readonly type: FlowType;
  /** Key of the flow, if it belongs to the project. */
  readonly key?: string;
  /** Version of the running flow, if known; for a module, the version that the caller holds. */
  readonly version?: string;
  readonly node?: NodeId;
  readonly kind?: string;
  readonly location?: Location;
}

/** The customer's response to a flow that waits for input. */
export type CustomerAct = {
  /** Milliseconds of silence before the act, within the flow's time-out. Default: 0. */
  readonly afterMs?: number;
} & (
  | { readonly does: "presses"; readonly keys: string }
  | { readonly does: "says"; readonly text: string }
  | { readonly does: "writes"; readonly text: string }
  /** Silence until the flow's time-out. */
  | { readonly does: "nothing" }
  | { readonly does: "hangs up" }
);

/** The input that a menu or a digit-collecting action accepts. */
export interface Accepts {
  /** Minimum and maximum number of digits. */
  readonly digits?: {
    readonly min: number;
    readonly max: number;
    readonly terminator?: string;
    /** Star or pound keys that are a complete entry by themselves. */
    readonly alone: readonly string[];
    /** Digits that were pressed earlier. */
    readonly already: string;
  };
  /** Choices of a menu: the key, and the spoken words in every language. */
  readonly choices?: readonly { readonly key?: string; readonly terms: readonly string[]; readonly name: string }[];
  /** Whether more keys form an extension. */
  readonly extension?: boolean;
  /** Whether text is accepted: the reply to a message, or a caller's words to a bot. */
  readonly text?: boolean;
}

/** A flow's question to the world; the run continues with the answer. */
export type Question =
  | {
      readonly asks: "customer";
      readonly place: Place;
      readonly accepts: Accepts;
      /** Milliseconds until the flow's time-out. */
      readonly withinMs: number;
    }
  | (WorldQuestion & {
      readonly place: Place;
      /** The possible output paths of the answer, most usual first. */
      readonly paths: readonly string[];
    });

/** A flow's question to the systems and people around it. */
export type WorldQuestion =
  | {
      readonly asks: "dataAction";
      /** `INTEGRATION/ACTION` */
      readonly name: string;
      readonly inputs: Readonly<Record<string, Json>>;
      /** The outputs that the flow binds, with the types of their variables. */
      readonly outputs: Readonly<Record<string, string | undefined>>;
      readonly timeoutMs: number | undefined;
    }
  | {
      readonly asks: "tableRow";
      readonly name: string;
      readonly key: string | undefined;
      readonly outputs: Readonly<Record<string, string | undefined>>;
    }
  | {
      readonly asks: "scheduleGroup";
      readonly name: string;
      readonly emergencyGroup?: string;
      /** Milliseconds since 1970. */
      readonly at: number;
    }
  | {
      readonly asks: "schedule" | "emergencyGroup";
      readonly name: string;
      readonly at: number;
      readonly zone?: string;
    }
  | { readonly asks: "object"; readonly type: string; readonly name: string; readonly by: "name" | "id" }
  | { readonly asks: "transfer"; readonly to: Destination }
  /** Whether text is sent: a message, a reply by e-mail, a notification of users. */
  | { readonly asks: "send"; readonly kind: string; readonly name: string; readonly text: string }
  /** An action whose behaviour is not documented, such as a bot. The world decides its output path. */
  | {
      readonly asks: "unknown";
      readonly kind: string;
      readonly name: string;
      readonly outputs: Readonly<Record<string, string | undefined>>;
    };

/** The target of a transfer. */
export interface Destination {
  readonly kind: "queue" | "user" | "group" | "number" | "voicemail" | "flow" | "secureFlow" | "extension";
  readonly name: string;
  /** For a queue only. */
  readonly priority?: number;
  readonly skills?: readonly string[];
  readonly languageSkill?: string;
  readonly inQueueFlow?: string;
}

/** The world's answer to a question. */
export interface WorldAnswer {
  /** One of the question's output paths. */
  readonly path: string;
  readonly outputs?: Readonly<Record<string, Json>>;
  /** How long the answer takes, in milliseconds. Default: 0. */
  readonly tookMs?: number;
  /** For a transfer to a queue: how long the customer waits for an agent; undefined if nobody answers. */
  readonly answersAfterMs?: number;
}

export type Answer = CustomerAct | WorldAnswer | typeof nobodyKnows;

/** The response of a world without an answer. The run stops there. */
export const nobodyKnows = { path: undefined } as const;

/** The events of a conversation, in order. */
export type Event = {
  /** Milliseconds since the conversation started. */
  readonly at: number;
  readonly place: Place;
} & (
  | { readonly event: "hears"; readonly text: string; readonly prompts: readonly string[]; readonly lastsMs: number }
  | { readonly event: "reads"; readonly text: string }
  | { readonly event: "does"; readonly act: CustomerAct }
  | { readonly event: "waits"; readonly lastsMs: number; readonly music?: boolean }
  | { readonly event: "takes"; readonly path: string; readonly to: NodeId | undefined }
  | { readonly event: "asks"; readonly question: WorldQuestion; readonly answer: WorldAnswer }
  | { readonly event: "sets"; readonly what: "participantData"; readonly values: Readonly<Record<string, string>> }
  | { readonly event: "notes"; readonly what: string; readonly text: string }
  | { readonly event: "enters" | "leaves"; readonly flow: string; readonly version?: string }
  | { readonly event: "fault"; readonly message: string }
  | { readonly event: "assumes"; readonly assumption: string }
);

/** An event without its time and place. */
export type Happening = Event extends infer One ? (One extends Event ? Omit<One, "at" | "place"> : never) : never;

/** How a conversation with a flow ended. */
export type Ending =
  /** The flow disconnected. */
  | { readonly ends: "disconnected" }
  | { readonly ends: "hung up" }
  /** Transferred to an agent or a number; `answered` for a queue: an agent answered. */
  | { readonly ends: "transferred"; readonly to: Destination; readonly answered?: boolean }
  /** The end of a flow without a customer, of a module or of a bot; for a module, with its outcome. */
  | { readonly ends: "ended"; readonly outcome?: string }
  /** The action's behaviour is not documented, or the world has no answer, so the run cannot continue. */
  | { readonly ends: "stopped"; readonly why: string };

/** A complete conversation. */
export interface Transcript {
  /** What happened, in order. */
  readonly events: readonly Event[];
  /** How the conversation ended, with its time in milliseconds and its place. */
  readonly ending: Ending & { readonly at: number; readonly place: Place };
  /** The first error that started the flow's error handling. */
  readonly fault?: { readonly message: string; readonly place: Place };
  /** Participant data at the end. */
  readonly participantData: Readonly<Record<string, string>>;
  /** Variables of the first flow at the end, by name. */
  readonly variables: Readonly<Record<string, Value>>;
  /** Assumptions about the platform that the run depended on: docs/run-semantics.md. */
  readonly assumptions: readonly (RunAssumption | string)[];
  /** Number of nodes that ran, counted as the platform counts actions. */
  readonly actions: number;
}

/** What a run yields: an event, to which the customer can respond with an act, or a question. */
export type Moment = Event | Question;

/** Part of a run: yields events and questions, and returns a result. */
export type Course<Result> = Generator<Moment, Result, Answer | undefined>;
