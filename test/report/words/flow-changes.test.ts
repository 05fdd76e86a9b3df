import {
  type ArchyDocument,
  type ArchyMap,
  archyFromBody,
  diffGraphs,
  type FlowGraph,
  isEmptyDiff,
  lift,
  parseArchy,
  parseDefinition,
  printable,
  toGraph,
} from "@genesys-flows/architect";
import { readYamlFile } from "@genesys-flows/project/yaml-file";
import {
  changeDiagram,
  flowChanges,
  interfaceChanges,
  newFlowChanges,
} from "../../../packages/report/words/flow-changes.ts";
import { describeCorpus } from "../../architect/corpus.ts";
import { hostileTexts } from "../hostile.ts";

const SALES = `inboundCall: Sales
description: New business
greeting: "Thank you for calling."
onFault: {say: "We have a problem.", then: disconnect}
variables: {Flow.id: string}
start: welcome
nodes:
  welcome: {playAudio: "Welcome.", then: number}
  number:
    collectInput: {digits: {exact: 4}, into: Flow.id, prompt: "Your number, please."}
    on: {success: verify, failure: sorry}
  verify:
    callData: {action: CRM/Verify, inputs: {id: =Flow.id}, timeout: {seconds: 5}}
    on: {success: queue, failure: sorry, timeout: sorry}
  queue: {transferToAcd: {queue: Sales, priority: 5}, on: {failure: sorry}}
  sorry: {playAudio: "Please call again.", then: bye}
  bye: {disconnect: {}}
`;

function graphOf(text: string): FlowGraph {
  const definition = parseDefinition({ path: "sales.yaml", text }, { values: {} });
  return toGraph(definition, { modules: () => undefined });
}

/** What a person reads after an edit of the file. */
function said(from: string, to: string): string[] {
  const after = SALES.replace(from, to);
  if (after === SALES) throw new Error(`No '${from}'.`);
  return flowChanges(graphOf(SALES), graphOf(after)).map(({ sign, text }) => `${sign} ${text}`);
}

const MENU = `inboundCall: Main menu
start: main
nodes:
  main: {menu: "For orders press 1.", on: {"1": orders, "2": hours}}
  hours: {playAudio: "We are here from nine to five.", then: main}
  orders:
    menu:
      audio: "Say new order, or press 1."
      choices:
        new-order: {digit: 1, say: [new order, order]}
        operator: {say: operator}
      default: new-order
    on: {new-order: bye, operator: bye}
  bye: {disconnect: {}}
`;

describe("a change of a menu", () => {
  test.each<[string, string, string, string[]]>([
    ["another key", '"2": hours', '"3": hours', ["~ main-hours: digit 2 -> 3 (line 4)"]],
    ["another key of a named, default choice", "digit: 1", "digit: 4", ["~ orders-new-order: digit 1 -> 4 (line 10)"]],
    ["a word less", ", order]", "]", ['- orders-new-order: say[2] is no longer set: was "order" (line 10)']],
    [
      "another default",
      "default: new-order",
      "default: operator",
      ['~ orders: default "key 1" -> "operator" (line 6)'],
    ],
    [
      "a choice more",
      '"2": hours',
      '"2": hours, "3": bye',
      ["+ main: new key 3 transition -> main-bye (line 4)", "+ main-bye (choice): digit 3; then bye (line 4)"],
    ],
    [
      "a choice less",
      ', "2": hours}',
      "}",
      [
        "- main: key 2 transition to main-hours is removed (line 4)",
        "- main-hours (choice): digit 2; then hours (line 4)",
        '- hours (playAudio): says "We are here from nine to five."; then main (line 5)',
      ],
    ],
    ["the audio", "For orders press 1.", "Press 1.", ['~ main says: "For orders press 1." -> "Press 1." (line 4)']],
  ])("%s", (_what, from, to, expected) => {
    const after = to === "}" ? MENU.replace(from, to).replace(/ {2}hours:.*\n/, "") : MENU.replace(from, to);
    const found = flowChanges(graphOf(MENU), graphOf(after));
    expect(found.map(({ sign, text, place }) => `${sign} ${text} (line ${place?.line})`)).toEqual(expected);
  });
});

