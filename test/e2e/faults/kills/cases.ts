import type { Centre } from "../../fixtures/centre-model.ts";
import { Dice } from "../dice.ts";
import { allowed, type Draw, draws, type Edit, firstCentre } from "../proxy/edits.ts";
import { publishesNeeded } from "../proxy/needed.ts";

/** Who is killed: `engine` is the Pulumi CLI, `wrapper` is `npm run pulumi`, `group` what a terminal's Ctrl-C would meet. */
export const victims = ["engine", "provider", "wrapper", "group"] as const;
export type Victim = (typeof victims)[number];

/** When the kill comes. Counted from 1. */
export type Moment =
  | {
      readonly kind: "call";
      readonly which: "write" | "any";
      readonly nth: number;
      readonly when: "before" | "after";
      /** The fate of the call: it continues as usual, or is never answered. */
      readonly fate: "answered" | "lost";
    }
  /** While the state is written: its file, its copy, or one of theirs is partly written. */
  | { readonly kind: "state"; readonly nth: number }
  /** Share of the time that the first update of the stack took. */
  | { readonly kind: "time"; readonly share: number };

/** What happens to a flow in the organisation before the next command. */
export interface OutsideChange {
  readonly change: "publish" | "rename" | "delete" | "draft";
  /** Which of the flows that are live then, 0 to 1. */
  readonly choice: number;
}

/** What happens between the kill and the next command. */
export type Between =
  | { readonly kind: "nothing" }
  | { readonly kind: "reverted" }
  | { readonly kind: "changed again"; readonly what: string }
  | { readonly kind: "changed outside"; readonly outside: OutsideChange };

/** A run that is killed, and what the next one finds. */
export interface Case {
  readonly seed: number;
  /** Counts from 1. */
  readonly n: number;
  /** All cases of the campaign are about this operation. */
  readonly only?: Operation | undefined;
  readonly operation: Operation;
  readonly what: string;
  /** Source and live state before; undefined when nothing was deployed yet. */
  readonly before: Centre | undefined;
  /** Source of the run that is killed. */
  readonly during: Centre;
  /** Source of the next command. */
  readonly wanted: Centre;
  readonly victim: Victim;
  readonly moment: Moment;
  readonly between: Between;
  readonly state: "written at each step" | "written at the end";
  /** The run that is killed looks first at what it will do, and says so. */
  readonly previews: boolean;
}

/** What the run that is killed does, and the edits that make it do so. */
const operations = {
  creation: [],
  "module change": [draws.moduleText],
  rename: [draws.flowRenamed],
  "type change": [draws.typeChanged],
  deletion: [draws.flowRemoved, draws.flowReplaced],
  "numbers that move": [draws.numberMoves, draws.numbersSwap, draws.flowReplaced],
  "queue change": [draws.queueSetting],
} as const satisfies Readonly<Record<string, readonly Draw[]>>;

export type Operation = keyof typeof operations;
export const operationNames = Object.keys(operations) as Operation[];

const noCentre: Centre = { modules: {}, flows: {} };
const anyDraw: readonly Draw[] = Object.values(draws);

/**
 * The cases of a seed: each operation and each victim comes as often as the others. The n-th depends on seed, n and `only` alone.
 * @param only the one operation of all cases
 */
export function killCases(seed: number, count: number, only?: Operation): Case[] {
  return Array.from({ length: count }, (_, index) => drawCase(seed, index + 1, only));
}

function drawCase(seed: number, n: number, only: Operation | undefined): Case {
  const dice = new Dice(seed * 100_003 + n);
  const turn = n - 1 + seed;
  const operation = only ?? (operationNames[turn % operationNames.length] as Operation);
  const victim = victims[turn % victims.length] as Victim;
  const before = operation === "creation" ? undefined : firstCentre;
  const first: Edit =
    operation === "creation"
      ? { what: "the stack is created", after: firstCentre }
      : drawOne(operations[operation], firstCentre, dice, [firstCentre]);
  const second =
    before && dice.chance(0.3) ? drawOne(anyDraw, first.after, dice, [firstCentre, first.after]) : undefined;
  const during = second?.after ?? first.after;
  const between = drawBetween(dice);
  const again = between === "changed again" ? drawOne(anyDraw, during, dice, [before ?? during, during]) : undefined;
  return {
    seed,
    n,
    only,
    operation,
    what: [first.what, ...(second ? [second.what] : [])].join("; "),
    before,
    during,
    wanted: again?.after ?? (between === "reverted" ? (before ?? fewerFlows(during, dice)) : during),
    victim,
    moment: drawMoment(dice, { before, during, victim }),
    between: again
      ? { kind: "changed again", what: again.what }
      : between === "changed outside"
        ? {
            kind: between,
            outside: { change: dice.one(["publish", "publish", "rename", "delete", "draft"]), choice: dice.share() },
          }
        : { kind: between as "nothing" | "reverted" },
    state: dice.chance(0.5) ? "written at each step" : "written at the end",
    previews: dice.chance(0.25),
  };
}

/** Who takes back a creation leaves out some of it. */
function fewerFlows(centre: Centre, dice: Dice): Centre {
  return draws.flowRemoved(draws.flowRemoved(centre, dice).after, dice).after;
}

function drawBetween(dice: Dice): Between["kind"] {
  return dice.one(["nothing", "nothing", "reverted", "changed again", "changed outside"] as const);
}

function drawOne(from: readonly Draw[], centre: Centre, dice: Dice, live: readonly Centre[]): Edit {
  for (;;) {
    const edit = dice.one(from)(centre, dice);
    if (edit && live.every((each) => allowed(each, edit.after))) return edit;
  }
}

function drawMoment(dice: Dice, o: { before: Centre | undefined; during: Centre; victim: Victim }): Moment {
  const kind = dice.one(["call", "call", "call", "state", "time"] as const);
  if (kind === "state") return { kind, nth: dice.upTo(o.before ? 8 : 24) };
  if (kind === "time") return { kind, share: dice.share() };
  const which = dice.chance(0.7) ? "write" : "any";
  // A publish is two writes and at least three reads; numbers, names, queues come to that.
  const publishes = [...publishesNeeded(o.before ?? noCentre, o.during).values()].reduce((sum, due) => sum + due, 0);
  const calls = which === "write" ? 2 * publishes + (o.before ? 1 : 6) : 5 * publishes + 4;
  const fate = o.victim !== "wrapper" && dice.chance(0.5) ? "lost" : "answered";
  return { kind, which, nth: dice.upTo(Math.max(2, calls)), when: dice.one(["before", "after"]), fate };
}
