import type { Environment, Implementation } from "../environment.ts";
import { collection, EvaluationError, type ScalarType, scalar, type Value } from "../values.ts";
import { textIn } from "./arguments.ts";

/** Finds an object by name; NOT_SET when it does not exist. */
function finds(type: ScalarType, prefix = ""): Implementation {
  return ([given], environment) => {
    const name = given?.type === "string" ? given.value : undefined;
    if (name === undefined || name === "") return scalar(type);
    return scalar(type, found(type, name.startsWith(prefix) ? name.slice(prefix.length) : name, environment) as never);
  };
}

function found(type: ScalarType, name: string, environment: Environment): string | undefined {
  if (environment.lookUp) return environment.lookUp(type, name);
  environment.assume("names-exist");
  return name;
}

/** The functions that look up objects of the organisation (category `search`), and the language functions. */
export const lookups: Readonly<Record<string, Implementation>> = {
  findemergencygroup: finds("emergencyGroup"),
  findgroup: finds("group"),
  findlanguageskill: finds("languageSkill"),
  findqueue: finds("queue"),
  findschedule: finds("schedule"),
  findschedulegroup: finds("scheduleGroup"),
  findskill: finds("skill"),
  findsystemprompt: finds("prompt", "PromptSystem."),
  finduser: finds("user"),
  finduserprompt: finds("prompt", "Prompt."),
  getdefaultlanguage: (_, { languages }) => scalar("string", languages.default),
  getsupportedlanguages: (_, { languages }) => collection("string", languages.supported),
};

let detector: ((text: string) => string) | undefined;

/** Loads the language detector, which is large, before evaluating an expression that needs it. */
export async function loadLanguageDetector(): Promise<void> {
  const { eld } = await import("eld/small");
  detector = (text) => eld.detect(text).language;
}

/** The language of a string; the default when it cannot be detected. */
export const detectLanguage: Implementation = ([text, fallback]: readonly Value[]) => {
  if (!detector) throw new EvaluationError("Language detection is not loaded.");
  const given = text?.type === "string" && text.value !== undefined ? textIn([text], 0) : "";
  const language = given.trim() === "" ? "" : detector(given);
  return language === "" ? (fallback ?? scalar("string")) : scalar("string", language);
};
