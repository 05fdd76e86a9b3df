import fc from "fast-check";
import { type Centre, callFlow, numberAt } from "../fixtures/centreModel.ts";
import { drawn, sourceOf, told } from "./assignments.ts";
import { Switchboard } from "./switchboard.ts";

const numRuns = Number(process.env["NUMBERS"] ?? 5);
/** A new course every day. */
const seed = Number(process.env["NUMBERS_SEED"] ?? Math.floor(Date.now() / 86_400_000));

jest.setTimeout((2 + numRuns) * 60_000);

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

  test(`each assignment takes one update, and no number is free for longer than one write; NUMBERS=${numRuns} NUMBERS_SEED=${seed}`, async () => {
    const course = [told(first)];
    await fc.assert(
      fc.asyncProperty(drawn, fc.boolean(), async (next, preview) => {
        board.write(sourceOf(next, board.centre));
        course.push(told(board.centre));
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
});
