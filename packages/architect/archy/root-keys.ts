import { didYouMean } from "../suggest.ts";
import { article, flowTypes } from "./flow-types.ts";
import type { FlowType } from "./types.ts";

/** Top-level keys that every flow type may have (reference/archy.md §a, reference/export-shapes.md). */
const common = [
  "name",
  "description",
  "division",
  "defaultLanguage",
  "supportedLanguages",
  "variables",
  "settingsActionDefaults",
  "settingsErrorHandling",
  "settingsPrompts",
  "referencedObjects",
  "trackingId",
] as const;

const call = ["initialGreeting", "settingsMenu", "settingsSpeechRec"];
const bot = ["settingsBotFlow", "settingsUserInput", "settingsKnowledge", "settingsNaturalLanguageUnderstanding"];

/**
 * Additional keys in exports of a flow type. The keys of its start and containers are not included
 * (reference/archy-actions-observed.tsv, "TOP-LEVEL FLOW KEYS PER FLOW TYPE").
 */
const own: Readonly<Partial<Record<FlowType, readonly string[]>>> = {
  inboundCall: call,
  outboundCall: [...call, "settingsOutboundCall"],
  secureCall: call,
  inqueueCall: ["settingsInQueueCall", "startUpTaskVariables"],
  commonModule: ["settingsCommonModule", "startUpTaskVariables"],
  inboundEmail: ["settingsInboundEmailHandling"],
  workitem: ["worktype"],
  botFlow: [...bot, "settingsVirtualAgent"],
  digitalBot: [...bot, "settingsVirtualAgent"],
};

/** The keys that define where a flow starts. The required key is first. */
export const startKeys = {
  ref: ["startUpRef"],
  actions: ["startUpTaskActions"],
  state: ["startUpState", "periodicState"],
} as const;

/** Every top-level key that exports of a type have. */
export function rootKeysOf(type: FlowType): readonly string[] {
  const { startUp, containers } = flowTypes[type];
  return [...common, ...startKeys[startUp], ...containers.map(({ key }) => key), ...(own[type] ?? [])];
}

/** The message and hint for a key that a flow type does not have; undefined if it has the key. */
export function rootKeyProblem(type: FlowType, key: string): { message: string; hint: string } | undefined {
  const known = rootKeysOf(type);
  if (known.includes(key)) return undefined;
  const { title } = flowTypes[type];
  const owners = Object.values(flowTypes).filter((info) => rootKeysOf(info.type).includes(key));
  if (owners.length > 0) {
    const hint = `Only these flow types have it: ${owners.map((info) => `${info.title}s`).join(", ")}.`;
    return { message: `No known export of ${article(title)} has the key '${key}'.`, hint };
  }
  return {
    message: `The key '${key}' is unknown in ${article(title)}.`,
    hint: didYouMean(key, known, "Its keys") ?? "Correct its spelling, or remove it. No known export has it.",
  };
}

/** A flow setting with enumerated values: the path to the setting, with `*` for each item of a list. */
export interface WordSetting {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/**
 * The flow settings with enumerated values, from the SDK's enumerations: PROMPT_MEDIA_TYPES, SPEECH_REC_COMPANY_MODES,
 * FLOW_TYPES (reference/archy.md, source SDK).
 */
export const wordSettings: readonly WordSetting[] = [
  { path: ["settingsPrompts", "promptMediaToValidate", "*", "mediaType"], words: ["audio", "none", "tts", "text"] },
  { path: ["settingsSpeechRec", "asrCompanyDir"], words: ["entireFlow", "none", "startUpObject"] },
  {
    path: ["settingsCommonModule", "compatibleFlowTypes", "*", "flowType"],
    words:
      "bot commonmodule digitalbot emailsend inboundcall inboundchat inboundemail inboundshortmessage inqueuecall inqueueemail inqueueshortmessage outboundcall securecall surveyinvite voice voicesurvey voicemail workflow workitem".split(
        " ",
      ),
  },
];
