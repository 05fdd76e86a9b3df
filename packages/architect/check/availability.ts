import type { FlowType } from "../archy/types.ts";

/** Where an action is known not to be available. */
export interface Unavailable {
  readonly action: string;
  readonly in: (type: FlowType) => boolean;
  /** The source of the fact. */
  readonly source: string;
  /** What to do instead. */
  readonly hint: string;
}

/**
 * What is attested of actions that a channel does not have. Everything else is allowed: that no export shows an action
 * in a channel proves nothing (reference/archy-actions-observed.tsv).
 */
export const unavailable: readonly Unavailable[] = [
  {
    action: "jumpToTask",
    in: (type) => type === "inboundShortMessage",
    source: "reference/archy.md §d",
    hint: "Message flows go on with changeState or callTask.",
  },
  {
    action: "sendAutoReply",
    in: (type) => type !== "inboundEmail" && type !== "inqueueEmail" && type !== "commonModule",
    source: "reference/archy.md §c",
    hint: "Only e-mail flows, and modules that serve nothing else, send auto replies.",
  },
];

/** Why an action is not available in a flow type; undefined when nothing is known against it. */
export function unavailableIn(action: string, type: FlowType): Unavailable | undefined {
  return unavailable.find((row) => row.action === action && row.in(type));
}
