import type { FlowType, Location, NodeId } from "@genesys-flows/architect";
import type { Json, Value } from "../expression/values.ts";
import type { RunAssumption } from "./assumptions.ts";

/** Where in a flow something happens. */
export interface Place {
  /** Name of the flow. */
  readonly flow: string;
  readonly type: FlowType;
  /** Key of the flow in the project, where it is one of it. */
  readonly key?: string;
  /** Version of the flow that runs, where that is known: of a module, the one that the caller holds. */
  readonly version?: string;
  readonly node?: NodeId;
  readonly kind?: string;
  readonly location?: Location;
}

/** What a customer does when a flow waits for one. */
export type CustomerAct = {
  /** Milliseconds of silence before it, within the time that the flow waits. Default: 0. */
  readonly afterMs?: number;
} & (
  | { readonly does: "presses"; readonly keys: string }
  | { readonly does: "says"; readonly text: string }
  | { readonly does: "writes"; readonly text: string }
  /** Until the flow's time-out is over. */
  | { readonly does: "nothing" }
  | { readonly does: "hangs up" }
);

/** What a menu or an action that collects digits takes. */
export interface Accepts {
  /** Digits of a number: at least and at most so many. */
  readonly digits?: {
    readonly min: number;
    readonly max: number;
    readonly terminator?: string;
    /** A star or a pound alone is an entry. */
    readonly alone: readonly string[];
    /** Digits that were pressed already. */
    readonly already: string;
  };
  /** Choices of a menu: the key, and the words to say, in any language. */
  readonly choices?: readonly { readonly key?: string; readonly terms: readonly string[]; readonly name: string }[];
  /** Further keys are an extension. */
  readonly extension?: boolean;
  /** A text: the reply to a message, or what a caller says to a bot. */
  readonly text?: boolean;
}

/** What a flow asks of the world; the run goes on with the answer. */
export type Question =
  | {
      readonly asks: "customer";
      readonly place: Place;
      readonly accepts: Accepts;
      /** Milliseconds that the flow waits. */
      readonly withinMs: number;
    }
  | (WorldQuestion & {
      readonly place: Place;
      /** The output paths that the answer may name, most usual first. */
      readonly paths: readonly string[];
    });

/** What a flow asks of systems and people around it. */
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
  /** Whether a text is sent: a message, a reply by e-mail, a notification of users. */
  | { readonly asks: "send"; readonly kind: string; readonly name: string; readonly text: string }
  /** An action whose effect no source describes, such as a bot: the world says which path it takes. */
  | {
      readonly asks: "unknown";
      readonly kind: string;
      readonly name: string;
      readonly outputs: Readonly<Record<string, string | undefined>>;
    };

/** Where a conversation is transferred to. */
export interface Destination {
  readonly kind: "queue" | "user" | "group" | "number" | "voicemail" | "flow" | "secureFlow" | "extension";
  readonly name: string;
  /** For a queue. */
  readonly priority?: number;
  readonly skills?: readonly string[];
  readonly languageSkill?: string;
  readonly inQueueFlow?: string;
}

/** The world's answer to a question. */
export interface WorldAnswer {
  /** One of the question's paths. */
  readonly path: string;
  readonly outputs?: Readonly<Record<string, Json>>;
  /** How long it took, in milliseconds. Default: 0. */
  readonly tookMs?: number;
  /** For a transfer to a queue: how long the customer waits for an agent; undefined while nobody answers. */
  readonly answersAfterMs?: number;
}

export type Answer = CustomerAct | WorldAnswer | typeof nobodyKnows;

/** The answer of a world that has none. The run stops there. */
export const nobodyKnows = { path: undefined } as const;

/** What happens in a conversation, in order. */
export type Event = {
  /** Milliseconds since the conversation began. */
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

/** How a conversation with a flow ends. */
export type Ending =
  /** The flow ended it. */
  | { readonly ends: "disconnected" }
  | { readonly ends: "hung up" }
  /** It left for an agent or a number; `answered` of a queue: an agent took it. */
  | { readonly ends: "transferred"; readonly to: Destination; readonly answered?: boolean }
  /** A flow without a customer, a module or a bot came to its end; a module with its outcome. */
  | { readonly ends: "ended"; readonly outcome?: string }
  /** Nobody knows what the action does, or what the world answers; the run cannot go on. */
  | { readonly ends: "stopped"; readonly why: string };

/** A conversation, whole. */
export interface Transcript {
  /** What happened, in order. */
  readonly events: readonly Event[];
  /** How the conversation ended, with its time in milliseconds and its place. */
  readonly ending: Ending & { readonly at: number; readonly place: Place };
  /** The first error that started the flow's error handling. */
  readonly fault?: { readonly message: string; readonly place: Place };
  /** Participant data at the end. */
  readonly participantData: Readonly<Record<string, string>>;
  /** Variables of the first flow at the end, by their names. */
  readonly variables: Readonly<Record<string, Value>>;
  /** What the run assumes about the platform: docs/run-semantics.md. */
  readonly assumptions: readonly (RunAssumption | string)[];
  /** Nodes that ran, counted as the platform counts actions. */
  readonly actions: number;
}

/** What a run yields: an event, answered by what the customer does meanwhile, or a question. */
export type Moment = Event | Question;

/** A part of a run: it yields what happens and what it asks, and ends with a result. */
export type Course<Result> = Generator<Moment, Result, Answer | undefined>;
