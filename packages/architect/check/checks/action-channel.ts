import { actionOf, actions } from "../../archy/actions/index.ts";
import { article, capital, flowTypes } from "../../archy/flow-types.ts";
import type { FlowType } from "../../archy/types.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { Check } from "../check.ts";

/**
 * Actions that do not exist in the flow's channel or in one of a module's channels, and actions that no export has in
 * that channel.
 */
export const actionChannel: Check = {
  codes: [
    "action-not-in-channel",
    "action-not-in-module-channels",
    "undocumented-action",
    "misspelt-action",
    "unknown-export-action",
  ],
  ofParts: true,
  run(subject, report) {
    const { type, module } = subject.graph;
    const { title } = flowTypes[type];
    const seen = new Set<string>();
    for (const { key, node, path } of subject.actions()) {
      if (OWN.has(key)) continue;
      const place = { node, path };
      const refused = unavailableIn(key, type);
      if (refused) {
        const message = `${capital(article(title))} has no action '${key}'.`;
        report("action-not-in-channel", { message, hint: refused.hint(type), ...place });
        continue;
      }
      for (const channel of module?.channels ?? []) {
        const row = unavailableIn(key, channel);
        if (row) {
          const message = `The module serves ${flowTypes[channel].title}s, which have no action '${key}'.`;
          const hint = `A module can use only actions that are available in all its channels. ${row.hint(channel)}`;
          report("action-not-in-module-channels", { message, hint, ...place });
        } else if (isOfOtherMedia(key, channel)) {
          const message = `The module serves ${flowTypes[channel].title}s. No known export has the action '${key}' in a flow of that type.`;
          const hint =
            "A module can use only actions that are available in all its channels. The platform may refuse this one.";
          report("undocumented-action", { message, hint, ...place });
        }
      }
      const info = actionOf(key);
      if (seen.has(key)) continue;
      seen.add(key);
      if (!info) {
        const message = `The action '${key}' is unknown.`;
        const unchanged = "The action is published unchanged. The platform may refuse it.";
        const hint = didYouMean(key, actions.keys(), "Actions") ?? unchanged;
        const isSlip = slip(key, actions.keys()) !== undefined;
        report(isSlip ? "misspelt-action" : "unknown-export-action", { message, hint, ...place });
        // In a document, a jump is the equivalent of a definition's transition.
      } else if (info.jump === undefined && !info.observedIn.includes(type)) {
        const message = `No known export has the action '${key}' in ${article(title)}.`;
        report("undocumented-action", { message, hint: "The platform may still accept it.", ...place });
      }
    }
  },
};

/** Kinds of nodes that are not Archy actions. */
const OWN = new Set(["callModule", "end", "menu", "task", "state", "unknown", "ref"]);

export interface Unavailable {
  readonly action: string;
  readonly in: (type: FlowType) => boolean;
  /** What to use instead in a flow type. */
  readonly hint: (type: FlowType) => string;
}

/**
 * Flow types without audio controls such as DTMF or text-to-speech, and the alternative for each (the vendor's articles
 * inbound-email-flows, work-with-inbound-message-flows, inbound-chat-flows-overview).
 */
const silent: Readonly<Partial<Record<FlowType, string>>> = {
  inboundEmail: "E-mail has no audio: reply with sendAutoReply, or branch on Email.Message.",
  inboundShortMessage: "Messages have no audio: reply with sendResponse, or ask in a bot with callDigitalBotFlow.",
  inboundChat: "Chats have no audio: reply with sendResponse, or ask in a bot.",
};

/**
 * Actions that are documented as unavailable in a channel. All others are allowed, because a channel may have an action
 * even if no export shows it (reference/archy-actions-observed.tsv).
 */
export const unavailable: readonly Unavailable[] = [
  {
    action: "jumpToTask",
    // reference/archy.md §d
    in: (type) => type === "inboundShortMessage",
    hint: () => "In a message flow, use changeState or callTask.",
  },
  {
    action: "sendAutoReply",
    // reference/archy.md §c
    in: (type) => type !== "inboundEmail" && type !== "inqueueEmail" && type !== "commonModule",
    hint: () => "Only e-mail flows, and modules that serve only e-mail flows, send auto replies.",
  },
  ...["collectInput", "detectSilence", "dialByExtension", "playAudio", "playAudioOnSilence"].map((action) => ({
    action,
    in: (type: FlowType) => Object.hasOwn(silent, type),
    hint: (type: FlowType) => silent[type] ?? "",
  })),
];

/** Whether exports have an action, but never in a flow of the channel's medium. */
function isOfOtherMedia(action: string, channel: FlowType): boolean {
  const media = (actionOf(action)?.observedIn ?? []).flatMap((type) =>
    type === "commonModule" ? [] : flowTypes[type].media,
  );
  return media.length > 0 && !media.includes(flowTypes[channel].media);
}

/** Why an action is not available in a flow type; undefined if it may be available. */
export function unavailableIn(action: string, type: FlowType): Unavailable | undefined {
  return unavailable.find((row) => row.action === action && row.in(type));
}
