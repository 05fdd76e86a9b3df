import {
  compile,
  DiagnosticError,
  diffGraphs,
  diffLines,
  type FlowGraph,
  lift,
  parseArchy,
  parseDefinition,
  printArchy,
  toGraph,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { type MergedDefinition, mergeDefinition } from "@genesys-flows/architect/edit";
import { contractAtCalls } from "../../../packages/architect/decompile/prove.ts";
import { scalarPlaces } from "../../../packages/architect/edit/take/placeholder-values.ts";
import { slug } from "../../../packages/architect/lift/ids.ts";
import { Dice } from "../../e2e/faults/dice.ts";
import { describeCorpus, fittingValue } from "../corpus.ts";
import { files } from "../definition/documented.ts";
import { graphOf, keyOf, values } from "./documented-graphs.ts";

/** Seed of the edits; another one each day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const EDITS = 6;

interface Edit {
  readonly what: string;
  readonly text: string;
}

/** What somebody does to a compiled flow in Architect. */
function edits(text: string, dice: Dice): Edit[] {
  const places = scalarPlaces(text).filter(({ at, path }) => at === "value" && path.length > 3);
  const said = places.filter(({ path }) => path.at(-1) === "tts");
  const named = places.filter(({ path }) => path.at(-1) === "name" && path.includes("actions"));
  const found: Edit[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const place = dice.oneOf(edit % 2 === 0 ? said : named);
    if (!place) continue;
    const now = JSON.stringify(`${place.value}, changed`);
    found.push({ what: String(place.path.at(-1)), text: text.slice(0, place.from) + now + text.slice(place.to) });
  }
  const [action] = /^( +)- playAudio:\n(?:\1 {4}.*\n)+/m.exec(text) ?? [];
  if (action !== undefined) {
    const again = action.replace(/name: .*/, "name: Once more").replace(/ {2}outputs:[\s\S]*/, "");
    found.push({ what: "added", text: text.replace(action, () => again + action) });
    found.push({ what: "removed", text: text.replace(action, "") });
  }
  return found;
}

/** The merge of an edit, whose text must make what was edited. */
function merged(
  source: { readonly file: string; readonly text: string; graphOf(text: string): FlowGraph },
  moduleKey: (name: string) => string | undefined,
  { text }: Edit,
): MergedDefinition["kind"] {
  const graph = source.graphOf(source.text);
  const { document } = compile({ graph });
  const contract = (name: string) => contractIn(graph, name);
  const [base, live] = [printArchy(document), text].map((one) => lift(parseArchy(one, { file: "flow" }), { contract }));
  const given = { ...source, values, moduleKey };
  const result = mergeDefinition(given, { source: graph, base: base as FlowGraph, live: live as FlowGraph });
  if (result.kind !== "merged") return result.kind;
  const after = source.graphOf(result.text);
  expect(diffLines(diffGraphs(result.graph, after))).toEqual([]);
  expect(result.placeholders).toEqual([]);
  return "merged";
}

function contractIn(graph: FlowGraph, name: string) {
  const call = [...graph.nodes.values()].find(({ properties }) => properties["module"] === name);
  return call?.properties["outcome"] as never;
}

const documented = files.filter(({ text }) => {
  try {
    return graphOf(text).nodes.size > 0;
  } catch {
    return false;
  }
});

describe("an edit in Architect of every flow of the documentation", () => {
  const dice = new Dice(seed);

  test.each(documented.map(({ file, text }) => [file, text] as const))("%s", (file, text) => {
    const source = { file, text, graphOf: (one: string) => graphOf(one, file) };
    const { document } = compile({ graph: source.graphOf(text) });
    for (const edit of edits(printArchy(document), dice)) {
      const kind = merged(source, keyOf, edit);
      // The nodes of a fragment are not in the file as such; display names of some actions do not matter.
      if (edit.what !== "name" && !/^fragments:/m.test(text)) expect(kind).toBe("merged");
    }
  });
});

describeCorpus(
  "an edit in Architect of real exports as definitions",
  (corpus) => {
    const dice = new Dice(seed);
    const slugs = (name: unknown) => slug(String(name)) || "module";

    test.each(corpus.map(({ file, text }) => [file, text] as const))("%s", (file, text) => {
      const real = lift(parseArchy(text, { file }));
      let written: string;
      try {
        written = toDefinition(real);
      } catch (error) {
        if (error instanceof DiagnosticError) return; // a definition cannot express it: test/architect/decompile
        throw error;
      }
      const modules = (key: string) => contractAtCalls(key, real, ({ properties }) => slugs(properties["module"]));
      const read = (one: string) => toGraph(parseDefinition({ path: file, text: one }, { values: {} }), { modules });
      const { document } = compile({ graph: read(written) });
      for (const edit of edits(printArchy(document), dice).slice(-3)) {
        const kind = merged({ file, text: written, graphOf: read }, slugs, edit);
        if (edit.what !== "name") expect(kind).toBe("merged");
      }
    });
  },
  { standIn: fittingValue },
);
