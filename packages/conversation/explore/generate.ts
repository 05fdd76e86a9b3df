import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Answer, Question, WorldAnswer } from "../run/types.ts";
import { play } from "../script/play.ts";
import type { Conversation, Script } from "../script/types.ts";
import type { Stage } from "../stage/stage.ts";
import { BEGINS } from "./choices.ts";
import { type Bounds, type Explored, explore } from "./explore.ts";
import { GivenWorld } from "./given.ts";
import { replayed } from "./replay.ts";
import { silencesIn, stepsOf } from "./steps.ts";

/** Conversation tests that record the current behaviour of a flow. */
export interface Generated {
  readonly script: Script;
  /**
   * Names of the conversations that a test cannot express. For example, a test cannot express that reading a data table
   * first succeeds and later fails.
   */
  readonly left: readonly string[];
}

/**
 * Writes the conversations that cover every transition of a flow as tests that expect the current behaviour. Each test
 * was played and passes.
 */
export function generated(flow: RunnableFlow, stage: Stage, bounds: Bounds = {}): Generated {
  const script = scriptOf(flow, []);
  const conversations: Conversation[] = [];
  const left: string[] = [];
  for (const explored of explore(flow, stage, bounds)) {
    const one = conversationOf(flow, stage, explored);
    if (one && play(script, one, stage).passed) conversations.push(one);
    else left.push(explored.name);
  }
  return { script: { ...script, conversations }, left };
}

/** Writes explored conversations as a file of tests. */
export function scriptOf({ key, name }: RunnableFlow, conversations: readonly Conversation[]): Script {
  return { flow: key ?? name, given: { at: BEGINS.toISOString().replace(":00.000Z", "Z") }, conversations };
}

/** A conversation as a test; undefined if a test cannot express the conditions it ran under. */
export function conversationOf(
  flow: RunnableFlow,
  stage: Stage,
  { answers, name }: Pick<Explored, "answers" | "name">,
): Conversation | undefined {
  let isSayable = true;
  const world = new GivenWorld(stage);
  const asked: { question: Question; isSilent: boolean }[] = [];
  const variables = new Set<string>();
  const transcript = replayed(flow, stage, answers, {
    question(question: Question, answer: Answer) {
      asked.push({ question, isSilent: "does" in answer && answer.does === "nothing" });
      if (question.asks !== "customer" && !world.answer(question, answer as WorldAnswer)) isSayable = false;
    },
    variable(variable: string, value: Json | undefined) {
      if (!variables.has(variable)) world.variable(variable, value);
      variables.add(variable);
    },
  });
  if (!isSayable) return undefined;
  return { name, given: world.given, steps: stepsOf(transcript, silencesIn(asked)) };
}
