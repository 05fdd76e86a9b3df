import type { Json } from "../../expression/values.ts";
import type { Event, WorldQuestion } from "../../run/types.ts";
import type { StepValue } from "../step-schema.ts";
import { hasFields } from "../world.ts";
import type { SomeRows, Verdict } from "./row.ts";
import { after, isValue } from "./text.ts";

/** The subject of a question: a data action, a table, hours, an action; undefined for a transfer. */
export function askedName(question: WorldQuestion): string | undefined {
  return question.asks === "transfer" ? undefined : question.name;
}

function asked(value: StepValue<"asked">, event: Event): Verdict {
  if (event.event !== "asks") return undefined;
  const [[name, wanted] = ["", true]] = Object.entries(value);
  const { question } = event;
  if (askedName(question)?.toLowerCase() !== name.toLowerCase()) return undefined;
  if (wanted === true) return "done";
  if (typeof wanted === "string")
    return question.asks === "tableRow" && isValue(wanted, question.key) ? "done" : undefined;
  if (question.asks !== "dataAction") return undefined;
  return hasFields(question.inputs, wanted as Readonly<Record<string, Json>>) ? "done" : undefined;
}

/** The names of notes in a run, by key of `sets`. */
export const notes = {
  priority: "priority",
  skills: "skills",
  language: "language",
  wrapUpCode: "wrap-up code",
  flowOutcome: "flow outcome",
  flowMilestone: "flow milestone",
  callback: "callback",
} as const;

function sets(value: StepValue<"sets">, event: Event): Verdict {
  if (event.event === "sets" && value.participantData)
    return Object.entries(value.participantData).every(([name, one]) => isValue(one, event.values[name]))
      ? "done"
      : undefined;
  if (event.event !== "notes") return undefined;
  const [key] = Object.keys(value) as (keyof typeof notes)[];
  if (key === undefined || notes[key] !== event.what) return undefined;
  const wanted = value[key];
  return (Array.isArray(wanted) ? wanted.join(", ") : String(wanted)) === event.text ? "done" : undefined;
}

/** Steps for the flow's requests, the values that it sets, and its errors. */
export const worldRows: SomeRows<"asked" | "sets" | "faults"> = {
  asked: { instead: ["asks"], event: asked },
  sets: { instead: ["sets", "notes", "fault"], event: sets },
  faults: {
    instead: ["fault", "hears", "asks"],
    event: (wanted, event) =>
      event.event === "fault" && (wanted === true || after(wanted, event.message) !== undefined) ? "done" : undefined,
  },
};
