import fc from "fast-check";
import { type NumberPlan, planNumbers } from "../../../packages/provider/resources/inventory/settle-numbers.ts";

const ivrs = ["a", "b", "c", "d"];
const numbers = Array.from({ length: 8 }, (_, n) => `+1317555010${n}`);

/** Number -> the IVR that has it. */
const assignment = fc
  .array(fc.constantFrom(...ivrs, undefined), { minLength: numbers.length, maxLength: numbers.length })
  .map((owners) => new Map(owners.flatMap((ivr, n) => (ivr ? [[numbers[n] as string, ivr] as const] : []))));

function liveOf(owners: ReadonlyMap<string, string>): Map<string, string[]> {
  return new Map(ivrs.map((ivr) => [ivr, numbers.filter((number) => owners.get(number) === ivr)]));
}

/** Does the writes one after the other, as the platform takes them. */
function* writes(plan: NumberPlan, live: Map<string, string[]>): Generator<Map<string, string[]>> {
  const remove = (ivr: string, gone: readonly string[]) =>
    live.set(
      ivr,
      (live.get(ivr) ?? []).filter((number) => !gone.includes(number)),
    );
  const add = (ivr: string, come: readonly string[]) => {
    for (const number of come) {
      for (const [other, has] of live) if (has.includes(number)) throw new Error(`${number} is on ${other} still`);
    }
    live.set(ivr, [...(live.get(ivr) ?? []), ...come]);
  };
  for (const { from, to, numbers: moved } of plan.moves) {
    remove(from, moved);
    yield live;
    add(to, moved);
    yield live;
  }
  for (const { ivr, numbers: come } of plan.additions) {
    add(ivr, come);
    yield live;
  }
  for (const { ivr, numbers: gone } of plan.removals) {
    remove(ivr, gone);
    yield live;
  }
}

test("any assignment follows any other, and no number is free for longer than one write", () => {
  fc.assert(
    fc.property(assignment, assignment, (before, after) => {
      const live = liveOf(before);
      const plan = planNumbers({ desired: after, live: liveOf(before), managed: new Set(ivrs) });
      const free = new Map<string, number>();
      for (const now of writes(plan, live)) {
        const held = new Set([...now.values()].flat());
        for (const number of after.keys()) {
          if (!before.has(number)) continue;
          free.set(number, held.has(number) ? 0 : (free.get(number) ?? 0) + 1);
          expect(free.get(number)).toBeLessThanOrEqual(1);
        }
      }
      const sorted = (map: Map<string, string[]>) => [...map].map(([ivr, has]) => [ivr, [...has].sort()]);
      expect(sorted(live)).toEqual(sorted(liveOf(after)));
      const again = planNumbers({ desired: after, live, managed: new Set(ivrs) });
      expect([again.moves, again.additions, again.removals].flat()).toEqual([]);
    }),
  );
});

test("numbers of somebody else's IVR are not removed", () => {
  const live = new Map([
    ["a", [numbers[0] as string]],
    ["foreign", [numbers[1] as string]],
  ]);
  const plan = planNumbers({ desired: new Map(), live, managed: new Set(["a"]) });
  expect(plan).toEqual({ moves: [], additions: [], removals: [{ ivr: "a", numbers: [numbers[0]] }] });
});

test("more numbers than the platform takes at once go in several writes, each move still in pairs", () => {
  const many = Array.from({ length: 120 }, (_, n) => `+1317555${1000 + n}`);
  const plan = planNumbers({
    desired: new Map(many.map((number) => [number, "b"])),
    live: new Map([
      ["a", many],
      ["b", []],
    ]),
    managed: new Set(["a", "b"]),
  });
  expect(plan.moves.map((move) => [move.from, move.to, move.numbers.length])).toEqual([
    ["a", "b", 50],
    ["a", "b", 50],
    ["a", "b", 20],
  ]);
});
