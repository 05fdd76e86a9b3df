import fc from "fast-check";
import { type Centre, callFlow, numberAt } from "../../fixtures/centre-model.ts";
import { troubleIn } from "../../harness/assertions.ts";
import type { Call, Interference, ProxyFault } from "../proxy/proxy.ts";
import { weatherFaults } from "../proxy/weather.ts";
import { described, drawn, sourceOf } from "./assignments.ts";
import { lineOf as line } from "./journal.ts";
import { Switchboard } from "./switchboard.ts";

const numRuns = Number(process.env["NUMBERS"] ?? (process.env["FAULTS"] === "all" ? 25 : 3));
/** A new course every day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));

jest.setTimeout((2 + 2 * numRuns) * 60_000);

const first: Centre = {
  modules: {},
  flows: {
    sales: callFlow("sales", { numbers: [numberAt(0), numberAt(1)] }),
    support: callFlow("support", { numbers: [numberAt(2)] }),
    claims: callFlow("claims", { numbers: [numberAt(3)] }),
  },
};

/** One stack that goes from assignment to assignment, with flows that are created, deleted, renamed and of another type. */
describe("numbers among the flows of a stack, assigned at random", () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await Switchboard.open(first);
    expect((await board.up()).problems).toEqual([]);
  });
  afterAll(() => board?.close());

  test(`each assignment takes one update, and no number is free for longer than one write; NUMBERS=${numRuns} FAULTS_SEED=${seed}`, async () => {
    const course = [described(first)];
    await fc.assert(
      fc.asyncProperty(drawn, fc.boolean(), async (next, preview) => {
        board.write(sourceOf(next, board.centre));
        course.push(described(board.centre));
        const { problems } = await board.up({ preview });
        const again = await board.up();
        const changed = again.result.steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`);
        expect({ course, problems, again: again.problems, changed, writes: again.writes }).toEqual({
          course,
          problems: [],
          again: [],
          changed: [],
          writes: [],
        });
      }),
      { seed, numRuns, endOnFailure: true },
    );
  });

  test(`whatever happens to one of the writes, no number is dead then, and the next update finishes; NUMBERS=${numRuns} FAULTS_SEED=${seed}`, async () => {
    const course = [described(board.centre)];
    const misfortunes = fc.record({
      write: fc.integer({ min: 1, max: 4 }),
      what: fc.constantFrom<ProxyFault | "kill before" | "kill after">(...weatherFaults, "kill before", "kill after"),
    });
    await fc.assert(
      fc.asyncProperty(drawn, misfortunes, async (next, { write, what }) => {
        const before = await board.leads();
        board.write(sourceOf(next, board.centre));
        course.push(`${described(board.centre)}; ${what} at write ${write}`);
        let killed = false;
        board.proxy.interfere = atWrite(write, () => {
          if (what !== "kill before" && what !== "kill after") return { fault: what };
          killed = true;
          if (what === "kill before") board.disturbance.signalEngine("SIGKILL");
          return what === "kill before"
            ? { fault: "reset before" }
            : { fault: "silence", onEffect: () => board.disturbance.signalEngine("SIGKILL") };
        });
        const disturbed = await board.up();
        board.proxy.interfere = () => ({});
        const dead = await board.dead(before);
        if (killed) await board.clear();
        const { problems } = await board.up();
        // Only a killed run may leave one free.
        const first = { writes: disturbed.writes.map(line), output: troubleIn(disturbed.result.output) };
        expect({ course, first, problems, dead: killed ? [] : dead }).toEqual({
          course,
          first,
          problems: [],
          dead: [],
        });
      }),
      { seed, numRuns: Math.ceil(numRuns / 2), endOnFailure: true },
    );
  });
});

/** An interference with the n-th write to an IVR. */
function atWrite(n: number, interference: () => Interference): (call: Call) => Interference {
  let writes = 0;
  return ({ method, path }) => {
    if (method === "GET" || !path.startsWith("/api/v2/architect/ivrs")) return {};
    writes++;
    return writes === n ? interference() : {};
  };
}
