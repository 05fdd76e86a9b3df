import type { RunnableFlow } from "../run/flow.ts";
import { type Answer, nobodyKnows, type Place, type Transcript } from "../run/types.ts";
import type { Stage } from "../stage/stage.ts";
import { Alternatives } from "./alternatives.ts";
import { askedOf, converseWith, type GivenAnswer, type GivenVariable, isAskedAgain } from "./choices.ts";
import { ComparedLiterals } from "./literals.ts";

/** What must not happen to a caller, whatever customer and world do. */
export type Trouble = "loops" | "dead air" | "fault without words" | "disconnect without words";

/** A conversation in which it happens. */
export interface Found {
  readonly trouble: Trouble;
  readonly place: Place;
  /** To run it again (`replay`). */
  readonly answers: readonly GivenAnswer[];
  readonly transcript: Transcript;
}

/** Silence that a caller takes for a broken line, in milliseconds. */
const DEAD_AIR_MS = 10_000;
/** Actions that no conversation needs: the platform's limit (reference/action-semantics.md, A4). */
const LOOP = 10_000;
/** Answers after which a customer hangs up. */
const PATIENCE = 60;

/**
 * Runs random conversations with a call flow and looks for what must not happen; each trouble is found once at a place, with the answers
 * that lead there. The same seed has the same conversations.
 */
export function troublesOf(
  flow: RunnableFlow,
  stage: Stage,
  { seed, conversations }: { readonly seed: number; readonly conversations: number },
): readonly Found[] {
  const alternatives = new Alternatives(flow, stage, new ComparedLiterals(flow));
  const next = random(seed);
  const found = new Map<string, Found>();
  for (let index = 0; index < conversations; index++) {
    const { transcript, answers } = conversation(flow, stage, { alternatives, next });
    for (const { trouble, place } of troublesIn(transcript)) {
      const key = JSON.stringify([trouble, place.flow, place.node]);
      if (!found.has(key)) found.set(key, { trouble, place, answers, transcript });
    }
  }
  return [...found.values()];
}

function conversation(
  flow: RunnableFlow,
  stage: Stage,
  { alternatives, next }: { readonly alternatives: Alternatives; readonly next: (below: number) => number },
): { readonly transcript: Transcript; readonly answers: readonly GivenAnswer[] } {
  const answers: GivenAnswer[] = [];
  const known = new Map<string, GivenAnswer["answer"]>();
  const choose = (asked: string, all: readonly GivenAnswer["answer"][]) => {
    const before = isAskedAgain(asked) ? undefined : known.get(asked);
    if (before) return before;
    const hangsUp: Answer | undefined =
      asked === "customer" && answers.length >= PATIENCE ? { does: "hangs up" } : undefined;
    const answer = hangsUp ?? all[next(all.length)] ?? nobodyKnows;
    known.set(asked, answer);
    answers.push({ asked, answer });
    return answer;
  };
  const transcript = converseWith(flow, stage, {
    answer: (question) => choose(askedOf({ question }), alternatives.of(question, false)) as Answer,
    variable: (variable) => {
      const values = alternatives.variable(variable);
      if (values.length < 2) return undefined;
      const all = values.map((value): GivenVariable => (value === undefined ? {} : { value }));
      return (choose(askedOf({ variable }), all) as GivenVariable).value;
    },
  });
  return { transcript, answers };
}

/** What goes wrong in a conversation, and where. */
export function troublesIn({ events, ending, actions }: Transcript): { trouble: Trouble; place: Place }[] {
  const troubles: { trouble: Trouble; place: Place }[] = [];
  if (actions >= LOOP) troubles.push({ trouble: "loops", place: ending.place });
  let heardUntil = 0;
  let spoken = false;
  let fault: Place | undefined;
  for (const one of events) {
    if (one.event === "hears" || (one.event === "waits" && one.music)) {
      if (one.at - heardUntil > DEAD_AIR_MS) troubles.push({ trouble: "dead air", place: one.place });
      heardUntil = one.at + one.lastsMs;
      spoken ||= one.event === "hears";
      if (one.event === "hears") fault = undefined;
    } else if (one.event === "does" && one.act.does !== "nothing") heardUntil = one.at;
    else if (one.event === "fault") fault ??= one.place;
  }
  if (ending.ends !== "disconnected") return troubles;
  if (fault) troubles.push({ trouble: "fault without words", place: fault });
  else if (!spoken) troubles.push({ trouble: "disconnect without words", place: ending.place });
  return troubles;
}

/** Numbers below a limit, by a linear congruence (Numerical Recipes): the same ones for a seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
