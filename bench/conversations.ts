/**
 * `node bench/conversations.ts`: how many conversations with the example's flows one core runs per second, how long
 * exploring many flows takes, and finding what callers will notice of a module with 100 callers; each compared with
 * reading the same documents in the same run.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArchy } from "@genesys-flows/architect";
import { type Answer, converse, nobodyKnows, type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { explorationOf } from "@genesys-flows/conversation/explore";
import { noticed } from "@genesys-flows/conversation/notice";
import { declaredAnswer, declaredWorld, type Stage, stageOf, stageOfProject } from "@genesys-flows/conversation/stage";
import { type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";

const CONVERSATIONS = 1_000;
const FLOWS = Number(process.env["BENCH_N"] ?? 500);
const CALLERS = 100;

/** Processor time of work in seconds, which other processes do not affect. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const root = path.join(import.meta.dirname, "..");
const stackFile = "Pulumi.dev.yaml";
const stack = stackFileEntries(stackFile, readFileSync(path.join(root, stackFile), "utf8"));
const project: FlowProject = await loadProject({ root, stack, stackFile });
const stage = stageOfProject(project);

/** Reads documents as an update does: parsed and lifted. */
function read(texts: readonly string[]): void {
  for (const text of texts) runnable(parseArchy(text, { file: "bench.yaml" }), { module: () => undefined });
}

const texts = project.flows.map(({ document }) => document.text);
const inTurn = <Item>(items: readonly Item[], index: number) => items[index % items.length] as Item;

/** A caller who presses 1234, and a CRM that recognises every second caller. */
function call(flow: RunnableFlow, index: number): void {
  const outputs = { verified: index % 2 === 0, customerId: "C-1" };
  converse(flow, {
    ...stage.surroundings,
    at: new Date("2026-11-26T15:00:00Z"),
    answer: (question): Answer => {
      if (question.asks === "customer") return { does: "presses", keys: "1234" };
      if (question.asks === "dataAction") return { path: "success", outputs };
      return declaredAnswer(stage, question) ?? nobodyKnows;
    },
  });
}

const calls = stage.flows.filter(({ type }) => type === "inboundCall");

/** Copies of a caller, each with the module of a stage. */
function copies(flow: RunnableFlow, count: number): RunnableFlow[] {
  return Array.from({ length: count }, (_, index) => ({ ...flow, name: `Caller ${index}`, key: `caller-${index}` }));
}

/** The example with a different text in the module. */
function changed(): { readonly before: Stage; readonly after: Stage } {
  const sales = stage.flow("sales") as RunnableFlow;
  const module = sales.module("PIN authentication") as RunnableFlow;
  const nodes = new Map(
    [...module.graph.nodes].map(([id, node]) => [
      id,
      node.kind === "playAudio" ? { ...node, properties: { audio: { tts: "Another text." } } } : node,
    ]),
  );
  const other: RunnableFlow = { ...module, graph: { ...module.graph, nodes } };
  const republished: RunnableFlow = { ...sales, module: (name) => (name === module.name ? other : sales.module(name)) };
  const world = declaredWorld(project.objects);
  return { before: stageOf(copies(sales, CALLERS), world), after: stageOf(copies(republished, CALLERS), world) };
}

function row(what: string, took: number, floor: number, aim: string): void {
  console.log(`${what.padEnd(44)} ${took.toFixed(2).padStart(7)} s  ${(took / floor).toFixed(1).padStart(6)}x  ${aim}`);
}

// First runs are slower: run everything once without a clock.
for (let index = 0; index < 200; index++) call(inTurn(calls, index), index);
read(texts);

console.log(`${"".padEnd(44)} ${"cpu".padStart(7)}    of reading the same documents`);
const reading = seconds(() => read(Array.from({ length: CONVERSATIONS }, (_, index) => inTurn(texts, index))));
row(
  `${CONVERSATIONS} conversations with the example`,
  seconds(() => {
    for (let index = 0; index < CONVERSATIONS; index++) call(inTurn(calls, index), index);
  }),
  reading,
  "aim: 1 s",
);
row(
  `${FLOWS} flows explored`,
  seconds(() => {
    for (let index = 0; index < FLOWS; index++) {
      const flow = inTurn(stage.flows, index);
      explorationOf({ ...flow, name: `${flow.name} ${index}` }, stage);
    }
  }),
  (reading * FLOWS) / CONVERSATIONS,
  "aim: 60 s",
);
const stages = changed();
row(
  `what callers of ${CALLERS} flows will notice`,
  seconds(() => {
    const pairs = stages.before.flows.map((before, index) => ({
      before,
      after: stages.after.flows[index] as RunnableFlow,
    }));
    const { conversations, causes } = noticed(pairs, stages, { conversations: 30 });
    if (conversations === 0 || causes.length === 0) throw new Error("nothing was noticed");
  }),
  (reading * 2 * CALLERS) / CONVERSATIONS,
  "aim: 5 s",
);
