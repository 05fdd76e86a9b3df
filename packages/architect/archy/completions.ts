import { canonical } from "./normal.ts";
import type { ArchyMap, ArchyValue } from "./types.ts";
import { isMap, isNoValue } from "./values.ts";

const seconds = (n: number): ArchyMap => ({ lit: { seconds: n } });

/**
 * What exports write for properties that a document leaves out, by the property: the values that an untouched one has
 * (reference/archy.md §a, §b, §d).
 */
const DEFAULTS: Readonly<Record<string, readonly ArchyValue[]>> = {
  defaultLanguage: ["en-us"],
  defaultVoice: [true],
  none: [true],
  // variables
  isInput: [false],
  isOutput: [false],
  // actions
  priority: [{ lit: 0 }],
  timeout: [{ lit: { minutes: 1 } }, seconds(40)],
  noEntryTimeout: [seconds(5)],
  interDigitTimeout: [seconds(6)],
  connectTimeout: [seconds(15)],
  acceptJustStar: [{ lit: false }],
  acceptJustPound: [{ lit: false }],
  verificationType: ["none"],
  confirmationMode: [{ lit: "never" }],
  bargeInEnabled: [{ lit: false }],
  trimDurationNearMaxRunningTime: [{ lit: false }],
  globalDtmf: [false],
  globalSpeechRecTerms: [false],
  // settings of a flow
  errorHandling: [{ disconnect: { none: true } }, { endWorkflow: { none: true } }, { endFlow: { none: true } }],
  emailHandling: [{ disconnect: { none: true } }],
  preHandlingAudio: [{ tts: "Sorry, an error occurred. Please try your call again." }],
  holdMusic: [{ lit: { name: "PromptSystem.on_hold_music" } }],
  ensureAudioInPrompts: [false],
  promptMediaToValidate: [[{ mediaType: "audio" }, { mediaType: "tts" }]],
  extensionDialingMaxDelay: [seconds(1)],
  listenForExtensionDialing: [{ lit: true }],
  menuSelectionTimeout: [seconds(10)],
  repeatCount: [{ lit: 3 }],
  completeMatchTimeout: [{ lit: { ms: 100 } }],
  incompleteMatchTimeout: [{ lit: { ms: 1500 } }],
  maxSpeechLengthTimeout: [seconds(20)],
  minConfidenceLevel: [{ lit: 50 }],
  asrCompanyDir: ["none"],
  asrEnabledOnFlow: [true],
  suppressRecording: [true],
};
const KNOWN = new Map(Object.entries(DEFAULTS).map(([key, values]) => [key, values.map(canonical)]));
/** Properties that an export always has, with the platform's own value. */
const GIVEN = new Set(["refId", "division"]);

/** Whether an entry that an export has and the document has not says nothing: the platform completes it in every export. */
export function isCompletion(key: string, value: ArchyValue): boolean {
  if (GIVEN.has(key) || isNoValue(value) || KNOWN.get(key)?.includes(canonical(value))) return true;
  return isMap(value) && Object.entries(value).every(([inner, child]) => isCompletion(inner, child));
}
