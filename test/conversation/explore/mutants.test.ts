import { readFileSync } from "node:fs";
import { parseArchy } from "@genesys-flows/architect";
import { type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { coverage, explorationOf, generated, replay } from "@genesys-flows/conversation/explore";
import { play } from "@genesys-flows/conversation/script";
import { declaredWorld, type Stage, stageOf, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { describeCorpus, fittingValue } from "../../architect/corpus.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/** Mutants of a flow that are tried at most, evenly over all of them. */
const SAMPLE = 40;

/** What became of mutants: how many fail a generated test, and why the others do not. */
interface Judged {
  killed: number;
  readonly survivors: { readonly mutant: string; readonly why: "unreachable" | "equivalent" | "not seen" }[];
}

function judged(flow: RunnableFlow, stage: Stage): Judged {
  const { script } = generated(flow, stage);
  const result: Judged = { killed: 0, survivors: [] };
  const all = mutantsOf(flow);
  const every = Math.max(1, Math.ceil(all.length / SAMPLE));
  for (const mutant of all.filter((_, index) => index % every === 0)) {
    const other = stageOf(
      stage.flows.map((one) => (one === flow ? mutant.flow : one)),
      stage.declared,
    );
    if (script.conversations.some((one) => !play(script, one, other).passed)) result.killed += 1;
    else result.survivors.push({ mutant: `${flow.name}: ${mutant.what}`, why: whyNot(mutant, flow, stage) });
  }
  return result;
}

/** Why no test fails: nothing reaches the node, or every explored conversation is the same as before. */
function whyNot(
  { node, flow: changed }: Mutant,
  flow: RunnableFlow,
  stage: Stage,
): "unreachable" | "equivalent" | "not seen" {
  const { conversations } = explorationOf(flow, stage);
  const source = flow.sourceOf?.(node)?.node ?? node.id;
  const parts =
    coverage(
      [flow],
      conversations.map(({ transcript }) => transcript),
    )[0]?.parts ?? [];
  if (parts.some((part) => part.kind === "node" && part.node === source && part.times === 0)) return "unreachable";
  const heard = ({ events, ending }: ReturnType<typeof replay>) =>
    JSON.stringify([
      events.flatMap((one) => (one.event === "takes" ? [] : [{ ...one, place: undefined }])),
      ending.ends,
    ]);
  const isSame = conversations.every(
    ({ answers, transcript }) => heard(replay(changed, stage, answers)) === heard(transcript),
  );
  return isSame ? "equivalent" : "not seen";
}

/** The share of the mutants that fail a test, of those that change a conversation; survivors are printed. */
function shareKilled(all: readonly Judged[]): number {
  const survivors = all.flatMap((one) => one.survivors);
  const killed = all.reduce((sum, one) => sum + one.killed, 0);
  const seen = survivors.filter(({ why }) => why === "not seen").length;
  const lines = survivors.map(({ mutant, why }) => `  ${why}: ${mutant}`);
  process.stderr.write(
    `${killed} of ${killed + survivors.length} mutants fail a generated test. Not:\n${lines.join("\n")}\n`,
  );
  return killed / (killed + seen);
}

test("single edits of the example's flows fail a generated test", async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  const stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
  expect(shareKilled(stage.flows.map((flow) => judged(flow, stage)))).toBeGreaterThanOrEqual(0.9);
}, 60_000);

describeCorpus(
  "mutants of the corpus",
  (files) => {
    test("single edits of ten flows fail a generated test", () => {
      const flows = files
        .map(({ file, text }) => runnable(parseArchy(text, { file }), { module: () => undefined }))
        .filter(({ type, graph }) => /^inbound/.test(type) && graph.nodes.size >= 8)
        .slice(0, 10);
      expect(flows).toHaveLength(10);
      expect(shareKilled(flows.map((flow) => judged(flow, stageOf([flow], declaredWorld([])))))).toBeGreaterThanOrEqual(
        0.9,
      );
    }, 120_000);
  },
  { standIn: fittingValue },
);
