import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyReference,
  documentPlaces,
  references,
} from "@genesys-flows/architect";
import { own } from "../../own.ts";
import { isMap, valueAt } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { EmbeddableContract } from "../publishing/organisation-view.ts";

const noValue: ArchyMap = { noValue: true };
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
 * What exports write for properties that a document leaves out: those that (nearly) every export of the action has, with
 * the value that an untouched one has (reference/archy.md §d and the real files that it counts).
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

/** Order of the first properties, after name and refId, as exports have it; the others follow as they are. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  menu: ["audio", "settingsMenu", "settingsSpeechRec", "defaultChildMenuRef", "choices"],
  menuDisconnect: choiceOrder,
  menuTask: [...choiceOrder, "task"],
  menuJumpToTask: [...choiceOrder, "targetTaskRef"],
  menuTransferToAcd: [...choiceOrder, ...transferOrder, "languageSkill"],
  transferToAcd: [...transferOrder, "languageSkill"],
  callData: ["processingPrompt", "timeout", "category"],
};

/** Fills in what actions, choices and menus leave out, each in its place. Changes the document's body, which must be the caller's own copy. */
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
 * Lists every input and output of each called common module and bot, `{noValue: true}` where the call binds none
 * (reference/archy.md §b). Changes the document's body, which must be the caller's own copy.
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
