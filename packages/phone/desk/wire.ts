import type { FlowType, flowTypes } from "@genesys-flows/architect";
import type { Held } from "@genesys-flows/conversation";
import type { Moment, Timeline } from "@genesys-flows/conversation/call";
import type { NumberRoute } from "@genesys-flows/local-org";

/** A flow that can be called: a published one by its id in the organisation, a draft by its key. */
export interface CalledFlow {
  readonly id: string;
  readonly from: "published" | "draft";
  readonly name: string;
  readonly type: FlowType;
  /** What a conversation with it is. */
  readonly media: (typeof flowTypes)[FlowType]["media"];
  readonly key?: string;
  /** Of a published flow, such as `3.0`. */
  readonly version?: string;
  readonly numbers: readonly string[];
  /** The modules of which it has snapshots; none of a draft. It is stale where the versions differ. */
  readonly holds: readonly Held[];
}

/** `GET /phone/flows`. */
export interface Dialable {
  readonly organisation: string;
  readonly now: string;
  /** Whether tests can be written into the checkout. */
  readonly canSave: boolean;
  readonly numbers: readonly {
    readonly number: string;
    readonly ivr: string;
    readonly flows: readonly { readonly id: string; readonly times: NumberRoute["times"] }[];
  }[];
  readonly flows: readonly CalledFlow[];
  /** Of a checkout; `problem`: why it has none. */
  readonly drafts?: { readonly problem?: string };
  /** Names of objects, for forms. */
  readonly world: Readonly<Record<string, readonly string[]>>;
}

export type CalledMoment = Moment & {
  /** Of a text that is heard: the recordings of its prompts, as addresses of this server. */
  readonly recordings?: readonly string[];
  /** Of a module that the caller holds in an older version: the version that is published. */
  readonly published?: string;
};

/** `POST /phone/timeline`. */
export interface Called extends Pick<Timeline, "waits" | "ending" | "participantData"> {
  readonly flow: CalledFlow;
  /** When the conversation began, as `given` has it. */
  readonly at: string;
  readonly moments: readonly CalledMoment[];
  readonly assumptions: readonly { readonly name: string; readonly text: string }[];
  readonly unanswered?: object;
}

/** `POST /phone/diagram`. */
export interface Drawn {
  /** Markup of the flow as nested lists; the step of a node has its id as `data-node`. */
  readonly html: string;
}

/** `POST /phone/test`. */
export interface KeptTest {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
  /** What differs when it is played. */
  readonly failure?: string;
  readonly saved?: true;
}
