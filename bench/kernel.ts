/**
 * `node bench/kernel.ts`: how long the kernel takes for the corpus, compared with a plain YAML parse of the same files
 * in the same run, and for one large flow compared with small ones. Prints ratios; exits with 1 when one is over its
 * limit.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as architect from "@genesys-flows/architect";
import { parse as parseYaml } from "yaml";

const { compile, lift, parseArchy, placeholders, substitute } = architect;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 7);

/** For each shape of a flow, the targets of a node's outputs `yes` and `no`. */
const shapes: Readonly<Record<string, (index: number) => readonly [yes: number, no: number]>> = {
  "a tree": (index) => [2 * index + 1, 2 * index + 2],
  "a sequence with joins": (index) => [index + 1, index + 2],
  "back edges to early nodes": (index) => [index + 1, (index * 7919) % 50],
};

/** A call flow with so many nodes, as YAML. */
function flow(shape: (typeof shapes)[string], count: number, seed: number): string {
  const nodes = Array.from({ length: count }, (_, index): architect.FlowNode => {
    const [yes, no] = shape(index);
    const transitions: Record<string, string> = {};
    if (yes < count) transitions["yes"] = `n${yes}`;
    if (no < count) transitions["no"] = `n${no}`;
    const properties = { condition: { exp: `Length(Flow.text) > ${index + seed}` } };
    return { id: `n${index}`, kind: "decision", name: `Question ${index}`, properties, transitions };
  });
  const graph: architect.FlowGraph = {
    type: "inboundCall",
    name: "Bench",
    defaultLanguage: "en-us",
    settings: { supportedLanguages: { "en-us": { defaultLanguageSkill: { noValue: true } } } },
    variables: [
      { name: "Flow.text", type: "string", initialValue: { noValue: true }, isInput: false, isOutput: false },
    ],
    start: "n0",
    nodes: new Map(nodes.map((node) => [node.id, node])),
    containers: [],
  };
  return compile({ graph }).document.text;
}

interface Text {
  readonly file: string;
  readonly text: string;
}

/** The corpus with a token for each placeholder; empty if the corpus is absent. */
function corpus(): Text[] {
  const folder = path.join(import.meta.dirname, "../../shared/corpus");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => !file.endsWith(".tsv"))
    .map((file) => {
      const text = readFileSync(path.join(folder, file), "utf8");
      const keys = placeholders(text, { file }).map(({ key }) => key);
      const values = Object.fromEntries(keys.map((key) => [key, key.replace(/\W+/g, "_")]));
      return { file, text: substitute(text, values, { file }).text };
    });
}

/**
 * Processor time in milliseconds of the fastest of several rounds, after one to warm up; rounds of all jobs alternate.
 */
function fastest(jobs: Readonly<Record<string, () => unknown>>): Record<string, number> {
  const best: Record<string, number> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const start = process.threadCpuUsage();
      job();
      const { user, system } = process.threadCpuUsage(start);
      const took = (user + system) / 1000;
      if (round > 0) best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, took);
    }
  }
  return best;
}

let failed = false;

function report(name: string, o: { ms: number; floor: number; limit: number; of: string }): void {
  const ratio = o.ms / o.floor;
  const verdict = ratio <= o.limit ? "within" : "OVER";
  if (ratio > o.limit) failed = true;
  console.log(
    `${name}: ${o.ms.toFixed(1)} ms, ${ratio.toFixed(2)} times ${o.of} (${o.floor.toFixed(1)} ms), ${verdict} ${o.limit}`,
  );
}

const files = corpus();
if (files.length === 0) console.log("The corpus is not there: ../shared/corpus");
else {
  const documents = files.map(({ file, text }) => parseArchy(text, { file }));
  const graphs = documents.map((document) => lift(document));
  const steps = fastest({
    yaml: () => files.map(({ text }) => parseYaml(text)),
    kernel: () => {
      for (const { file, text } of files) {
        const document = parseArchy(text, { file });
        const graph = lift(document);
        architect.checkFlow(document, { graph });
        compile({ graph });
      }
    },
    parse: () => files.map(({ file, text }) => parseArchy(text, { file })),
    lift: () => documents.map((document) => lift(document)),
    check: () =>
      documents.map((document, index) =>
        architect.checkFlow(document, { graph: graphs[index] as architect.FlowGraph }),
      ),
    compile: () => graphs.map((graph) => compile({ graph })),
  });
  const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
  console.log(`${files.length} files of the corpus, ${Math.round(bytes / 1024)} KB, fastest of ${ROUNDS} rounds`);
  const of = "a plain YAML parse of the same files";
  report("parse + lift + check + compile", { ms: steps["kernel"] ?? 0, floor: steps["yaml"] ?? 0, limit: 3, of });
  for (const step of ["parse", "lift", "check", "compile"]) {
    console.log(`  ${step}: ${steps[step]?.toFixed(1)} ms, ${((steps[step] ?? 0) / (steps["yaml"] ?? 1)).toFixed(2)}`);
  }
}

const run = (text: Text) => {
  const document = parseArchy(text.text, { file: text.file, maxBytes: 4_000_000 });
  const graph = lift(document);
  architect.checkFlow(document, { graph });
  compile({ graph });
};
for (const [name, shape] of Object.entries(shapes)) {
  const small = Array.from({ length: 20 }, (_, index) => ({ file: `${index}.yaml`, text: flow(shape, 100, index) }));
  const large = { file: "large.yaml", text: flow(shape, 2000, 0) };
  const times = fastest({ small: () => small.map(run), large: () => run(large) });
  report(`one flow of 2,000 nodes (${name})`, {
    ms: times["large"] ?? 0,
    floor: times["small"] ?? 0,
    limit: 1.5,
    of: "20 flows of 100",
  });
}
process.exitCode = failed ? 1 : 0;
