import { actionOf, actions } from "../../archy/actions/index.ts";
import { flowTypes } from "../../archy/flow-types.ts";
import type { FlowType } from "../../archy/types.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { Check } from "../check.ts";

/** Actions that the flow's channel does not have, that one of a module's channels does not have, or that nobody has seen there. */
export const actionChannel: Check = {
  codes: [
    "action-not-in-channel",
    "action-not-in-module-channels",
    "action-not-attested",
    "misspelt-action",
    "unknown-export-action",
  ],
  ofParts: true,
  run(subject, report) {
    const { type, module } = subject.graph;
    const { title } = flowTypes[type];
    const told = new Set<string>();
    for (const { key, node, path } of subject.actions()) {
      if (OWN.has(key)) continue;
      const place = { node, path };
      const refused = unavailableIn(key, type);
      if (refused) {
        report("action-not-in-channel", {
          message: `${capital(article(title))} has no action '${key}'.`,
          hint: refused.hint,
          ...place,
        });
        continue;
      }
      for (const channel of module?.channels ?? []) {
        const row = unavailableIn(key, channel);
        if (!row) continue;
        const message = `The module serves ${flowTypes[channel].title}s, which have no action '${key}'.`;
        const hint = `A module has only the actions that all its channels have. ${row.hint}`;
        report("action-not-in-module-channels", { message, hint, ...place });
      }
      const info = actionOf(key);
      if (told.has(key)) continue;
      told.add(key);
      if (!info) {
        const message = `The action '${key}' is not known here.`;
        const near = slip(key, actions.keys());
        const hint = didYouMean(key, actions.keys(), "Actions") ?? "It is published as it is; the platform decides.";
        report(near === undefined ? "unknown-export-action" : "misspelt-action", { message, hint, ...place });
      } else if (!info.observedIn.includes(type)) {
        const message = `No export shows the action '${key}' in ${article(title)}.`;
        report("action-not-attested", { message, hint: "It may well be there: the platform decides.", ...place });
      }
    }
  },
};

/** Kinds of nodes that are no actions of Archy's. */
const OWN = new Set(["callModule", "end", "menu", "task", "state", "unknown", "ref"]);

function article(title: string): string {
  return `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

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
