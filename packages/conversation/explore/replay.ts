import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { type Answer, nobodyKnows, type Question, type Transcript } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { askedOf, converseWith, type GivenAnswer, type GivenVariable, isAskedAgain } from "./choices.ts";

/**
 * Runs a conversation again, with the same flow or with a changed one: the customer does the same, one act after the other, and then
 * nothing; the world answers what has the same name the same way, and what is new as files declare, else the most usual way.
 * @param at when it begins; default: as explored conversations do
 */
export function replay(flow: RunnableFlow, stage: Stage, answers: readonly GivenAnswer[], at?: Date): Transcript {
  return replayed(flow, stage, answers, {}, at);
}

/** Hears of what a conversation asks for, and of the answers. */
export interface Listener {
  /** @param isGiven false for a question that the answers do not have: it is answered the most usual way */
  question?(question: Question, answer: Answer, isGiven: boolean): void;
  variable?(name: string, value: Json | undefined): void;
}

/** The same as `replay`, heard by a listener. */
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
