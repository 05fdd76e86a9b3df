import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { converse } from "../run/machine.ts";
import type { Answer, Question, Transcript } from "../run/types.ts";
import type { Stage } from "../stage/stage.ts";

/** When the conversations begin; as in a script without `at`, a Monday at noon. */
export const BEGINS = new Date("2026-01-05T12:00:00Z");

/** Value that the world gives to a variable of the platform; absent for NOT_SET. */
export interface GivenVariable {
  readonly value?: Json;
}

/** An answer, with what it answers. */
export interface GivenAnswer {
  /** What is asked for, by its name: `customer`, `dataAction CRM/Verify PIN`, `variable call.ani`. */
  readonly asked: string;
  readonly answer: Answer | GivenVariable;
  /** It is the most usual answer of the world. */
  readonly isUsual?: true;
  /** It is what files declare: of a table, an emergency. In another world, it is what its files declare. */
  readonly isDeclared?: true;
}

/** What a conversation asks for: a question, or a variable of the platform that the flow reads. */
export type Wanted = { readonly question: Question } | { readonly variable: string };

/** Names what a question asks for. The world answers the same name the same way, but for what may change: `isAskedAgain`. */
export function askedOf(wanted: Wanted): string {
  if ("variable" in wanted) return `variable ${wanted.variable.toLowerCase()}`;
  const { question } = wanted;
  switch (question.asks) {
    case "customer":
      return "customer";
    case "transfer":
      return `transfer ${question.to.kind} ${question.to.name}`;
    case "object":
      return `object ${question.type} ${question.by === "id" ? "id " : ""}${question.name}`;
    case "tableRow":
      return `tableRow ${question.name} ${question.key ?? ""}`;
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return `hours ${question.name}`;
    case "unknown":
      return `action ${question.name}`;
    case "dataAction":
      return `dataAction ${question.name}`;
    case "send":
      return `send ${question.name}`;
  }
}

/** Whether each question of that name has an answer of its own; hours, rows and the like stay as they are in a conversation. */
export const isAskedAgain = (asked: string): boolean => /^(customer|dataAction |action )/.test(asked);

/** Begins the names of participant data, where they stand beside those of variables. */
export const PARTICIPANT_DATA = "participant data ";

/** Runs a conversation whose world is chosen as it goes. */
export function converseWith(
  flow: RunnableFlow,
  { surroundings }: Stage,
  o: {
    readonly answer: (question: Question) => Answer;
    readonly variable: (name: string) => Json | undefined;
    readonly actions?: number;
    readonly at?: Date;
  },
): Transcript {
  return converse(flow, {
    ...surroundings,
    at: o.at ?? BEGINS,
    answer: o.answer,
    participantData: (name) => o.variable(`${PARTICIPANT_DATA}${name}`)?.toString(),
    builtIn: (name) => o.variable(name) ?? surroundings.builtIn?.(name),
    ...(o.actions !== undefined && { actions: o.actions }),
  });
}
