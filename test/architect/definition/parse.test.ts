// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${name}` is a value of the definition language

import {
  compile,
  DiagnosticError,
  DiagnosticSink,
  formatDiagnostic,
  isDefinition,
  kernelCodes,
  parseDefinition,
  printArchy,
  toGraph,
} from "@genesys-flows/architect";
import { toJSONSchema } from "zod";
import { definitionSchema } from "../../../packages/architect/definition/schema.ts";
import { flowText, load, moduleOf } from "./load.ts";

const withValues = `inboundCall: Sales
values:
  queue: {type: string, default: Sales}
  attempts: {type: integer, default: 3}
  vip: {type: boolean, default: false}
start: check
nodes:
  check:
    callModule: pin-authentication
    inputs: {maxAttempts: "\${attempts}"}
    on: {success: transfer, failure: bye, error: bye}
  transfer: {transferToAcd: {queue: "\${queue}", appendSkills: "\${vip}"}, on: {failure: tell}}
  tell: {playAudio: "\${queue} is closed. This is no value: $\${queue}", then: bye}
  bye: {disconnect: {}}
`;

describe("isDefinition", () => {
  test.each([
    ["a definition", "inboundCall: Sales\n", true],
    ["a definition with a comment first", "# Sales\ncommonModule: 'PIN'\n", true],
    ["an export", "inboundCall:\n  name: Sales\n", false],
    ["an export on one line", "inboundCall: {name: Sales}\n", false],
    ["queues", "queues: {Sales: {}}\n", false],
    ["an export that names a flow type deeper down", "workflow:\n  name: x\n  a:\n    inboundCall: y\n", false],
    ["data of a definition", { inboundCall: "Sales" }, true],
    ["data of an export", { inboundCall: { name: "Sales" } }, false],
  ])("%s", (_, content, expected) => {
    expect(isDefinition(content)).toBe(expected);
  });
});

describe("values", () => {
  test("fill in with their types; a doubled dollar sign is a text", () => {
    const text = printArchy(load(withValues, { attempts: 5, queue: "VIP", vip: true, other: 1 }).document);
    expect(text).toContain("Common.maxAttempts:\n                        lit: 5");
    expect(text).toContain("name: VIP");
    expect(text).toContain("appendSkills:\n                                lit: true");
    expect(text).toContain("VIP is closed. This is no value: ${queue}");
  });

  test("kept as placeholders compile too, and make the same document in every environment", () => {
    const definition = parseDefinition({ path: "flow.yaml", text: withValues }, { values: "keep" });
    const text = printArchy(compile({ graph: toGraph(definition, { modules: moduleOf }) }).document);
    expect(text).toContain("lit: ${attempts}");
    expect(text).toContain("name: ${queue}");
  });
});

describe("a definition", () => {
  test("knows the places of its parts", () => {
    const definition = parseDefinition({ path: "flows/sales.yaml", text: flowText("sales") }, { values: {} });
    expect(definition.locate(["numbers", 0])).toMatchObject({ file: "flows/sales.yaml", line: 2, column: 11 });
    expect(definition.locate(["nodes", "queue"], "key")).toMatchObject({ line: 11, column: 3, length: 5 });
    expect(definition.locate(["nodes", "authenticate", "on", "error"], "key")).toMatchObject({ line: 10, column: 44 });
  });

  test("warns of a variable that is read and never set, and declares it", () => {
    const { graph, warnings } = load(flowText("sales"));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^flow.yaml:12:64 warning never-set: The flow reads 'Flow.lastError', but nothing sets it./,
    );
    expect(graph.variables.map(({ name }) => name)).toContain("Flow.lastError");
  });

  test("knows the variables that the platform sets, and their types", () => {
    const { graph, warnings } = load(`inboundCall: Sales
start: a
nodes:
  a: {updateData: {Flow.caller: '=Append(Call.Ani, Call.Language)', Flow.edition: =Flow.Version}, then: b}
  b: {decision: =Flow.IsTest, on: {yes: c, no: c}}
  c: {playAudio: '=ToAudioTTS(Append(Flow.caller, Flow.edition))'}
`);
    expect(warnings).toEqual([]);
    expect(graph.variables.map(({ name, type }) => [name, type])).toEqual([
      ["Flow.caller", "string"],
      ["Flow.edition", "string"],
    ]);
  });

  test("may set a variable of its own that only flows of another type get from the platform", () => {
    const { graph } = load(`workflow: Sales
start: a
nodes:
  a: {updateData: {Flow.wrapupCode: none}, then: b}
  b: {endWorkflow: {exitReason: =Flow.wrapupCode}}
`);
    expect(graph.variables.map(({ name }) => name)).toEqual(["Flow.wrapupCode"]);
  });

  test("may repeat parts by anchors", () => {
    const { graph } = load(`inboundCall: Sales
start: a
nodes:
  a: &say {playAudio: Hello., then: b}
  b: {transferToAcd: Sales, on: &back {failure: c}}
  c: {transferToAcd: Support, on: {failure: d}}
  d: {disconnect: {}}
`);
    expect(graph.nodes.size).toBe(4);
  });

  test("actions without a shorthand take their Archy properties as plain keys", () => {
    const { graph } = load(`inboundCall: Sales
start: a
nodes:
  a: {findQueue: {findName: =Flow.wanted, findResult: {var: Flow.queue}}, on: {found: b, notFound: c}}
  b:
    transferToAcd: {targetQueue: =Flow.queue, priority: 5, preTransferAudio: One moment., languageSkill: Spanish}
    on: {failure: c}
  c: {setWrapupCode: {wrapupCode: Lost}, then: d}
  d: {transferToUser: {targetUser: {exp: 'FindUser("a")'}, connectTimeout: {seconds: 20}}}
`);
    expect(graph.nodes.get("a")?.properties).toEqual({
      findName: { exp: "Flow.wanted" },
      findResult: { var: "Flow.queue" },
    });
    expect(graph.nodes.get("b")?.properties).toEqual({
      targetQueue: { exp: "Flow.queue" },
      priority: { lit: 5 },
      preTransferAudio: { tts: "One moment." },
      languageSkill: { lit: { name: "Spanish" } },
    });
    expect(graph.nodes.get("c")?.transitions).toEqual({ success: "d", failure: "d" });
    expect(graph.nodes.get("d")?.properties).toEqual({
      targetUser: { exp: 'FindUser("a")' },
      connectTimeout: { lit: { seconds: 20 } },
    });
    expect(graph.variables.find(({ name }) => name === "Flow.queue")?.type).toBe("queue");
  });
});

