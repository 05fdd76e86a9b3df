import { askedOf, type GivenAnswer } from "../explore/choices.ts";
import { type Exploration, explorationOf } from "../explore/explore.ts";
import { stepsOf } from "../explore/naming.ts";
import { replay } from "../explore/replay.ts";
import { smallest } from "../explore/smallest.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Transcript } from "../run/types.ts";
import type { DeclaredWorld, Stage } from "../stage/stage.ts";
import { type Difference, differenceOf } from "./difference.ts";
import { OtherVersion } from "./other-version.ts";
import { perceptionOf } from "./perceived.ts";
import { renamedQuestions, underNames } from "./renamed.ts";
import type { PlayedPair } from "./side-by-side.ts";

/** A flow before and after a change, each with the module versions that it holds. */
export interface ChangedFlow {
  readonly before: RunnableFlow;
  readonly after: RunnableFlow;
  /** The answers of hand-written conversations with the flow after the change (`answersIn`). */
  readonly written?: readonly (readonly GivenAnswer[])[];
  /** Additional start times of conversations: times at which opening hours differ. */
  readonly begins?: readonly BeginsAt[];
}

/** The start time of a conversation, as a date and in words: `a call on Thu 24 Dec at 10:00`. */
export interface BeginsAt {
  readonly at: Date;
  readonly text: string;
}

export interface NoticeBounds {
  /** Maximum number of conversations to explore in each version of each flow. Default: 100. */
  readonly conversations?: number;
  /** Whether the time limit is reached; checked before each flow. */
  readonly isOver?: () => boolean;
}

/** A difference, with the flows whose callers notice it. */
export interface NoticedCause extends Pick<Difference, "before" | "now"> {
  readonly flows: readonly RunnableFlow[];
  /** The unusual acts of the customer and the world before the difference, on the shortest path. */
  readonly after: readonly string[];
  /** All acts of the customer and the world up to the difference, for reproducing the difference. */
  readonly steps: readonly string[];
  /** Number of conversations with this first difference. */
  readonly conversations: number;
  /** The conversation that reaches the difference on the shortest path, with its flow. */
  readonly example: PlayedPair & { readonly flow: RunnableFlow };
}

/** The effects of a change that people notice. */
export interface Noticed {
  /** In descending order of the number of flows, then of the number of conversations. */
  readonly causes: readonly NoticedCause[];
  /** Number of compared conversations, and the flows that they belong to. */
  readonly conversations: number;
  readonly flows: readonly RunnableFlow[];
  /** Number of conversations that stopped at an undocumented action before any difference. */
  readonly unknown: number;
  /** Flows with more conversations than were explored. */
  readonly bounded: readonly RunnableFlow[];
  /** Flows that were skipped for lack of time. */
  readonly left: readonly RunnableFlow[];
}

const MOST = 100;

/**
 * Runs conversations with each flow before and after a change. Conversations that people perceive differently are
 * grouped by their first difference, across all flows. The conversations come from exploring both versions, and from
 * hand-written tests.
 */
export function noticed(
  changed: readonly ChangedFlow[],
  stages: { readonly before: Stage; readonly after: Stage },
  { conversations: most = MOST, isOver = () => false }: NoticeBounds = {},
): Noticed {
  const causes = new Map<string, Found[]>();
  const found = { conversations: 0, unknown: 0 };
  const [flows, bounded, left]: RunnableFlow[][] = [[], [], []];
  for (const one of changed) {
    if (isOver()) {
      left?.push(one.after);
      continue;
    }
    flows?.push(one.after);
    const { isComplete, pairs } = pairsOf(one, stages, most);
    if (!isComplete) bounded?.push(one.after);
    found.conversations += pairs.length;
    for (const pair of pairs) {
      const difference = differenceOf(perceptionOf(pair.before), perceptionOf(pair.after));
      if (difference === "unknown") found.unknown += 1;
      if (typeof difference === "string") continue;
      const key = JSON.stringify([difference.before, difference.now]);
      causes.set(key, [
        ...(causes.get(key) ?? []),
        { flow: one.after, difference, answers: answersBefore(pair, difference), pair },
      ]);
    }
  }
  return {
    causes: [...causes.values()].map(causeOf).sort(byReach),
    ...{ flows: flows ?? [], bounded: bounded ?? [], left: left ?? [] },
    ...found,
  };
}

/** A conversation in both versions of a flow. */
interface Pair {
  readonly before: Transcript;
  readonly after: Transcript;
  readonly answers: readonly GivenAnswer[];
  /** The version that the answers come from. */
  readonly side: "before" | "after";
  /** When the conversation starts, if that matters. */
  readonly begins?: string;
}

/** Maximum number of changed rows that conversations should use. */
const MOST_KEYS = 4;

/** Maximum number of conversations to run for each time at which opening hours differ. */
const MOST_AT_ONE_TIME = 10;

