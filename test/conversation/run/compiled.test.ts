import { readFileSync } from "node:fs";
import { type ArchyDocument, compile, lift, parseArchy, printArchy } from "@genesys-flows/architect";
import { converse, type RunnableFlow, runnable, type Transcript } from "@genesys-flows/conversation";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import fc from "fast-check";
import { type LawType, structuredGraph } from "../../architect/compile/graphs.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { randomWorld } from "./random-world.ts";

/** A document that was lifted and compiled again, as text. */
function compiledAgain(document: ArchyDocument): ArchyDocument {
  const { document: again } = compile({ graph: lift(document) });
  return parseArchy(printArchy(again), { file: "again.yaml" });
}

/** What happens, without the places in the text. */
function happenings({ events, ending, participantData, actions }: Transcript): string {
  const data = { events, ending, participantData, actions };
  return JSON.stringify(data, (key, value: unknown) => (key === "location" ? undefined : value), 1);
}

/** The conversation that a customer and a world make of a flow; equal numbers make an equal one. */
function played(document: ArchyDocument, module: RunnableFlow["module"], numbers: readonly number[]): string {
  let at = 0;
  const next = () => numbers[at++ % numbers.length] as number;
  return happenings(converse(runnable(document, { module }), randomWorld(next, { answersUnknown: true })));
}

const numbers = fc.array(fc.nat(99), { minLength: 40, maxLength: 80 });

const types: readonly LawType[] = ["inboundCall", "inboundEmail", "workflow", "commonModule", "inqueueCall"];

test.each(types)("a conversation with a graph of the type %s is the one with its compiled document", (type) => {
  fc.assert(
    fc.property(structuredGraph(type, 3), numbers, (graph, drawn) => {
      const { document } = compile({ graph });
      const again = compiledAgain(document);
      expect(played(again, () => undefined, drawn)).toBe(played(document, () => undefined, drawn));
    }),
    { numRuns: 30, seed: 34 },
  );
});

test("a conversation with a flow of the example is the one with its document, lifted and compiled again", async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  const { flows } = await loadProject({ root: inCheckout("."), stack, stackFile });
  const definitions = flows.filter(({ origin }) => origin !== "export");
  expect(definitions.length).toBeGreaterThan(3);
  const modules = (of: (document: ArchyDocument) => ArchyDocument): RunnableFlow["module"] => {
    const units = flows.filter(({ type }) => type === "commonModule");
    const made: ReadonlyMap<string, RunnableFlow> = new Map(
      units.map(({ name, document }) => [name, runnable(of(document), { module: (other) => made.get(other) })]),
    );
    return (name) => made.get(name);
  };
  const [asTheyAre, again] = [modules((document) => document), modules(compiledAgain)];
  for (const { document } of definitions) {
    const other = compiledAgain(document);
    fc.assert(
      fc.property(numbers, (drawn) => {
        expect(played(other, again, drawn)).toBe(played(document, asTheyAre, drawn));
      }),
      { numRuns: 20, seed: 34 },
    );
  }
});
