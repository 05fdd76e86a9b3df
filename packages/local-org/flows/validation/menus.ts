import type { ArchyPath, ArchyValue } from "@genesys-flows/architect";
import { isMap, singleEntry } from "../document/model.ts";
import { type Check, type Finding, finding } from "./findings.ts";

/**
 * Menus without audio, which every menu of an export has, and choices of one menu on the same digit (SDK `ArchBaseMenuChoice`: a choice
 * has one). A menu without choices may leave audio out: the vendor's recordings publish one (`reference/terraform-traces`).
 */
export const checkMenus: Check = ({ survey, places }) =>
  survey.menus.flatMap(({ body, path }): Finding[] => [
    ...(hasAudio(body["audio"]) || (body["audio"] === undefined && !hasChoices(body["choices"]))
      ? []
      : [
          finding(places, {
            ...{ code: "menu-without-audio", problem: "required property missing", path: [...path, "audio"] },
            explanation: "A menu says what its choices are: audio: {tts: ...}.",
          }),
        ]),
    ...sharedDigits(body["choices"], [...path, "choices"]).map(({ digit, first, path: at }) =>
      finding(places, {
        ...{ code: "shared-digit", problem: `another menu choice has the DTMF '${digit}'`, path: [...at, "dtmf"] },
        explanation: `The choice '${first}' has it already. Give each choice of a menu its own digit.`,
      }),
    ),
  ]);

/** No audio is `{noValue: true}`, an empty text, nothing. */
function hasAudio(audio: ArchyValue | undefined): boolean {
  if (!isMap(audio)) return audio !== undefined && audio !== null && audio !== "";
  return Object.entries(audio).some(([key, value]) => key !== "noValue" && value !== null && value !== "");
}

function hasChoices(choices: ArchyValue | undefined): boolean {
  return Array.isArray(choices) && choices.length > 0;
}

interface Shared {
  readonly digit: string;
  /** Name of the first choice with the digit. */
  readonly first: string;
  readonly path: ArchyPath;
}

function sharedDigits(choices: ArchyValue | undefined, path: ArchyPath): Shared[] {
  if (!Array.isArray(choices)) return [];
  const holders = new Map<string, string>();
  return choices.flatMap((choice, index): Shared[] => {
    const { type, body } = singleEntry(choice) ?? {};
    const digit = body?.["dtmf"];
    if (type === undefined || typeof digit !== "string") return [];
    const first = holders.get(digit);
    if (first !== undefined) return [{ digit, first, path: [...path, index, type] }];
    holders.set(digit, String(body?.["name"] ?? type));
    return [];
  });
}
