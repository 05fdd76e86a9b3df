import {
  boundedFlowDiagram,
  checkFlow,
  compile,
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  defineFlow,
  diffGraphs,
  diffLines,
  digest,
  documentPlaces,
  type FlowGraph,
  flowDiagram,
  graphDifferences,
  kernelCodes,
  lift,
  MAX_LEVELS,
  moduleCalls,
  outline,
  parseArchy,
  parseDefinition,
  printArchy,
  readYaml,
  references,
  toGraph,
  tooDeep,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import fc from "fast-check";
import { documentIssues } from "../../../packages/architect/archy/issues.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";
import { MAX_EXPRESSION_LEVELS } from "../../../packages/architect/limits.ts";

const head =
  "inboundCall:\n  name: S\n  startUpRef: /inboundCall/tasks/task[T]\n  tasks: [{task: {name: T, refId: T, actions: [";
const flow = (action: string) => `${head}${action}]}}]\n`;
const nested = (open: string, close: string) => (times: number, inner: string) =>
  flow(open.repeat(times) + inner + close.repeat(times));
const value = (open: string, close: string) => (times: number) =>
  nested(open, close)(times, "1")
    .replace("actions: [", "actions: [{updateData: {name: U, statements: ")
    .replace(/\]\}\}\]\n$/, "}}]}}]\n");

/** Documents that nest something a number of times. */
const shapes: Readonly<Record<string, (times: number) => string>> = {
  decisions: (times) =>
    nested("{decision: {name: D, condition: {exp: Flow.a}, outputs: {yes: {actions: [", "]}}}}")(
      times,
      "{disconnect: {name: b}}",
    ),
  loops: (times) => nested("{loop: {name: L, outputs: {loop: {actions: [", "]}}}}")(times, "{playAudio: {name: p}}"),
  switches: (times) =>
    nested("{switch: {name: S, evaluate: {firstTrue: {cases: [{case: {value: {exp: Flow.a}, actions: [", "]}}]}}}}")(
      times,
      "{disconnect: {name: b}}",
    ),
  lists: value("[", "]"),
  mappings: value("{a: ", "}"),
  "lists of dashes": (times) => `${head}]}}]\n  x:\n    ${"- ".repeat(times)}1\n`,
  "mappings in lines": (times) =>
    `${head}]}}]\n${Array.from({ length: times }, (_, n) => `${" ".repeat(n + 2)}a:\n`).join("")}${" ".repeat(times + 2)}b: 1\n`,
};

/** Everything that the kernel does with a document. It refuses only with diagnostics. */
function everything(text: string): readonly Diagnostic[] {
  return refusedBy(() => {
    const document = parseArchy(text, { file: "f.yaml" });
    for (const work of [digest, documentIssues, references, documentPlaces, moduleCalls, printArchy]) work(document);
    const graph = lift(document);
    checkFlow(document);
    return ofGraph(graph);
  });
}

function ofGraph(graph: FlowGraph): readonly Diagnostic[] {
  checkFlow(graph);
  outline(graph);
  flowDiagram(graph);
  boundedFlowDiagram(graph);
  diffLines(diffGraphs(graph, { ...graph, nodes: new Map() }));
  graphDifferences(graph, graph);
  return [
    ...refusedBy(() => {
      const { document } = compile({ graph });
      digest(parseArchy(document.text, { file: "compiled.yaml" }));
      return [];
    }),
    ...refusedBy(() => {
      toDefinition(graph);
      return [];
    }),
  ];
}

function refusedBy(work: () => readonly Diagnostic[]): readonly Diagnostic[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics;
  }
}

const codes = (found: readonly Diagnostic[]) => [...new Set(found.map(({ code }) => code))];

