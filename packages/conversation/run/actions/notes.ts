import { type ArchyValue, get, getText } from "@genesys-flows/architect";
import type { ActionSemantics, Rows } from "../semantics.ts";
import type { Step } from "../talk.ts";

/** Notes something on the conversation for agents and reports. */
function notes(what: string, text: (step: Step) => string, paths?: "success"): ActionSemantics {
  return {
    writes: what,
    source: "A1",
    *run(step) {
      const said = text(step);
      step.talk.notes.set(what, said);
      yield* step.notes(what, said);
      return { path: paths ?? "next" };
    },
  };
}

const name = (step: Step, property: string, type: string) => step.nameOf(step.property(property), type) ?? "";

export const noteRows: Rows = {
  setPriority: notes("priority", (step) => String(step.json(step.property("priority"), "integer")), "success"),
  setWrapupCode: notes("wrap-up code", (step) => name(step, "wrapupCode", "wrapupCode"), "success"),
  setScreenPop: notes("screen pop", (step) =>
    Object.keys((step.property("screenPopScript") ?? {}) as object).join(", "),
  ),
  setFlowOutcome: notes(
    "flow outcome",
    (step) => `${name(step, "flowOutcome", "string")}: ${getText(step.node.properties, "flowOutcomeValue") ?? ""}`,
  ),
  initializeFlowOutcome: notes("flow outcome", (step) => name(step, "flowOutcome", "string")),
  addFlowMilestone: notes("flow milestone", (step) => name(step, "flowMilestone", "string")),
  setSkills: notes("skills", (step) => skillsOf(step.property("acdSkills"), step), "success"),
  setWhisperAudio: notes("whisper audio", () => "", "success"),
  createCallback: notes("callback", (step) => name(step, "queue", "queue")),
  setLanguage: {
    writes: "the language of the conversation",
    source: "A1",
    *run(step) {
      const language = step.text("languageValue") ?? getText(step.node.properties, "language");
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
