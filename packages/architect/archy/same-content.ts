import { normalForm } from "./digest.ts";
import { canonical } from "./normal.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap, isNoValue } from "./values.ts";

/**
 * The path at which the platform's export of a published flow differs from the document that was sent. Undefined if
 * they are equivalent: the export contains everything in the document and, otherwise, only values that the platform
 * adds to every export. Both are compared in normal form. An unknown addition counts as a difference, so two documents
 * count as equal only if that is certain.
 *
 * Object names are not compared, because an export contains the current names, not the names at the time of publishing.
 */
export function exportDifference(sent: ArchyDocument, exported: ArchyDocument): ArchyPath | undefined {
  return difference(contentOf(sent), contentOf(exported), []);
}

function contentOf(document: ArchyDocument): ArchyValue {
  const { name: _name, description, ...body } = document.body;
  const described = typeof description === "string" && description.trim() !== "";
  return normalForm({ ...document, body: { ...body, ...(described && { description: description.trim() }) } });
}

function difference(sent: ArchyValue, exported: ArchyValue, path: ArchyPath): ArchyPath | undefined {
  if (Array.isArray(sent) && Array.isArray(exported)) {
    if (sent.length !== exported.length) return path;
    return first(sent.keys(), (index) =>
      difference(sent[index] as ArchyValue, exported[index] as ArchyValue, [...path, index]),
    );
  }
  if (!isMap(sent) || !isMap(exported)) return canonical(sent) === canonical(exported) ? undefined : path;
  const [ours, theirs] = [entriesOf(sent), entriesOf(exported)];
  return first(new Set([...ours.keys(), ...theirs.keys()]), (key) => {
    const [before, after] = [ours.get(key), theirs.get(key)];
    const here = [...path, key];
    if (before === undefined) return isCompletion(key, after as ArchyValue) ? undefined : here;
    if (after === undefined) return isNoValue(before) ? undefined : here;
    if (key === "lit") return canonical(before) === canonical(after) ? undefined : here;
    return difference(before, after, here);
  });
}

/** The entries by trimmed key, because the platform removes spaces around a name that is a key. */
function entriesOf(map: ArchyMap): ReadonlyMap<string, ArchyValue> {
  return new Map(Object.entries(map).map(([key, value]) => [key.trim(), value]));
}

function first<Item, Found>(items: Iterable<Item>, find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const seconds = (n: number): ArchyMap => ({ lit: { seconds: n } });

/**
 * Values that exports contain for properties that the document omits. They are the defaults in Architect
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
/** Properties that an export always has, with values from the platform. */
const GIVEN = new Set(["refId", "division"]);

/**
 * Whether the platform adds an entry to every export, so that the entry is insignificant if it exists only in the
 * export.
 */
function isCompletion(key: string, value: ArchyValue): boolean {
  if (GIVEN.has(key) || isNoValue(value) || KNOWN.get(key)?.includes(canonical(value))) return true;
  return isMap(value) && Object.entries(value).every(([inner, child]) => isCompletion(inner, child));
}