describe("documents that nest", () => {
  test.each(Object.keys(shapes))("%s: read and worked on up to the limit, refused at one more", (name) => {
    const shape = shapes[name] as (typeof shapes)[string];
    const levels = (times: number) =>
      refusedBy(() => {
        parseArchy(shape(times), { file: "f" });
        return [];
      });
    let [fits, not] = [1, MAX_LEVELS + 1];
    while (not - fits > 1) {
      const middle = (fits + not) >> 1;
      if (levels(middle).length === 0) fits = middle;
      else not = middle;
    }
    expect(codes(everything(shape(fits)))).not.toContain("too-deep");
    const [refusal] = levels(not);
    expect(refusal).toMatchObject({ code: "too-deep", location: { file: "f", line: expect.any(Number) } });
    expect(refusal?.message).toMatch(/^The document nests \d+ levels deep here\. The limit is 600\.$/);
  });

  test("160 decisions, each inside the previous one: the depth, the limit, the place", () => {
    const [refusal, ...others] = everything(shapes["decisions"]?.(160) as string);
    expect(others).toEqual([]);
    expect(refusal?.message).toBe("The document nests 601 levels deep here. The limit is 600.");
    expect(refusal?.location?.column).toBeGreaterThan(1000);
  });

  test("aliases that nest values more deeply than the text", () => {
    const links = Array.from(
      { length: 50 },
      (_, n) => `  a${n + 1}: &a${n + 1} ${"[".repeat(40)}*a${n}${"]".repeat(40)}\n`,
    );
    const text = `${flow("")}  a0: &a0 1\n${links.join("")}`;
    expect(codes(everything(text))).toEqual(["too-deep"]);
  });

  test.each([2, 100, 1000, 100_000])("%i brackets, open or closed", (times) => {
    for (const text of [
      "[".repeat(times),
      "{a: ".repeat(times),
      "[".repeat(times) + "]".repeat(times),
      "- ".repeat(times),
      "? ".repeat(times),
      "&a [".repeat(times),
      "!!seq [".repeat(times),
    ]) {
      const found = everything(flow("").replace("name: S", `name: S\n  x: ${text}`));
      expect(found.length).toBeGreaterThan(0);
      for (const { location } of found) expect(location?.line).toBeGreaterThan(0);
    }
  });

  test("any nesting of anything is read or refused, with a place", () => {
    const link = fc.constantFrom<[string, string]>(
      ["[", "]"],
      ["{a: ", "}"],
      ["{? a : ", "}"],
      ["[1, ", ", 2]"],
      ["{lit: ", "}"],
      ["{exp: ", "}"],
      ["{actions: [", "]}"],
      ["{menu: {choices: [", "]}}"],
      ["{decision: {name: d, outputs: {yes: {actions: [", "]}}}}"],
    );
    const links = fc.array(link, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(links, fc.integer({ min: 1, max: 120 }), (parts, times) => {
        const [open, close] = [
          parts.map(([o]) => o).join(""),
          parts
            .map(([, c]) => c)
            .reverse()
            .join(""),
        ];
        const found = everything(nested(open, close)(times, "1"));
        for (const { location, code } of found) if (code === "too-deep") expect(location?.line).toBeGreaterThan(0);
      }),
      { seed: 9, numRuns: 20 },
    );
  }, 120_000);
});

