import { parseArchy } from "@genesys-flows/architect";
import { converse, runnable } from "@genesys-flows/conversation";
import fc from "fast-check";
import { describeCorpus, fittingValue } from "../../architect/corpus.ts";
import { randomWorld } from "./random-world.ts";

const CONVERSATIONS = 50;

describeCorpus(
  "conversations with the flows of the corpus",
  (files) => {
    const flows = files.map(({ file, text }) => ({
      file,
      flow: runnable(parseArchy(text, { file }), { module: () => undefined }),
    }));

    test.each(flows)("$file ends, whatever the customer and the world do", ({ flow }) => {
      conversations((next) => {
        const { ending, actions } = converse(flow, randomWorld(next, { answersUnknown: true }));
        expect(ending).not.toMatchObject({ ends: "stopped" });
        expect(actions).toBeLessThanOrEqual(11_100);
      });
    });

    test("the actions that stop a run because no source says what they do", () => {
      const stops = new Map<string, Set<string>>();
      for (const { file, flow } of flows) {
        conversations((next) => {
          const { ending } = converse(flow, randomWorld(next, { answersUnknown: false }));
          if (ending.ends !== "stopped") return;
          const { kind = "", node = "" } = ending.place;
          stops.set(kind, (stops.get(kind) ?? new Set()).add(`${file} ${node}`));
        });
      }
      const counts = [...stops].map(([kind, nodes]) => [kind, nodes.size] as const);
      expect(Object.fromEntries(counts.sort())).toEqual({
        askForBoolean: 2,
        askForIntent: 4,
        askForSlot: 3,
        callBotFlow: 11,
        callDigitalBotFlow: 1,
        callModule: 1,
        communicate: 1,
        getConversationData: 1,
        getExternalContact: 1,
        ref: 2,
      });
    });
  },
  { standIn: fittingValue },
);

/** Some conversations, the same ones each time. */
function conversations(run: (next: () => number) => void): void {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(99)), (numbers) => run(() => numbers.next().value as number)),
    { numRuns: CONVERSATIONS, seed: 34 },
  );
}
