import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { type Answer, nobodyKnows, type Question, type Transcript } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { Alternatives } from "./alternatives.ts";
import { askedOf, converseWith, type GivenAnswer, type GivenVariable, isAskedAgain } from "./choices.ts";
import { ComparedLiterals } from "./literals.ts";
import { named } from "./naming.ts";
import { placeKey } from "./places.ts";
import { smallest } from "./smallest.ts";
import { possibleIn, takenIn } from "./taken.ts";

/** How far an exploration goes. */
export interface Bounds {
  /** Conversations that are run at most. Default: 300. */
  readonly conversations?: number;
  /** Conversations in a row that may do nothing new before the exploration ends. Default: 100. */
  readonly fruitless?: number;
  /** Actions that all conversations together run at most, about: what loops runs 10,000 of them each time. Default: 100,000. */
  readonly actions?: number;
  /** Answers in a conversation that are chosen; what follows is answered the most usual way, and the customer hangs up. Default: 60. */
  readonly answers?: number;
  /** Keys of table rows that customers should come to: as the number that is called or calls, or as digits. Default: none. */
  readonly keys?: readonly string[];
}

/** A conversation with a flow. */
export interface Explored {
  /** To run it again (`replay`). */
  readonly answers: readonly GivenAnswer[];
  readonly transcript: Transcript;
  /** What happens in it, as people say it: `caller presses 2, CRM/Lookup times out`. */
  readonly name: string;
}

/** What an exploration found. */
export interface Exploration {
  /** Every conversation, in the order in which they were run. */
  readonly conversations: readonly Omit<Explored, "name">[];
  /** Every transition was taken and every answer to every question tried, or nothing else is left to try. */
  readonly isComplete: boolean;
}

/** An answer that was chosen, with those that could have been. */
interface Choice extends GivenAnswer {
  /** The question at its place. */
  readonly at: string;
  readonly alternatives: readonly GivenAnswer["answer"][];
  /** What files declare, where another version of them may declare something else. */
  readonly declared?: GivenAnswer["answer"];
}

/** Answers to begin a conversation with: those of an earlier one, with another one at the end. */
interface Prefix {
  readonly answers: readonly GivenAnswer[];
  /** The last question, at its place: it is answered the same way when it comes again. */
  readonly at?: string;
}

/**
 * The smallest set of conversations that takes every transition of a flow and of its modules which an exploration reaches: with the
 * menus, digits, silence, data, rows, hours and failures that decide which way the flow goes. The same flow always has the same ones.
 */
export function explore(flow: RunnableFlow, stage: Stage, bounds: Bounds = {}): readonly Explored[] {
  return named(smallest(explorationOf(flow, stage, bounds).conversations));
}

/** Runs a flow with one answer after the other to each of its questions; answers that lead to something new come first. */
export function explorationOf(flow: RunnableFlow, stage: Stage, bounds: Bounds = {}): Exploration {
  const { conversations: most = 300, fruitless = 100, actions = 100_000, answers: longest = 60 } = bounds;
  const alternatives = new Alternatives(flow, stage, new ComparedLiterals(flow), bounds.keys);
  const waiting = new Waiting();
  const missing = new Set(possibleIn(flow));
  const taken = new Set<string>();
  const found: { readonly answers: readonly GivenAnswer[]; readonly transcript: Transcript }[] = [];
  let [lastNew, ran] = [0, 0];
  const goesOn = () => found.length < most && found.length - lastNew < fruitless && ran < actions;
  const isEnough = () => missing.size === 0 && !waiting.hasUntried;
  for (let prefix: Prefix | undefined = { answers: [] }; prefix && goesOn(); ) {
    const { transcript, choices } = run(flow, stage, { prefix, alternatives, longest });
    found.push({ answers: choices.map(givenIn), transcript });
    ran += transcript.actions;
    const before = taken.size;
    for (const one of takenIn(transcript)) {
      taken.add(one);
      missing.delete(one);
    }
    const isNew = taken.size > before;
    if (isNew) lastNew = found.length;
    waiting.add(choices, { after: prefix.answers.length, isNew });
    prefix = isEnough() ? undefined : waiting.next();
  }
  return { conversations: found, isComplete: waiting.isEmpty || isEnough() };
}

