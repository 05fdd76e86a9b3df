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

/** Limits of an exploration. */
export interface Bounds {
  /** Maximum number of conversations. Default: 300. */
  readonly conversations?: number;
  /** The exploration ends after this many conversations in a row without anything new. Default: 100. */
  readonly fruitless?: number;
  /**
   * Approximate limit of actions for all conversations together. Each infinite loop runs 10,000 actions. Default:
   * 100,000.
   */
  readonly actions?: number;
  /**
   * Number of answers that are varied in a conversation. After that, questions receive the most usual answer, and the
   * customer hangs up. Default: 60.
   */
  readonly answers?: number;
  /**
   * Keys of table rows that conversations should use as the calling number, the called number or entered digits.
   * Default: none.
   */
  readonly keys?: readonly string[];
}

/** A conversation with a flow. */
export interface Explored {
  /** Answers for running the conversation again (`replay`). */
  readonly answers: readonly GivenAnswer[];
  readonly transcript: Transcript;
  /** A readable name: `caller presses 2, CRM/Lookup times out`. */
  readonly name: string;
}

/** The result of an exploration. */
export interface Exploration {
  /** Every conversation, in the order of execution. */
  readonly conversations: readonly Omit<Explored, "name">[];
  /**
   * Whether every transition was taken and every answer to every question was tried, or no conversations are left to
   * run.
   */
  readonly isComplete: boolean;
}

/** A chosen answer, with the alternatives. */
interface Choice extends GivenAnswer {
  /** The question, with its place. */
  readonly at: string;
  readonly alternatives: readonly GivenAnswer["answer"][];
  /** The answer from files. Another version of the files may give another answer. */
  readonly declared?: GivenAnswer["answer"];
}

/** The first answers of the next conversation: the answers of an earlier conversation, with the last one replaced. */
interface Prefix {
  readonly answers: readonly GivenAnswer[];
  /** The last question, with its place. If the flow asks the question again, it receives the same answer. */
  readonly at?: string;
}

/**
 * Finds the smallest set of conversations that covers every reachable transition of a flow and its modules. Varies the
 * menu choices, digits, silence, data, rows, hours and failures that determine the path. The result is the same for
 * each run with the same flow.
 */
export function explore(flow: RunnableFlow, stage: Stage, bounds: Bounds = {}): readonly Explored[] {
  return named(smallest(explorationOf(flow, stage, bounds).conversations));
}

/** Runs a flow repeatedly, varying the answers to its questions; answers that reach something new are tried first. */
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

/** Runs one conversation with the given first answers, followed by the most usual answers. */
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

/**
 * Pending prefixes, ordered by how often their last answer was tried (least often first), then by length, then by
 * discovery.
 */
class Waiting {
  readonly #queues: Prefix[][] = [];
  readonly #tried = new Map<string, number>();

  /** Whether an untried answer is pending. */
  get hasUntried(): boolean {
    return (this.#queues[0]?.length ?? 0) > 0;
  }

  get isEmpty(): boolean {
    return this.#queues.every(({ length }) => length === 0);
  }

  /** Adds the alternative answers to each question after the given number of questions. */
  add(choices: readonly Choice[], { after, isNew }: { readonly after: number; readonly isNew: boolean }): void {
    for (const [index, { at, asked, answer, alternatives }] of choices.entries()) {
      if (index < after) continue;
      this.#count(at, answer);
      const before = choices.slice(0, index).map(givenIn);
      for (const other of alternatives) {
        if (isSame(other, answer)) continue;
        const times = this.#count(at, other);
        // Answers after something new are treated as if they had been tried less often.
        const rank = Math.max(0, times * 2 - (isNew ? 1 : 0));
        this.#queues[rank] ??= [];
        this.#queues[rank].push({ answers: [...before, { asked, answer: other }], at });
      }
    }
  }

  next(): Prefix | undefined {
    return this.#queues.find((queue) => queue && queue.length > 0)?.shift();
  }

  /** Counts a use of an answer. @returns the previous count */
  #count(at: string, answer: GivenAnswer["answer"]): number {
    const id = `${at} ${JSON.stringify(answer)}`;
    const times = this.#tried.get(id) ?? 0;
    this.#tried.set(id, times + 1);
    return times;
  }
}
