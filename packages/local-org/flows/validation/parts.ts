import { type AddressedItem, type ArchyPath, type ArchyValue, flowTypes } from "@genesys-flows/architect";
import { documentPointers, isMap, singleEntry } from "../document/model.ts";
import type { Check, Problem } from "./findings.ts";

/** Lists whose parts have refIds, and whether Architect refuses two parts with the same name. */
const LISTS: Readonly<Record<string, "refused" | "unknown" | "allowed">> = {
  menus: "refused",
  tasks: "refused",
  states: "unknown",
  bots: "unknown",
  choices: "allowed",
};

/**
 * Reports parts that cannot be distinguished. A refId "specifies the item within the array" (Archy's lesson 4A,
 * "Absolute references"), so two parts of the same type cannot share a refId. "Another menu/task has the same name" is
 * a recorded validation error (MakingChatbots/genesys-cloud-plugins, gotchas, "Default objects").
 */
export const checkDuplicates: Check = ({ places }) => {
  const seen = new Map<string, AddressedItem>();
  return places.items.flatMap((item) => {
    const list = item.path.slice(0, -2);
    const kind = Object.hasOwn(LISTS, String(list.at(-1))) ? LISTS[String(list.at(-1))] : undefined;
    if (kind === undefined) return [];
    const { refId, name } = item.body;
    const at = `${list.join("/")}/${item.type}`;
    return [
      ...(typeof refId === "string" && again(`${at} refId ${refId}`, item) ? [sameRefId(item, refId)] : []),
      ...(kind !== "allowed" && typeof name === "string" && again(`${at} name ${name}`, item)
        ? [sameName(item, name, kind)]
        : []),
    ];
  });

  function again(key: string, item: AddressedItem): boolean {
    if (seen.has(key)) return true;
    seen.set(key, item);
    return false;
  }
  function sameRefId({ type, path }: AddressedItem, refId: string): Problem {
    const problem = `Another ${type} has the same reference id '${refId}'`;
    const explanation = "A reference to this id would be ambiguous. Give one of them a different refId.";
    return { code: "duplicate-ref-id", problem, path: [...path, "refId"], explanation };
  }
  function sameName({ type, path }: AddressedItem, name: string, kind: "refused" | "unknown"): Problem {
    const problem = `Another ${type} has the same name`;
    const explanation = `The name '${name}' is used more than once.`;
    const found = { code: "duplicate-name", problem, path: [...path, "name"], explanation };
    return kind === "refused" ? found : { ...found, type: "Warning" };
  }
};

/**
 * Reports references without a target (`startUpRef`, `targetTaskRef`, `targetMenuRef`, `targetStateRef`, ...) and a
 * missing start.
 */
export const checkPointers: Check = ({ document, places }) => {
  const dangling = documentPointers(document, places)
    .filter((pointer) => !places.itemAt(pointer.target))
    .map(({ path, value }): Problem => {
      const explanation = `Nothing in this flow has the path '${value}'.`;
      return { code: "dangling-reference", problem: "no matches", path, explanation };
    });
  if (flowTypes[document.flowType].startUp !== "ref" || typeof document.body["startUpRef"] === "string")
    return dangling;
  const missing: Problem = {
    code: "missing-start",
    problem: "required property missing",
    path: [document.flowType, "startUpRef"],
    explanation: "A flow of this type must specify the menu, task or state where it starts.",
  };
  return [missing, ...dangling];
};

/**
 * Reports menus without audio (every menu in exports has audio), and choices of one menu with the same digit (SDK
 * `ArchBaseMenuChoice`: a choice has one digit). A menu without choices may omit audio: the vendor's recordings publish
 * such a menu (`reference/terraform-traces`).
 */
export const checkMenus: Check = ({ survey }) =>
  survey.menus.flatMap(({ body, path }): Problem[] => {
    const { audio, choices } = body;
    const isComplete = hasAudio(audio) || (audio === undefined && !(Array.isArray(choices) && choices.length > 0));
    const silent: Problem = {
      code: "menu-without-audio",
      problem: "required property missing",
      path: [...path, "audio"],
      explanation: "A menu needs audio that announces its choices: audio: {tts: ...}.",
    };
    return [...(isComplete ? [] : [silent]), ...sharedDigits(choices, [...path, "choices"])];
  });

/** Whether audio is set: `{noValue: true}` and an empty string mean no audio. */
function hasAudio(audio: ArchyValue | undefined): boolean {
  if (!isMap(audio)) return audio !== undefined && audio !== null && audio !== "";
  return Object.entries(audio).some(([key, value]) => key !== "noValue" && value !== null && value !== "");
}

function sharedDigits(choices: ArchyValue | undefined, path: ArchyPath): Problem[] {
  if (!Array.isArray(choices)) return [];
  const holders = new Map<string, string>();
  return choices.flatMap((choice, index): Problem[] => {
    const { type, body } = singleEntry(choice) ?? {};
    const digit = body?.["dtmf"];
    if (type === undefined || typeof digit !== "string") return [];
    const first = holders.get(digit);
    if (first === undefined) {
      holders.set(digit, String(body?.["name"] ?? type));
      return [];
    }
    const problem = `another menu choice has the DTMF '${digit}'`;
    const explanation = `The choice '${first}' already uses this digit. Give each choice of a menu its own digit.`;
    return [{ code: "shared-digit", problem, path: [...path, index, type, "dtmf"], explanation }];
  });
}