/** Runs one conversation: a prefix, then the most usual answers. */
function run(
  flow: RunnableFlow,
  stage: Stage,
  { prefix, alternatives, longest }: { prefix: Prefix; alternatives: Alternatives; longest: number },
): { readonly transcript: Transcript; readonly choices: readonly Choice[] } {
  const choices: Choice[] = [];
  const known = new Map<string, GivenAnswer["answer"]>();
  const repeated = prefix.answers.at(-1)?.answer;
  const choose = (
    asked: string,
    at: string,
    of: () => readonly GivenAnswer["answer"][],
    declared?: () => GivenAnswer["answer"] | undefined,
  ) => {
    const before = isAskedAgain(asked) ? undefined : known.get(asked);
    if (before) return before;
    const all = of();
    const isLong = choices.length >= longest;
    const again = at === prefix.at && !isLong && all.some((one) => isSame(one, repeated)) ? repeated : undefined;
    const hangsUp: Answer | undefined = isLong && asked === "customer" ? { does: "hangs up" } : undefined;
    const answer = prefix.answers[choices.length]?.answer ?? hangsUp ?? again ?? all[0] ?? nobodyKnows;
    const own = declared?.();
    choices.push({ asked, at, answer, alternatives: isLong ? [] : all, ...(own && { declared: own }) });
    known.set(asked, answer);
    return answer;
  };
  const isFirst = () => !choices.some(({ asked }) => asked === "customer");
  const transcript = converseWith(flow, stage, {
    answer: (question: Question) => {
      const asked = askedOf({ question });
      return choose(
        asked,
        `${asked} ${placeKey(question.place)}`,
        () => alternatives.of(question, isFirst()),
        () =>
          question.asks === "tableRow" || question.asks === "emergencyGroup"
            ? declaredAnswer(stage, question)
            : undefined,
      ) as Answer;
    },
    variable: (variable): Json | undefined => {
      const values = alternatives.variable(variable);
      if (values.length < 2) return undefined;
      const asked = askedOf({ variable });
      const all = () => values.map((value): GivenVariable => (value === undefined ? {} : { value }));
      return (choose(asked, asked, all) as GivenVariable).value;
    },
  });
  return { transcript, choices };
}

function givenIn({ asked, answer, alternatives: [usual], declared }: Choice): GivenAnswer {
  return {
    ...{ asked, answer },
    ...(asked !== "customer" && isSame(answer, usual) && { isUsual: true }),
    ...(declared && isSame(answer, declared) && { isDeclared: true }),
  };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Prefixes that wait, those with an answer that was tried least first; then short ones; then as they were found. */
class Waiting {
  readonly #queues: Prefix[][] = [];
  readonly #tried = new Map<string, number>();

  /** Whether an answer waits that was not tried. */
  get hasUntried(): boolean {
    return (this.#queues[0]?.length ?? 0) > 0;
  }

  get isEmpty(): boolean {
    return this.#queues.every(({ length }) => length === 0);
  }

  /** Adds the other answers to each question after a number of them. */
  add(choices: readonly Choice[], { after, isNew }: { readonly after: number; readonly isNew: boolean }): void {
    for (const [index, { at, asked, answer, alternatives }] of choices.entries()) {
      if (index < after) continue;
      this.#count(at, answer);
      const before = choices.slice(0, index).map(givenIn);
      for (const other of alternatives) {
        if (isSame(other, answer)) continue;
        const times = this.#count(at, other);
        // What follows something new is worth as much as an answer that was tried less.
        const rank = Math.max(0, times * 2 - (isNew ? 1 : 0));
        this.#queues[rank] ??= [];
        this.#queues[rank].push({ answers: [...before, { asked, answer: other }], at });
      }
    }
  }

  next(): Prefix | undefined {
    return this.#queues.find((queue) => queue && queue.length > 0)?.shift();
  }

  /** Counts an answer to a question. @returns how often it was counted before */
  #count(at: string, answer: GivenAnswer["answer"]): number {
    const id = `${at} ${JSON.stringify(answer)}`;
    const times = this.#tried.get(id) ?? 0;
    this.#tried.set(id, times + 1);
    return times;
  }
}
