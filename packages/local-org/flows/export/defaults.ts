import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyReference,
  type ArchyValue,
  documentPlaces,
  flowTypes,
  references,
} from "@genesys-flows/architect";
import { own } from "../../own.ts";
import { isMap, singleEntry, valueAt } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { EmbeddableContract } from "../publishing/organisation-view.ts";

/** Values that the platform exports for omitted properties, as seen in exports (reference/archy.md §a). */
const DEFAULT_LANGUAGE = "en-us";

const noValue: ArchyMap = { noValue: true };
const seconds = (n: number): ArchyMap => ({ lit: { seconds: n } });

const callActionDefaults: ArchyMap = {
  playAudioOnSilence: { timeout: seconds(40) },
  detectSilence: { timeout: seconds(40) },
  callData: { processingPrompt: noValue },
  callBridge: { processingPrompt: noValue },
  collectInput: { noEntryTimeout: seconds(5) },
  dialByExtension: { interDigitTimeout: seconds(6) },
  transferToUser: { connectTimeout: noValue },
  transferToNumber: { connectTimeout: noValue },
  transferToGroup: { connectTimeout: noValue },
  transferToFlowSecure: { connectTimeout: seconds(15) },
};

const callErrorHandling: ArchyMap = {
  errorHandling: { disconnect: { none: true } },
  preHandlingAudio: { tts: "Sorry, an error occurred. Please try your call again." },
};

const prompts: ArchyMap = {
  ensureAudioInPrompts: false,
  promptMediaToValidate: [{ mediaType: "audio" }, { mediaType: "tts" }],
};

const menu: ArchyMap = {
  extensionDialingMaxDelay: seconds(1),
  listenForExtensionDialing: { lit: true },
  menuSelectionTimeout: seconds(10),
  repeatCount: { lit: 3 },
};

const speechRecognition: ArchyMap = {
  completeMatchTimeout: { lit: { ms: 100 } },
  incompleteMatchTimeout: { lit: { ms: 1500 } },
  maxSpeechLengthTimeout: seconds(20),
  minConfidenceLevel: { lit: 50 },
  asrCompanyDir: "none",
  asrEnabledOnFlow: true,
  suppressRecording: true,
};

const disconnectOnError: ArchyMap = { errorHandling: { disconnect: { none: true } } };

const callWithMenus: ArchyMap = {
  settingsActionDefaults: callActionDefaults,
  settingsErrorHandling: callErrorHandling,
  settingsMenu: menu,
  settingsPrompts: prompts,
  settingsSpeechRec: speechRecognition,
};

/** Settings blocks by flow type; a type that is not listed has no such blocks. */
const SETTINGS: Partial<Record<ArchyDocument["flowType"], ArchyMap>> = {
  inboundCall: callWithMenus,
  outboundCall: callWithMenus,
  secureCall: callWithMenus,
  inqueueCall: {
    settingsInQueueCall: { holdMusic: { lit: { name: "PromptSystem.on_hold_music" } } },
    settingsActionDefaults: callActionDefaults,
    settingsErrorHandling: callErrorHandling,
    settingsPrompts: prompts,
  },
  commonModule: { settingsActionDefaults: { callData: { processingPrompt: noValue } } },
  inboundEmail: {
    settingsInboundEmailHandling: { emailHandling: { disconnect: { none: true } } },
    settingsErrorHandling: disconnectOnError,
  },
  inboundShortMessage: { settingsErrorHandling: disconnectOnError },
  inboundChat: { settingsErrorHandling: disconnectOnError },
  workflow: { settingsErrorHandling: { errorHandling: { endWorkflow: { none: true } } } },
  workitem: { settingsErrorHandling: { errorHandling: { endFlow: { none: true } } } },
};

export function withDefaults(document: ArchyDocument, o: { division: string | undefined }): ArchyMap {
  const { body, flowType } = document;
  const filled: ArchyMap = { ...structuredClone(SETTINGS[flowType] ?? {}), ...body };
  filled["name"] = document.name;
  if (o.division !== undefined) filled["division"] = o.division;
  if (flowType !== "commonModule" && flowType !== "surveyInvite") filled["defaultLanguage"] ??= DEFAULT_LANGUAGE;
  if (typeof filled["defaultLanguage"] === "string")
    filled["supportedLanguages"] ??= { [filled["defaultLanguage"]]: languageDefaults(flowTypes[flowType].media) };
  return variablesFilled(filled) as ArchyMap;
}

function languageDefaults(media: string): ArchyMap {
  if (media === "none") return { none: true };
  const skill = { defaultLanguageSkill: noValue };
  return media === "call" ? { ...skill, textToSpeech: { defaultEngine: { defaultVoice: true } } } : skill;
}

const VARIABLE_LISTS = new Set(["variables", "startUpTaskVariables"]);

/** Adds the initial value and the properties for inputs and outputs to every declared variable. */
function variablesFilled(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(variablesFilled);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === "lit") return [key, child];
      return [key, VARIABLE_LISTS.has(key) && Array.isArray(child) ? child.map(variable) : variablesFilled(child)];
    }),
  );
}

function variable(entry: ArchyValue): ArchyValue {
  const declared = singleEntry(entry);
  if (!declared?.body) return entry;
  const { name, description, initialValue, isInput, isOutput, ...rest } = declared.body;
  return {
    [declared.type]: {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      initialValue: initialValue ?? noValue,
      isInput: isInput ?? false,
      isOutput: isOutput ?? false,
      ...rest,
    },
  };
}