describe("definitions", () => {
  const chain = (type: string, count: number) =>
    [
      `${type}: Deep`,
      ...(type === "commonModule" ? ["channels: [inboundCall]"] : []),
      "start: d0",
      "nodes:",
      ...Array.from(
        { length: count },
        (_, n) =>
          `  d${n}: {decision: "=Common.a == ${n}", on: {yes: d${n + 1}, no: x${n}}}\n  x${n}: {${type === "commonModule" ? "end: completed" : "disconnect: {}"}}`,
      ),
      `  d${count}: {${type === "commonModule" ? "end: completed" : "disconnect: {}"}}`,
    ].join("\n");
  const worked = (text: string) =>
    refusedBy(() =>
      ofGraph(toGraph(parseDefinition({ path: "f.yaml", text }, { values: {} }), { modules: () => undefined })),
    );

  test.each([160, 2000])("a module of %i decisions in a row is refused at a node, with the limit", (count) => {
    const [refusal, ...others] = worked(chain("commonModule", count));
    // Decompilation refuses a definition that cannot be compiled.
    const limit = count === 160 ? /The limit is 600/ : /at most 600 levels/;
    expect(others).toMatchObject([{ code: "no-definition-form", message: expect.stringMatching(limit) }]);
    expect(refusal).toMatchObject({
      code: "too-deep",
      node: expect.stringMatching(/^d\d+$/),
      location: { file: "f.yaml", line: expect.any(Number) },
    });
    expect(refusal?.message).toMatch(
      count === 160 ? /would nest \d{3,4} levels deep\. The limit is 600/ : /at most 600 levels/,
    );
  });

  test.each(["inboundCall", "workflow"])("a flow of 1000 of the type %s has tasks for them", (type) => {
    expect(worked(chain(type, 1000)).filter(({ code }) => code === "too-deep")).toEqual([]);
  });

  test("a value of a definition", () => {
    const text = `inboundCall: S\nstart: a\nnodes:\n  a: {disconnect: {x: ${"[".repeat(5000)}}}\n`;
    expect(codes(worked(text))).toEqual(["too-deep"]);
    expect(worked(text)[0]?.location?.line).toBe(4);
  });

  test("a definition in TypeScript that nests too deeply, and one that contains itself", () => {
    const deep: unknown[] = [];
    for (let n = 0, inner = deep; n < 5000; n++) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const cyclic: Record<string, unknown> = {};
    cyclic["again"] = cyclic;
    for (const settings of [{ deep }, cyclic]) {
      const made = () =>
        defineFlow({ inboundCall: "S", start: "a", settings, nodes: { a: { disconnect: {} } } } as never);
      const found = refusedBy(() => {
        made();
        return [];
      });
      expect(found).toMatchObject([
        { code: "too-deep", location: { file: expect.stringContaining("nesting.test.ts") } },
      ]);
      expect(found[0]?.message).toBe("'settings' nests deeper than 600 levels, or contains itself.");
    }
  });
});

describe("expressions", () => {
  const shapes: Readonly<Record<string, readonly [string, string]>> = {
    parentheses: ["(", ")"],
    calls: ["f(", ")"],
    indices: ["Flow.a[", "]"],
    signs: ["!", ""],
    sums: ["1+(", ")"],
    conditions: ["If(true,1,", ")"],
  };
  test.each(Object.entries(shapes))("%s", (_name, [open, close]) => {
    const text = (times: number) => `${open.repeat(times)}1${close.repeat(times)}`;
    const fits = Math.floor((MAX_EXPRESSION_LEVELS - 1) / (open === "1+(" ? 2 : 1));
    expect(parseExpression(text(fits)).ok).toBe(true);
    for (const times of [MAX_EXPRESSION_LEVELS + 1, 100_000]) {
      const parsed = parseExpression(text(times));
      expect(parsed).toMatchObject({ ok: false, problem: { from: expect.any(Number) } });
      expect(!parsed.ok && parsed.problem.message).toContain(`${MAX_EXPRESSION_LEVELS}`);
    }
    for (const times of [fits, 5000]) everything(flow(`{playAudio: {name: p, audio: {exp: "${text(times)}"}}}`));
  });
});

test("the measure itself: depth, path, values that contain themselves, width", () => {
  const list = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => [0, inner], 1);
  expect(tooDeep(list(5), { limit: 5 })).toBeUndefined();
  expect(tooDeep(list(7), { limit: 5 })).toEqual({ path: [1, 1, 1, 1, 1], levels: 7 });
  expect(tooDeep(list(100), { limit: 5 })?.levels).toBe(10);
  expect(tooDeep({ a: Array.from({ length: 100_000 }, () => ({})) }, { limit: 3 })).toBeUndefined();
});

test("the project's own files are read within the same limits", () => {
  const sink = new DiagnosticSink(kernelCodes);
  expect(readYaml(`a: ${"[".repeat(1000)}`, { file: "f", sink, noPlaceholders: true })).toBeUndefined();
  expect(codes(sink.all)).toEqual(["too-deep"]);
});
