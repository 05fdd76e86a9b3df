import type { Version } from "../../fixtures/every-kind.ts";
import { Dice } from "../dice.ts";

/** What one update makes of the objects: of every kind at once. */
export interface Change {
  readonly what: "creation" | "update" | "rename" | "removal";
  readonly before: Version | undefined;
  readonly after: Version | undefined;
  /** Writing requests of an undisturbed run, about. */
  readonly writes: number;
}

const first: Version = { names: "first", content: "first" };
const updated: Version = { names: "first", content: "second" };
const renamed: Version = { names: "second", content: "second" };

/** The life of the objects: each change starts from what the one before it left. */
export const changes: readonly Change[] = [
  { what: "creation", before: undefined, after: first, writes: 30 },
  { what: "update", before: first, after: updated, writes: 23 },
  { what: "rename", before: updated, after: renamed, writes: 27 },
  { what: "removal", before: renamed, after: undefined, writes: 17 },
];

/** A change whose run meets a bad network and is killed with its whole process group. */
export interface Case {
  readonly change: Change;
  /** Of the network of each run. */
  readonly seed: string;
  /** The writing request at which the run is killed; counts from 1. */
  readonly nth: number;
  /** Whether the organisation does that request. */
  readonly when: "before" | "after";
  /** A further preview follows. */
  readonly previewed: boolean;
}

/** The cases of one life, which a seed and its number determine. @param sampled only one of them is previewed */
export function casesOf({ seed, n, sampled }: { seed: number; n: number; sampled: boolean }): Case[] {
  const dice = new Dice(seed * 100_003 + n);
  const previewed = dice.one(changes);
  return changes.map((change) => ({
    change,
    seed: `${seed} ${n} ${change.what}`,
    nth: dice.upTo(change.writes),
    when: dice.one(["before", "after"] as const),
    previewed: !sampled || change === previewed,
  }));
}
