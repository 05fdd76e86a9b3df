import { type ArchyDocument, type ArchyMap, type ArchyValue, flowTypes } from "@genesys-flows/architect";
import { isMap, singleEntry } from "../document/model.ts";

/** Values that the platform exports for omitted properties, as seen in exports (reference/archy.md §a). */
const DEFAULT_LANGUAGE = "en-us";

const seconds = (n: number): ArchyMap => ({ lit: { seconds: n } });
const noValue = (): ArchyMap => ({ noValue: true });

const callActionDefaults: ArchyMap = {
  playAudioOnSilence: { timeout: seconds(40) },
  detectSilence: { timeout: seconds(40) },
  callData: { processingPrompt: noValue() },
  callBridge: { processingPrompt: noValue() },
  collectInput: { noEntryTimeout: seconds(5) },
  dialByExtension: { interDigitTimeout: seconds(6) },
  transferToUser: { connectTimeout: noValue() },
  transferToNumber: { connectTimeout: noValue() },
  transferToGroup: { connectTimeout: noValue() },
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

/** Settings blocks by flow type; a type that is not listed gets none. */
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
  commonModule: { settingsActionDefaults: { callData: { processingPrompt: noValue() } } },
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
  const skill = { defaultLanguageSkill: noValue() };
  return media === "call" ? { ...skill, textToSpeech: { defaultEngine: { defaultVoice: true } } } : skill;
}

const VARIABLE_LISTS = new Set(["variables", "startUpTaskVariables"]);

/** Adds to every declared variable whether it is input and output, and its initial value. */
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
      initialValue: initialValue ?? noValue(),
      isInput: isInput ?? false,
      isOutput: isOutput ?? false,
      ...rest,
    },
  };
}
