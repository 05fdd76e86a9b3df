import { readFileSync } from "node:fs";
import { parseArchy, reachable } from "@genesys-flows/architect";
import { type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { explorationOf, generated, replay } from "@genesys-flows/conversation/explore";
import { play } from "@genesys-flows/conversation/script";
import { declaredWorld, type Stage, stageOf, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { describeCorpus, fittingValue } from "../../architect/corpus.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

/** Mutants of a flow that are tried at most, evenly over all of them. */
const SAMPLE = 40;

/** Why no test can fail, computed for each mutant; `not seen` is none. */
type Reason =
  /** No way through the flow leads to the node. */
  | "unreachable"
  /** What is no longer bound is read nowhere. */
  | "never read"
  /** Each conversation that is explored with one of them is the same with the other one, for people and for systems. */
  | "equivalent"
  | "not seen";

/** What became of mutants: how many fail a generated test, and why the others do not. */
interface Judged {
  killed: number;
  readonly survivors: { readonly mutant: string; readonly why: Reason }[];
}

/** Judges mutants of flows by the tests that are generated for the flows of a stage. A mutant of a module runs in its callers, too. */
function judged(flows: readonly RunnableFlow[], stage: Stage): Judged {
  const scripts = stage.flows.map((one) => generated(one, stage).script);
  const result: Judged = { killed: 0, survivors: [] };
  for (const flow of flows) {
    const all = mutantsOf(flow);
    const every = Math.max(1, Math.ceil(all.length / SAMPLE));
    for (const mutant of all.filter((_, index) => index % every === 0)) {
      const other = stageWith(flow, mutant.flow, stage);
      const fails = scripts.some((script) => script.conversations.some((one) => !play(script, one, other).passed));
      if (fails) result.killed += 1;
      else result.survivors.push({ mutant: `${flow.name}: ${mutant.what}`, why: whyNot(mutant, flow, stage) });
    }
  }
  return result;
}

function stageWith(flow: RunnableFlow, changed: RunnableFlow, stage: Stage): Stage {
  const module = (caller: RunnableFlow) => (name: string) =>
    flow.type === "commonModule" && name === flow.name ? changed : caller.module(name);
  const flows = stage.flows.map((one) => (one === flow ? changed : { ...one, module: module(one) }));
  return stageOf(flows, stage.declared);
}

function whyNot({ node, unbound, flow: changed }: Mutant, flow: RunnableFlow, stage: Stage): Reason {
  if (!reachable(flow.graph).has(node.id)) return "unreachable";
  if (unbound !== undefined && !isRead(unbound, changed)) return "never read";
  const isSame = [
    [flow, changed],
    [changed, flow],
  ].every(([one, other]) =>
    explorationOf(one as RunnableFlow, stage).conversations.every(
      ({ answers, transcript }) => told(replay(other as RunnableFlow, stage, answers)) === told(transcript),
    ),
  );
  return isSame ? "equivalent" : "not seen";
}

/** Whether a flow has the name of a variable anywhere, or gives it to who calls the flow. */
function isRead(variable: string, { graph }: RunnableFlow): boolean {
  const isOutput = graph.variables.some(
    ({ name, isOutput }) => name.toLowerCase() === variable.toLowerCase() && isOutput,
  );
  const texts = JSON.stringify([
    [...graph.nodes.values()].map(({ properties }) => properties),
    graph.settings,
    graph.onFault,
  ]);
  return isOutput || texts.toLowerCase().includes(variable.toLowerCase());
}

/** What people and systems are told in a conversation: everything that happens but for its places and the flow's variables. */
function told({ events, ending }: ReturnType<typeof replay>): string {
  const shown = events.filter(({ event }) => event !== "takes" && event !== "assumes");
  return JSON.stringify([shown, ending], (key, value) => (key === "place" || key === "outputs" ? undefined : value));
}

/** The shares of mutants that fail a test: of all, and of those that a test can tell apart; survivors are printed by their reason. */
function sharesKilled({ killed, survivors }: Judged): { readonly raw: number; readonly told: number } {
  const lines = survivors.map(({ mutant, why }) => `  ${why}: ${mutant}`).sort();
  const all = killed + survivors.length;
  const seen = survivors.filter(({ why }) => why === "not seen").length;
  process.stderr.write(`${killed} of ${all} mutants fail a generated test. Not:\n${lines.join("\n")}\n`);
  return { raw: killed / all, told: killed / (killed + seen) };
}

test("single edits of the example's flows fail a generated test", async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  const stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
  const { raw, told } = sharesKilled(judged(stage.flows, stage));
  expect(raw).toBeGreaterThanOrEqual(0.9);
  expect(told).toBeGreaterThanOrEqual(0.95);
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
      const all = flows.map((flow) => judged([flow], stageOf([flow], declaredWorld([]))));
      const { raw, told } = sharesKilled({
        killed: all.reduce((sum, one) => sum + one.killed, 0),
        survivors: all.flatMap((one) => one.survivors),
      });
      expect(raw).toBeGreaterThanOrEqual(0.88);
      expect(told).toBeGreaterThanOrEqual(0.95);
    }, 120_000);
  },
  { standIn: fittingValue },
);
