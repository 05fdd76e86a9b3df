import { type ArchyValue, get, getList, getMap, getText } from "@genesys-flows/architect";
import type { ActionSemantics, Rows } from "../semantics.ts";
import type { Step } from "../step.ts";

/**
 * Records something on the conversation for agents and reports. @param o.done the success path of an action that also
 * has a failure path
 */
function notes(
  what: string,
  text: (step: Step) => string,
  o: { readonly done?: "success" | "next" } = {},
): ActionSemantics {
  return {
    writes: what,
    source: "A1",
    ...(o.done !== undefined && { assumes: ["setters-succeed"] as const }),
    *run(step) {
      const said = text(step);
      if (o.done !== undefined && step.talk.assumed("setters-succeed") === "fail") return { path: "failure" };
      step.talk.notes.set(what, said);
      yield* step.notes(what, said);
      return { path: o.done ?? "next" };
    },
  };
}

/** Names and values that an action sets: `attributes: [{attribute: {name, value}}]`. */
function attributes(step: Step): string {
  return getList(step.node.properties, "attributes")
    .map((item) => getMap(item, "attribute"))
    .map(
      (pair) => `${step.nameOf(get(pair, "name"), "string") ?? ""}: ${step.nameOf(get(pair, "value"), "string") ?? ""}`,
    )
    .join(", ");
}

const SETS = { done: "success" } as const;
const name = (step: Step, property: string, type: string) => step.nameOf(step.property(property), type) ?? "";

export const noteRows: Rows = {
  setPriority: notes("priority", (step) => String(step.json(step.property("priority"), "integer")), SETS),
  setWrapupCode: notes("wrap-up code", (step) => name(step, "wrapupCode", "wrapupCode"), SETS),
  setScreenPop: notes("screen pop", (step) =>
    Object.keys((step.property("screenPopScript") ?? {}) as object).join(", "),
  ),
  setFlowOutcome: notes(
    "flow outcome",
    (step) => `${name(step, "flowOutcome", "string")}: ${getText(step.node.properties, "flowOutcomeValue") ?? ""}`,
  ),
  initializeFlowOutcome: notes("flow outcome", (step) => name(step, "flowOutcome", "string")),
  addFlowMilestone: notes("flow milestone", (step) => name(step, "flowMilestone", "string")),
  setSkills: notes("skills", (step) => skillsOf(step.property("acdSkills"), step), SETS),
  setWhisperAudio: notes("whisper audio", () => "", SETS),
  createCallback: notes("callback", (step) => name(step, "queue", "queue")),
  setConversationData: notes("conversation data", attributes, SETS),
  setSecuredData: notes("secured data", attributes, SETS),
  setUtilizationLabel: notes("utilization label", (step) => name(step, "utilizationLabel", "string"), SETS),
  clearUtilizationLabel: notes("utilization label", () => "", SETS),
  setExternalTag: notes("external tag", (step) => step.text("externalTag") ?? "", { done: "next" }),
  audioMonitoring: notes("monitoring", (step) => step.text("enableMonitoring") ?? ""),
  transcription: notes("transcription", (step) => step.text("enableTranscription") ?? ""),
  enableParticipantRecord: notes("participant record", () => "true"),
  setUUIData: notes("UUI data", (step) => step.text("uuiData") ?? ""),
  setPostFlow: notes("flow after the conversation", (step) => name(step, "targetFlow", "string")),
  setLanguage: {
    writes: "the language of the conversation",
    source: "A1",
    *run(step) {
      const language = step.text("languageValue") ?? step.nameOf(step.property("language"), "string");
      if (language) step.talk.language = language.toLowerCase();
      yield* step.notes("language", step.talk.language);
      return { path: "next" };
    },
  },
};

function skillsOf(of: ArchyValue | undefined, step: Step): string {
  if (!Array.isArray(of)) return step.nameOf(of, "skill") ?? "";
  return of.map((item) => step.nameOf(get(item, "acdSkill"), "skill") ?? "").join(", ");
}
