import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { type Answer, nobodyKnows, type Question, type Transcript } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { askedOf, converseWith, type GivenAnswer, type GivenVariable, isAskedAgain } from "./choices.ts";

/**
 * Runs a conversation again, with the same flow or a changed one. The customer performs the same acts in order, and
 * then does nothing. The world gives the same answers to questions with the same names. New questions receive the
 * answer from files or, if files have no answer, the most usual one.
 * @param at start of the conversation; default: the start of explored conversations
 */
export function replay(flow: RunnableFlow, stage: Stage, answers: readonly GivenAnswer[], at?: Date): Transcript {
  return replayed(flow, stage, answers, {}, at);
}

/** Observes the questions and answers of a conversation. */
export interface Listener {
  /** @param isGiven false for a question without a given answer, which receives the most usual answer */
  question?(question: Question, answer: Answer, isGiven: boolean): void;
  variable?(name: string, value: Json | undefined): void;
}

/** The same as `replay`, with an observer. */
export function replayed(
  flow: RunnableFlow,
  stage: Stage,
  answers: readonly GivenAnswer[],
  listener: Listener,
  at?: Date,
): Transcript {
  const given = Map.groupBy(answers, ({ asked }) => asked);
  const turns = new Map<string, number>();
  const next = (asked: string): GivenAnswer | undefined => {
    const all = given.get(asked);
    if (!all) return undefined;
    const turn = turns.get(asked) ?? 0;
    turns.set(asked, turn + 1);
    if (asked === "customer") return all[turn];
    return all[isAskedAgain(asked) ? Math.min(turn, all.length - 1) : 0];
  };
  return converseWith(flow, stage, {
    ...(at && { at }),
    answer(question) {
      const given = next(askedOf({ question }));
      const declared = given?.isDeclared && question.asks !== "customer" ? declaredAnswer(stage, question) : undefined;
      const answer = declared ?? (given?.answer as Answer | undefined) ?? usual(stage, question);
      listener.question?.(question, answer, given !== undefined);
      return answer;
    },
    variable(variable) {
      const value = (next(askedOf({ variable }))?.answer as GivenVariable | undefined)?.value;
      listener.variable?.(variable, value);
      return value;
    },
  });
}

function usual(stage: Stage, question: Question): Answer {
  if (question.asks === "customer") return { does: "nothing" };
  const [path] = question.paths;
  return declaredAnswer(stage, question) ?? (path === undefined ? nobodyKnows : { path });
}