describe("a change of a definition", () => {
  test.each<[string, string, string, string[]]>([
    ["a text", '"Welcome."', '"Good day."', ['~ welcome says: "Welcome." -> "Good day."']],
    ["a prompt", '"Your number, please."', '"Number?"', ['~ number says: "Your number, please." -> "Number?"']],
    ["a text that becomes an expression", '"Welcome."', "=Flow.id", ['~ welcome says: "Welcome." -> =Flow.id']],
    [
      "a transition",
      "failure: sorry}\n  verify",
      "failure: bye}\n  verify",
      ["~ number: failure transition sorry -> bye"],
    ],
    ["a transition that is gone", ", timeout: sorry}", "}", ["- verify: timeout transition to sorry is removed"]],
    ["a queue", "queue: Sales,", "queue: VIP,", ['~ queue transfers to the queue "VIP" instead of "Sales"']],
    ["a number", "exact: 4", "exact: 6", ["~ number: digits 4 -> 6"]],
    ["a data action", "CRM/Verify", "CRM/Check", ['~ verify: action "CRM/Verify" -> "CRM/Check"']],
    ["a time", "seconds: 5", "seconds: 9", ["~ verify: timeout.seconds 5 -> 9"]],
    ["a greeting", "Thank you for calling.", "Hello.", ['~ the greeting says: "Thank you for calling." -> "Hello."']],
    [
      "what is said on a fault",
      "We have a problem.",
      "Sorry.",
      ['~ on a fault, the flow says: "We have a problem." -> "Sorry."'],
    ],
    ["the description", "New business", "Old business", ['~ description "New business" -> "Old business"']],
    ["the name", "inboundCall: Sales", "inboundCall: Desk", ['~ name "Sales" -> "Desk"']],

    ["a variable", "{Flow.id: string}", "{Flow.id: string, Flow.x: integer}", ["+ variable Flow.x: integer"]],
    [
      "a new node",
      "then: bye}",
      'then: thanks}\n  thanks: {playAudio: "Thanks.", then: bye}',
      ["~ sorry: then bye -> thanks", '+ thanks (playAudio): says "Thanks."; then bye'],
    ],
  ])("%s", (_what, from, to, expected) => {
    const found = said(from, to);
    for (const text of expected) expect(found).toEqual(expect.arrayContaining([expect.stringContaining(text)]));
  });

  test.each<[string, string, string, [string, number]]>([
    ["the description", "New business", "Old business", ['description "New business" -> "Old business"', 2]],
    [
      "the greeting",
      "Thank you for calling.",
      "Hello.",
      ['the greeting says: "Thank you for calling." -> "Hello."', 3],
    ],
    ["a fault", "We have a problem.", "Sorry.", ['on a fault, the flow says: "We have a problem." -> "Sorry."', 4]],
    ["a variable", "{Flow.id: string}", "{Flow.id: string, Flow.x: integer}", ["variable Flow.x: integer", 5]],
  ])("%s has a place of its own", (_what, from, to, expected) => {
    const text = SALES.replace(from, to);
    const { source } = readYamlFile({ file: "sales.yaml", text });
    const changes = flowChanges(graphOf(SALES), graphOf(text), source);
    expect(changes.map((change) => [change.text, change.place?.line])).toContainEqual(expected);
  });

  test("the interface of a module has the words and places of its definition", () => {
    const text = `commonModule: Ask
channels: [inboundCall]
inputs:
  maxAttempts: {type: integer, default: 3}
outputs: {answer: string}
start: say
nodes:
  say: {playAudio: "Hello.", then: end}
  end: {end: completed}
`;
    const next = text.replace("default: 3", "default: 4").replace("answer: string", "answer: integer");
    const { source } = readYamlFile({ file: "ask.yaml", text: next });
    const changes = flowChanges(graphOf(text), graphOf(next), source);
    expect(changes.map((change) => [change.text, change.place?.line])).toEqual([
      ["input maxAttempts: default 3 -> 4", 4],
      ['output answer: type "string" -> "integer"', 5],
    ]);
  });

  test("says who hears a text, where it is, and both values", () => {
    const [change] = flowChanges(graphOf(SALES), graphOf(SALES.replace('"Welcome."', '"Good day."')));
    expect(change).toEqual({
      sign: "~",
      text: 'welcome says: "Welcome." -> "Good day."',
      node: "welcome",
      values: { label: "welcome says", from: "Welcome.", to: "Good day." },
      spoken: true,
      place: { file: "sales.yaml", line: 8, column: 3 },
    });
  });

  test.each(Object.entries(hostileTexts))(
    "%s as a text is one line in a sentence, and whole in the values",
    (_what, text) => {
      const graph = graphOf(SALES);
      const welcome = graph.nodes.get("welcome");
      if (!welcome) throw new Error("No node.");
      const said = { ...welcome, properties: { audio: { tts: text } } };
      const [change] = flowChanges(graph, { ...graph, nodes: new Map(graph.nodes).set("welcome", said) });
      expect(change?.text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
      expect(change?.values?.to).toBe(printable(text));
    },
  );

  test("of a module's interface says what it means for its calls", () => {
    const contract = (inputs: Record<string, string>) => ({
      name: "Check",
      inputs,
      outputs: {},
      channels: ["inboundCall" as const],
    });
    const [before, after] = [contract({ "Common.a": "string" }), contract({ "Common.b": "integer" })];
    expect(interfaceChanges({ before, after: before, callers: [] })).toBeUndefined();
    const found = interfaceChanges({ before, after, callers: [] });
    expect(found?.changes.map(({ compatible, text }) => [compatible, text])).toEqual([
      [true, expect.stringMatching(/^input Common\.b added\. /)],
      [false, expect.stringMatching(/^input Common\.a removed\. /)],
    ]);
  });

  test("of nothing is nothing", () => {
    expect(flowChanges(graphOf(SALES), graphOf(SALES))).toEqual([]);
  });

  test.each(Object.entries(hostileTexts))("%s is one line, with its characters escaped", (_what, text) => {
    const graph = graphOf(SALES);
    const rename = (id: string) => (id === "sorry" ? text : id);
    const nodes = [...graph.nodes.values()].map((node) => {
      const transitions = Object.entries(node.transitions).map(([name, to]) => [name, rename(to)] as const);
      return [rename(node.id), { ...node, id: rename(node.id), transitions: Object.fromEntries(transitions) }] as const;
    });
    const changes = flowChanges(graph, { ...graph, name: text, nodes: new Map(nodes) });
    expect(changes.length).toBeGreaterThan(0);
    for (const change of changes) expect(change.text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
  });
});

test("a new flow says where it starts, where it leads and what happens on a fault", () => {
  expect(newFlowChanges(graphOf(SALES)).map(({ text }) => text)).toEqual([
    "6 nodes, starts at welcome",
    'transfers to the queue "Sales"',
    'on a fault: {say: "We have a problem.", then: "disconnect"}',
  ]);
});

test("the diagram of a change folds what is far from it", () => {
  const nodes = Array.from({ length: 40 }, (_, n) => `  n${n}: {playAudio: "Line ${n}.", then: n${n + 1}}\n`).join("");
  const text = `inboundCall: Long\nonFault: {say: Sorry., then: disconnect}\nstart: n0\nnodes:\n${nodes}  n40: {disconnect: {}}\n`;
  const diagram = changeDiagram(graphOf(text), graphOf(text.replace("Line 20.", "Line twenty.")));
  expect(diagram).toContain("Line twenty.");
  expect(diagram).toMatch(/\d+ nodes/);
  expect(diagram).not.toContain("Line 5.");
});

describeCorpus("every difference of an export has words", (files) => {
  const documents = files.flatMap(({ file, text }): ArchyDocument[] => {
    try {
      return [parseArchy(text, { file })];
    } catch {
      return [];
    }
  });

  test("of one changed value anywhere, without Archy's wrappers", () => {
    let compared = 0;
    const lost: string[] = [];
    const noisy: string[] = [];
    for (const document of documents) {
      for (const { graph, changed, path } of edits(document)) {
        const diff = diffGraphs(graph, changed);
        if (isEmptyDiff(diff)) continue;
        compared += 1;
        const changes = flowChanges(graph, changed);
        const parts = [diff.nodes, diff.frame, diff.variables, diff.containers].flat().length;
        if (changes.length === 0 && parts > 0) lost.push(`${document.name}: ${path}`);
        noisy.push(...changes.map(({ text }) => text).filter((text) => /\{"?(lit|exp|tts|noValue)"?:/.test(text)));
      }
    }
    expect(compared).toBeGreaterThan(300);
    expect(lost).toEqual([]);
    expect(noisy.slice(0, 5)).toEqual([]);
  });
});

/** Versions of a document with one value changed: every n-th one, so that each document has some. */
function* edits(document: ArchyDocument): Generator<{ graph: FlowGraph; changed: FlowGraph; path: string }> {
  const graph = lift(document);
  const leaves = [...leavesOf(document.body)];
  const step = Math.max(1, Math.floor(leaves.length / 12));
  for (const path of leaves.filter((_, index) => index % step === 0)) {
    const body = structuredClone(document.body) as ArchyMap;
    const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, body as never);
    const last = path.at(-1) as string;
    const value = parent[last];
    parent[last] = typeof value === "string" ? `${value} x` : typeof value === "number" ? value + 1 : value !== true;
    try {
      yield {
        graph,
        changed: lift(archyFromBody(document.flowType, body, { file: "changed.yaml" })),
        path: path.join("."),
      };
    } catch {
      // The changed value makes no flow.
    }
  }
}

function* leavesOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) yield path;
  else for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, [...path, key]);
}
