import type { RunnableFlow } from "../run/flow.ts";
import { type Answer, type Event, nobodyKnows, type Place, type Transcript } from "../run/types.ts";
import type { Script } from "../script/types.ts";
import type { Stage } from "../stage/stage.ts";
import { Alternatives } from "./alternatives.ts";
import { askedOf, converseWith, type GivenAnswer, type GivenVariable, isAskedAgain } from "./choices.ts";
import { conversationOf, scriptOf } from "./generate.ts";
import { ComparedLiterals } from "./literals.ts";
import { named } from "./naming.ts";
import { replay } from "./replay.ts";

/** Problems that no caller should experience, whatever the customer and the world do. */
export type Trouble = "loops" | "dead air" | "fault without words" | "disconnect without words";

/** Where the problem occurs. */
export interface TroubleAt {
  readonly trouble: Trouble;
  readonly place: Place;
  /** For dead air: its duration in milliseconds. */
  readonly lastsMs?: number;
}

/** A conversation in which the problem occurs. */
export interface Found extends TroubleAt {
  /** Answers for running the conversation again (`replay`). */
  readonly answers: readonly GivenAnswer[];
  readonly transcript: Transcript;
}

/** Silence that a caller mistakes for a broken line, in milliseconds. */
const DEAD_AIR_MS = 10_000;
/** A number of actions that no conversation needs: the platform's limit (reference/action-semantics.md, A4). */
const LOOP = 10_000;
/** Number of answers after which the customer hangs up. */
const PATIENCE = 60;

/**
 * Runs random conversations with a call flow and looks for problems. Each problem is reported once per place, with a
 * minimal set of answers that reproduces it. The same seed produces the same conversations.
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
    for (const one of troublesIn(transcript)) {
      if (found.has(keyOf(one))) continue;
      found.set(keyOf(one), shortest(flow, stage, { ...one, answers, transcript }));
    }
  }
  return [...found.values()];
}

const keyOf = ({ trouble, place }: TroubleAt) => JSON.stringify([trouble, place.flow, place.node]);

/**
 * Removes the answers that are not needed to reproduce the problem. Without them, the customer does nothing, and the
 * world gives the usual answers.
 */
function shortest(flow: RunnableFlow, stage: Stage, found: Found): Found {
  let known = found;
  for (let index = found.answers.length - 1; index >= 0; index--) {
    const answers = known.answers.toSpliced(index, 1);
    const transcript = replay(flow, stage, answers);
    const same = troublesIn(transcript).find((one) => keyOf(one) === keyOf(found));
    if (same) known = { ...same, answers, transcript };
  }
  return known;
}

/** Maximum number of steps of a test. For a longer conversation, only the customer's acts are kept. */
const MOST_STEPS = 40;
const ACTS = ["presses", "says", "writes", "waits", "interrupts", "hangs up"];

/**
 * A file of tests that reproduces the problem in a conversation; undefined if a test cannot express the conversation.
 */
export function testOf(
  flow: RunnableFlow,
  stage: Stage,
  found: Pick<Found, "answers" | "transcript">,
): Script | undefined {
  const [one] = named([found]);
  const conversation = one && conversationOf(flow, stage, one);
  if (!conversation) return undefined;
  const { steps } = conversation;
  const acts = steps.filter((step) => ACTS.some((act) => Object.hasOwn(step, act)));
  return scriptOf(flow, [{ ...conversation, steps: steps.length > MOST_STEPS ? acts : steps }]);
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

/** The problems in a conversation, with their places; for dead air, the place of the longest silence. */
export function troublesIn({ events, ending, actions }: Transcript): TroubleAt[] {
  const troubles: TroubleAt[] = [];
  if (actions >= LOOP) troubles.push({ trouble: "loops", place: ending.place });
  let heardUntil = 0;
  let before: Pick<Event, "at" | "place"> = { at: 0, place: ending.place };
  let longest = { lastsMs: 0, place: ending.place };
  let spoken = false;
  let fault: Place | undefined;
  for (const one of [...events, { event: "ends", at: ending.at, place: ending.place } as const]) {
    const lastsMs = one.at - Math.max(before.at, heardUntil);
    if (lastsMs > longest.lastsMs) longest = { lastsMs, place: before.place };
    before = one;
    const isHeard = one.event === "hears" || (one.event === "waits" && one.music === true);
    if (one.event === "fault") fault ??= one.place;
    // While the flow waits for the caller, silence is not dead air.
    if (one.event === "does") heardUntil = one.at;
    else if (isHeard || one.event === "ends") {
      const silentMs = one.at - heardUntil;
      if (silentMs > DEAD_AIR_MS) troubles.push({ trouble: "dead air", place: longest.place, lastsMs: silentMs });
    } else continue;
    longest = { lastsMs: 0, place: one.place };
    if (!isHeard) continue;
    heardUntil = one.at + one.lastsMs;
    if (one.event === "hears") [spoken, fault] = [true, undefined];
  }
  if (ending.ends !== "disconnected") return troubles;
  if (fault) troubles.push({ trouble: "fault without words", place: fault });
  else if (!spoken) troubles.push({ trouble: "disconnect without words", place: ending.place });
  return troubles;
}

/**
 * Pseudo-random numbers below a limit, from a linear congruential generator (Numerical Recipes); deterministic for a
 * seed.
 */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