const no: ArchyMap = { lit: false };
const failureOutputs: ArchyMap = { errorType: noValue, errorMessage: noValue };
const transfer: ArchyMap = {
  priority: { lit: 0 },
  preferredAgents: noValue,
  languageSkill: noValue,
  failureOutputs,
};
const choice: ArchyMap = { globalDtmf: false, globalSpeechRecTerms: false };
const conversationData: ArchyMap = { participantId: noValue };

/**
 * Values of properties that a document omits and an export contains. These are the properties in (nearly) every export
 * of an action, with the values that they have in an unedited action (reference/archy.md §d and the real files that it
 * counts).
 */
const DEFAULTS: Readonly<Record<string, ArchyMap>> = {
  transferToAcd: transfer,
  transferToVoicemail: { failureOutputs },
  disconnectWorkitem: { failureOutputs },
  callData: { timeout: { lit: { minutes: 1 } } },
  collectInput: {
    interDigitTimeout: noValue,
    noEntryTimeout: noValue,
    acceptJustStar: no,
    acceptJustPound: no,
    verificationType: "none",
  },
  endWorkflow: { exitReason: noValue },
  callBotFlow: { exitReason: noValue, intent: noValue },
  askForSlot: { customValidation: noValue, confirmationMode: { lit: "never" } },
  askForBoolean: { voiceEndOfInputTimeout: noValue },
  askForIntent: { voiceEndOfInputTimeout: noValue },
  digitalMenu: { selection: noValue, knowledgeSearchResult: noValue },
  sendAutoReply: { from: noValue, replyTo: noValue, cc: noValue, bcc: noValue },
  setConversationData: conversationData,
  getConversationData: conversationData,
  evaluateScheduleGroup: { inServiceSchedules: noValue },
  createCallback: { calleeName: noValue },
  holdMusic: { bargeInEnabled: no },
  wait: { trimDurationNearMaxRunningTime: no },
  menu: {
    settingsMenu: {
      extensionDialingMaxDelay: noValue,
      listenForExtensionDialing: noValue,
      menuSelectionTimeout: noValue,
      repeatCount: noValue,
    },
    settingsSpeechRec: {
      completeMatchTimeout: noValue,
      incompleteMatchTimeout: noValue,
      maxSpeechLengthTimeout: noValue,
      minConfidenceLevel: noValue,
    },
  },
  menuDisconnect: choice,
  menuTask: choice,
  menuJumpToTask: choice,
  menuTransferToAcd: { ...choice, ...transfer },
};

const transferOrder = ["targetQueue", "preTransferAudio", "failureTransferAudio", "priority", "preferredAgents"];
const choiceOrder = ["dtmf", "globalDtmf", "globalSpeechRecTerms", "speechRecTerms"];

/** Order of the first properties in exports after name and refId; the other properties keep their order. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  menu: ["audio", "settingsMenu", "settingsSpeechRec", "defaultChildMenuRef", "choices"],
  menuDisconnect: choiceOrder,
  menuTask: [...choiceOrder, "task"],
  menuJumpToTask: [...choiceOrder, "targetTaskRef"],
  menuTransferToAcd: [...choiceOrder, ...transferOrder, "languageSkill"],
  transferToAcd: [...transferOrder, "languageSkill"],
  callData: ["processingPrompt", "timeout", "category"],
};

/**
 * Adds properties that actions, choices and menus omit, in the right order. Changes the document's body, which must be
 * the caller's own copy.
 */
export function completeActions(document: ArchyDocument): void {
  for (const { type, body } of documentPlaces(document).items) {
    for (const [property, value] of Object.entries(own(DEFAULTS, type) ?? {}))
      if (body[property] === undefined) body[property] = structuredClone(value);
    const order = own(ORDER, type);
    if (order) reorder(body, order);
  }
}

function reorder(body: ArchyMap, order: readonly string[]): void {
  const first = ["name", "refId", ...order].filter((key) => body[key] !== undefined);
  const rest = Object.keys(body).filter((key) => !first.includes(key));
  const entries = [...first, ...rest].map((key) => [key, body[key]] as const);
  for (const key of Object.keys(body)) delete body[key];
  Object.assign(body, Object.fromEntries(entries));
}

/**
 * Lists every input and output of each called common module and bot, with `{noValue: true}` if the call does not bind
 * it (reference/archy.md §b). Changes the document's body, which must be the caller's own copy.
 */
export function completeBindings(
  document: ArchyDocument,
  contractOf: (reference: ArchyReference) => EmbeddableContract | undefined,
): void {
  for (const reference of references(document)) {
    if (referenceKinds[reference.kind].flow !== "embedded") continue;
    const contract = contractOf(reference);
    const call = valueAt(document.body, reference.path);
    if (!contract || !isMap(call)) continue;
    for (const bound of Object.values(call)) {
      if (!isMap(bound)) continue;
      bound["inputs"] = completed(bound["inputs"], contract.inputs);
      bound["outputs"] = completed(bound["outputs"], contract.outputs);
    }
  }
}

function completed(bound: ArchyMap[string] | undefined, declared: readonly string[]): ArchyMap {
  const given = isMap(bound) ? bound : {};
  const byKey = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const names = new Map([...Object.keys(given), ...declared].map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, name]) => [name, byKey.get(key) ?? { noValue: true }]),
  );
}
