import { silencesIn, stepsOf } from "../explore/steps.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { play } from "../script/play.ts";
import type { Conversation, Script, Step } from "../script/types.ts";
import type { Stage } from "../stage/stage.ts";
import { run } from "./call.ts";
import type { Call } from "./types.ts";

/** A conversation written as a test. */
export interface CallTest {
  readonly script: Script;
  /** Why a replay of the test fails; undefined if the test passes. */
  readonly failure?: string;
}

/**
 * Writes everything that people heard and did in a call as a conversation test.
 * @param o.name name of the test
 */
export function asTest(flow: RunnableFlow, stage: Stage, o: Call & { readonly name: string }): CallTest {
  const { name, given } = o;
  const { transcript, asked, first } = run(flow, stage, o);
  const opening: Step[] = first === undefined ? [] : [{ writes: first }];
  const steps = [...opening, ...stepsOf(transcript, silencesIn(asked))];
  // Keys pressed in quick succession can be an extension, so each entry stays a separate step.
  const tests = [entries(steps), steps].map((ones): CallTest => {
    const conversation: Conversation = { name, given, steps: ones };
    const script: Script = { flow: flow.key ?? flow.name, given: {}, conversations: [conversation] };
    const { failure } = play(script, conversation, stage);
    return { script, ...(failure && { failure: failure.message }) };
  });
  return tests.find(({ failure }) => failure === undefined) ?? (tests[1] as CallTest);
}

/** Merges consecutive keys into one entry. */
function entries(steps: readonly Step[]): Step[] {
  const all: Step[] = [];
  for (const step of steps) {
    const before = all.at(-1);
    if (before && "presses" in before && "presses" in step)
      all.splice(-1, 1, { presses: before.presses + step.presses });
    else all.push(step);
  }
  return all;
}
