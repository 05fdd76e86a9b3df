import type { FlowType, flowTypes } from "@genesys-flows/architect";
import type { Held } from "@genesys-flows/conversation";
import type { Moment, Timeline } from "@genesys-flows/conversation/call";
import type { NumberRoute } from "@genesys-flows/local-org";

/** A flow that can be called: a published flow by its ID in the organisation, or a draft by its key. */
export interface CalledFlow {
  readonly id: string;
  readonly from: "published" | "draft";
  readonly name: string;
  readonly type: FlowType;
  /** Medium of a conversation with this flow. */
  readonly media: (typeof flowTypes)[FlowType]["media"];
  readonly key?: string;
  /** Version of a published flow, such as `3.0`. */
  readonly version?: string;
  readonly numbers: readonly string[];
  /** Module snapshots of a published flow; empty for a draft. A snapshot is stale when its two versions differ. */
  readonly holds: readonly Held[];
}

/** `GET /phone/flows`. */
export interface Dialable {
  readonly organisation: string;
  readonly now: string;
  /** Whether tests can be saved in the checkout. */
  readonly canSave: boolean;
  readonly numbers: readonly {
    readonly number: string;
    readonly ivr: string;
    readonly flows: readonly { readonly id: string; readonly times: NumberRoute["times"] }[];
  }[];
  readonly flows: readonly CalledFlow[];
  /** Present if a checkout is served. `problem` explains why its drafts cannot be called. */
  readonly drafts?: { readonly problem?: string };
  /** Names of objects, for the page's forms. */
  readonly world: Readonly<Record<string, readonly string[]>>;
}

export type CalledMoment = Moment & {
  /** For speech: URLs of the prompts' recordings on this server. */
  readonly recordings?: readonly string[];
  /** For a stale snapshot: the published version of the module. */
  readonly published?: string;
};

/** `POST /phone/timeline`. */
export interface Called extends Pick<Timeline, "waits" | "ending" | "participantData"> {
  readonly flow: CalledFlow;
  /** When the conversation began, in the format of `given.at`. */
  readonly at: string;
  readonly moments: readonly CalledMoment[];
  readonly assumptions: readonly { readonly name: string; readonly text: string }[];
  readonly unanswered?: object;
}

/** `POST /phone/diagram`. */
export interface Drawn {
  /** Markup of the flow as nested lists. Each step has its node's ID in `data-node`. */
  readonly html: string;
}

/** `POST /phone/test`. */
export interface KeptTest {
  /** Path relative to the project. */
  readonly file: string;
  readonly text: string;
  /** The difference between a replay and the call. */
  readonly failure?: string;
  readonly saved?: true;
}
