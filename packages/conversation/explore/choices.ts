import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { converse } from "../run/machine.ts";
import type { Answer, Question, Transcript } from "../run/types.ts";
import type { Stage } from "../stage/stage.ts";

/** Start time of explored conversations: a Monday at noon, as for a script without `at`. */
export const BEGINS = new Date("2026-01-05T12:00:00Z");

/** The value of a platform variable in the world; omitted for NOT_SET. */
export interface GivenVariable {
  readonly value?: Json;
}

/** An answer and its question. */
export interface GivenAnswer {
  /** Name of the question: `customer`, `dataAction CRM/Verify PIN`, `variable call.ani`. */
  readonly asked: string;
  readonly answer: Answer | GivenVariable;
  /** Whether this is the world's most usual answer. */
  readonly isUsual?: true;
  /**
   * Whether the answer comes from files, such as a table or an emergency. In another world, the files of that world
   * apply.
   */
  readonly isDeclared?: true;
}

/** A question in a conversation, or a platform variable that the flow reads. */
export type Wanted = { readonly question: Question } | { readonly variable: string };

/**
 * The name of a question. The world gives the same answer to every question with the same name, unless the answer may
 * change (`isAskedAgain`).
 */
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

/**
 * Whether repeated questions with this name may have different answers. Hours, rows and other objects do not change
 * during a conversation.
 */
export const isAskedAgain = (asked: string): boolean => /^(customer|dataAction |action )/.test(asked);

/** Prefix that distinguishes names of participant data from names of variables. */
export const PARTICIPANT_DATA = "participant data ";

/** Runs a conversation and chooses the answers of the world during the run. */
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