test("a loop with output paths besides its turns can name them", () => {
  const text = `digitalBot: Bot
start: more
nodes:
  more: {loopAnythingElse: {}, on: {each: bye, maxNoInputs: bye, done: bye}}
  bye: {disconnect: {}}
`;
  const graph = toGraph(parseDefinition({ path: "bot.yaml", text }, { values: {} }), { modules: () => undefined });
  expect(graph.nodes.get("more")?.transitions).toEqual({ each: "bye", maxNoInputs: "bye", done: "bye" });
});

describe("what is hostile", () => {
  const deep = (n: number) =>
    `inboundCall: Sales\nstart: a\nnodes: {a: {playAudio: ${"[".repeat(n)}${"]".repeat(n)}}}\n`;
  const bomb = `inboundCall: Sales\na: &a [x, x, x, x, x, x, x, x, x, x]\n${"bcdefghi"
    .split("")
    .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]}, `.repeat(9)}x]`)
    .join("\n")}\n`;
  const flow = (nodes: string) => `inboundCall: Sales\nstart: a\nnodes:\n${nodes}`;

  test.each([
    ["deep nesting", deep(10_000)],
    ["deep nesting within the limit", deep(900)],
    ["aliases that explode", bomb],
    ["an alias within itself", "inboundCall: &a {b: *a}\n"],
    ["prototype keys", flow("  __proto__: {disconnect: {}}\n  a: {disconnect: {}}\n")],
    ["names of every object", flow("  a: {playAudio: Hello., then: constructor}\n  constructor: {disconnect: {}}\n")],
    [
      "a transition with the name of an object's member",
      flow("  a: {collectInput: {digits: 1, into: Flow.a}, on: {toString: a}}\n"),
    ],
    ["a tag", flow("  a: !!js/function 'x'\n")],
    ["control characters", "inboundCall: \u0000\u0007\n"],
    ["only a byte order mark", "\ufeff"],
    ["nothing", ""],
    ["two documents", "inboundCall: A\n---\ninboundCall: B\n"],
    ["a megabyte", `inboundCall: ${"A".repeat(1_000_001)}\n`],
  ])("%s gives diagnostics, fast", (_, text) => {
    const before = process.cpuUsage();
    expect(() => load(text)).toThrow(DiagnosticError);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});

test("the schema makes a JSON Schema for editors", () => {
  const schema = toJSONSchema(definitionSchema, { io: "input" });
  expect(schema).toMatchObject({ type: "object", additionalProperties: false });
  expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(["inboundCall", "nodes", "onFault"]));
});

test("warnings have places", () => {
  const sink = new DiagnosticSink(kernelCodes);
  const definition = parseDefinition({ path: "flow.yaml", text: flowText("sales") }, { values: {} });
  toGraph(definition, { modules: moduleOf, warnings: sink });
  expect(sink.all.map(formatDiagnostic).join("\n")).toContain("hint:");
});