function pairsOf(
  { before, after, written = [], begins = [] }: ChangedFlow,
  stages: { readonly before: Stage; readonly after: Stage },
  most: number,
): { readonly pairs: readonly Pair[]; readonly isComplete: boolean } {
  const bounds = { conversations: most, keys: changedKeys(stages.before.declared, stages.after.declared) };
  const was = explorationOf(before, stages.before, bounds);
  const is = explorationOf(after, stages.after, bounds);
  const names = renamedQuestions(answersOf(was), answersOf(is));
  const inAfter = new OtherVersion(after, stages.after, names.toAfter);
  const inBefore = new OtherVersion(before, stages.before, names.toBefore);
  const asWritten = new OtherVersion(after, stages.after, new Map());
  const differs = (one: Transcript, other: Transcript) =>
    differenceOf(perceptionOf(one), perceptionOf(other)) !== "none";
  const ofAfter = (answers: readonly GivenAnswer[], is: Transcript): Pair[] =>
    [...inBefore.runs(answers, (was) => !differs(was, is))].map((one) => {
      return { before: one.transcript, after: is, answers: one.answers, side: "after" };
    });
  // At these times, the hours follow the schedules of each version.
  const untimed = smallest(is.conversations)
    .slice(0, MOST_AT_ONE_TIME)
    .map(({ answers }) => answers.filter(({ asked }) => !asked.startsWith("hours ")));
  const done = new Set(was.conversations.map(({ answers }) => idOf(underNames(answers, names.toAfter))));
  return {
    isComplete: was.isComplete && is.isComplete,
    pairs: [
      ...was.conversations.flatMap(({ answers, transcript: before }) =>
        [...inAfter.runs(answers, (after) => !differs(before, after))].map((one): Pair => {
          return { before, after: one.transcript, answers: one.answers, side: "before" };
        }),
      ),
      // Skips conversations that were already found in the old version.
      ...is.conversations
        .filter(({ answers }) => !done.has(idOf(answers)))
        .flatMap(({ answers, transcript }) => ofAfter(answers, transcript)),
      ...begins.flatMap(({ at, text }) =>
        [...new Map(untimed.map((answers) => [idOf(answers), answers])).values()].map((answers): Pair => {
          const was = replay(before, stages.before, underNames(answers, names.toBefore), at);
          return { before: was, after: replay(after, stages.after, answers, at), answers, side: "after", begins: text };
        }),
      ),
      // Where a hand-written test gives no answer, one is chosen and used for both versions.
      ...written
        .flatMap((answers) => [...asWritten.runs(answers, () => false)])
        .flatMap((one) => ofAfter(one.answers, one.transcript)),
    ],
  };
}

/** Keys of changed rows in all tables, up to a limit. */
function changedKeys(before: DeclaredWorld, after: DeclaredWorld): readonly string[] {
  const tables = [...new Set([...before.tables.keys(), ...after.tables.keys()])];
  const keys = tables.flatMap((table) => {
    const [was, is] = [before.tables.get(table) ?? {}, after.tables.get(table) ?? {}];
    const all = Object.keys({ ...was, ...is });
    return all.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  });
  return [...new Set(keys)].slice(0, MOST_KEYS);
}

const answersOf = ({ conversations }: Exploration) => conversations.flatMap(({ answers }) => answers);

const idOf = (answers: readonly GivenAnswer[]) => JSON.stringify(answers.map(({ asked, answer }) => [asked, answer]));

/** The answers in one of two conversations before their first difference. */
function answersBefore({ answers, before, after }: Pair, { events }: Difference): readonly GivenAnswer[] {
  const left = new Map<string, number>();
  for (const given of [before.events.slice(0, events.before), after.events.slice(0, events.after)]) {
    const asked = given.flatMap((one) => {
      if (one.event === "does") return ["customer"];
      return one.event === "asks" ? [askedOf({ question: { ...one.question, place: one.place, paths: [] } })] : [];
    });
    for (const [name, { length }] of Map.groupBy(asked, (one) => one))
      left.set(name, Math.max(length, left.get(name) ?? 0));
  }
  return answers.filter(({ asked }) => {
    if (asked.startsWith("variable ")) return true;
    const times = left.get(asked) ?? 0;
    left.set(asked, times - 1);
    return times > 0;
  });
}

interface Found {
  readonly flow: RunnableFlow;
  readonly difference: Difference;
  readonly answers: readonly GivenAnswer[];
  readonly pair: Pair;
}

function causeOf(found: readonly Found[]): NoticedCause {
  const ways = found.map((one) => {
    const begins = one.pair.begins === undefined ? [] : [one.pair.begins];
    const after = [...begins, ...stepsOf(one.answers.filter(({ isUsual }) => !isUsual))];
    return { ...one, after, steps: [...begins, ...stepsOf(one.answers)] };
  });
  const [shortest] = ways.sort(
    (a, b) => a.after.length - b.after.length || a.steps.length - b.steps.length || a.answers.length - b.answers.length,
  ) as [(typeof ways)[number]];
  const { after, steps, difference, pair, flow } = shortest;
  return {
    flows: [...new Set(found.map((one) => one.flow))],
    ...{ after, steps, before: difference.before, now: difference.now },
    conversations: found.length,
    example: { flow, before: pair.before, after: pair.after, events: difference.events },
  };
}

function byReach(a: NoticedCause, b: NoticedCause): number {
  return b.flows.length - a.flows.length || b.conversations - a.conversations || a.after.length - b.after.length;
}
