import {
  type ArchyDocument,
  type ArchyMap,
  archyFromBody,
  compile,
  type Diagnostic,
  DiagnosticError,
  diffGraphs,
  digest,
  type FlowGraph,
  flowDiagram,
  graphDifferences,
  isEmptyDiff,
  lift,
  type ModuleContract,
  parseArchy,
  printArchy,
  references,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { documentIssues } from "../../packages/architect/archy/issues.ts";
import { completed } from "../../packages/architect/decompile/prove.ts";
import { callPaths } from "../../packages/architect/graph/output-paths.ts";
import { reachable } from "../../packages/architect/graph/reach.ts";
import { compareActions } from "./compile/multiset.ts";
import { again } from "./decompile/texts.ts";
import { diffText } from "./diff/diff-text.ts";
import { act, callFlow, hangUp, say } from "./documents.ts";
import { exportShapes } from "./export-shapes.ts";
import { transitionLines } from "./lift/transition-lines.ts";

const shape = (name: string): ArchyDocument => exportShapes[name] as ArchyDocument;
const errors = (found: readonly Diagnostic[]) => found.filter(({ severity }) => severity === "error");
const pinCheck: ModuleContract = {
  name: "PIN check",
  inputs: { "Common.trackingId": "integer" },
  outputs: {},
  channels: ["inboundCall"],
};
/** Shapes that a definition cannot express, with the reason. */
const refused: Readonly<Record<string, RegExp>> = {
  "a call to an unknown bot": /cannot yet express 'callNewerBot'/,
  "tasks that properties and settings name": /cannot yet express 'newerAction'/,
};

describe.each(Object.entries(exportShapes))("%s", (name, document) => {
  const graph = lift(document);

  test("every action is a reachable node", () => {
    expect([...graph.nodes.keys()].filter((id) => !reachable(graph).has(id))).toEqual([]);
    for (const { properties } of graph.nodes.values()) expect(JSON.stringify(properties)).not.toContain('"actions":[');
  });

  test("compiled again it has the same actions and references", () => {
    const compiled = parseArchy(compile({ graph }).document.text, { file: "again.yaml" });
    expect(graphDifferences(graph, lift(compiled))).toEqual([]);
    expect(compareActions(document, compiled).differences).toEqual([]);
    expect(errors(documentIssues(document))).toEqual([]);
    expect(errors(documentIssues(compiled))).toEqual([]);
    expect(diffText(diffGraphs(graph, lift(compiled)))).toBe("");
  });

  test("the definition is equal, or refused with the reason", () => {
    if (refused[name]) {
      expect(() => toDefinition(graph)).toThrow(refused[name]);
      return;
    }
    const made = again(toDefinition(graph), (key) => (key === "pin-check" ? pinCheck : undefined));
    expect(diffText(diffGraphs(completed(graph), made))).toBe("");
    expect(isEmptyDiff(diffGraphs(completed(graph), made))).toBe(true);
    expect(errors(documentIssues(compile({ graph: made }).document))).toEqual([]);
  });

  test("printing does not change it", () => {
    expect(printArchy(document)).toBe(document.text);
    expect(parseArchy(printArchy(document), { file: "again.yaml" }).body).toEqual(document.body);
  });
});

test("the paths of a bot call lead where the export says", () => {
  expect(transitionLines(lift(shape("a call to a Lex V2 bot")))).toEqual([
    "turns: each>ask-the-bot done>bye",
    "ask-the-bot: failure>bot-failed Fallback>ask-again Order>take-order next>bye",
    "bot-failed: next>failed",
    "failed:",
    "ask-again: default>turns",
    "take-order: default>bye",
    "bye:",
    "answer: next>answered",
    "answered:",
  ]);
  const [lex, dialogflow] = ["a call to a Lex V2 bot", "a call to a Dialogflow bot"].map((name) => lift(shape(name)));
  const targets = (graph: FlowGraph | undefined) => graph?.nodes.get("ask-the-bot")?.transitions;
  expect(targets(dialogflow)).toEqual(targets(lex));
});

test("an added path of a bot call is with the others", () => {
  const graph = lift(shape("a call to a Lex V2 bot"));
  const node = graph.nodes.get("ask-the-bot");
  if (!node) throw new Error("There is no such node.");
  const { failure: _failure, ...transitions } = node.transitions;
  const nodes = new Map([...graph.nodes].filter(([id]) => id !== "bot-failed" && id !== "failed"));
  const changed = { ...graph, nodes: nodes.set(node.id, { ...node, transitions: { ...transitions, failure: "bye" } }) };
  const text = compile({ graph: changed }).document.text;
  expect(text).not.toMatch(/^ {20,22}outputs:\n +failure/m);
  expect(lift(parseArchy(text, { file: "again.yaml" })).nodes.get("ask-the-bot")?.transitions["failure"]).toBe("bye");
});

test("an intent that has the name of another path keeps its actions", () => {
  const paths = {
    intents: { failure: { actions: [say("f")] }, next: { actions: [say("n")] } },
    failure: { actions: [say("x")] },
  };
  const bot = act("callLexV2Bot", "ask", { lexBot: { r: { b: { l: { a: { outputs: paths } } } } } });
  const document = callFlow([bot, hangUp()]);
  const graph = lift(document);
  expect(graph.nodes.get("ask")?.transitions).toEqual({ failure: "x", "failure-2": "f", "next-2": "n", next: "bye" });
  const compiled = compile({ graph }).document;
  expect(compareActions(document, compiled).differences).toEqual([]);
  expect(graphDifferences(graph, lift(compiled))).toEqual([]);
});

test("a call has the output paths of its task, also those that it does not mention", () => {
  const graph = lift(shape("a called task with output paths"));
  const [first, second] = ["look-up", "look-up-again"].map((id) => graph.nodes.get(id));
  expect(first && callPaths(graph, first)).toEqual(["default", "Found"]);
  expect(first?.transitions).toEqual({ default: "unknown-caller", Found: "known-caller" });
  expect(second?.transitions).toEqual({ default: "still-unknown", Found: "bye" });
  const text = toDefinition(graph);
  expect(text).toContain("paths: [Found]");
  const compiled = compile({ graph: again(text) }).document;
  expect(compiled.text).toContain("outputPaths:\n          - outputPath:\n              name: Found");
});

test("the next action follows a digital menu without paths, not one with paths", () => {
  const graph = lift(shape("a digital bot"));
  expect(graph.nodes.get("which")?.transitions).toEqual({
    maxNoInputs: "silent",
    maxNoMatches: "rate",
    One: "one",
    Two: "rate",
  });
  expect(graph.nodes.get("rate")?.transitions).toEqual({
    maxNoInputs: "unrated",
    maxNoMatches: "thanks",
    next: "thanks",
  });
});

test("the tasks of intents and of knowledge keep their names and references in a definition", () => {
  const { document } = compile({ graph: again(toDefinition(lift(shape("a digital bot")))) });
  expect(document.text).toContain("targetTaskRef: /digitalBot/tasks/task[Knowledge]");
  expect(document.text).toMatch(/name: Balance\n +refId: Balance/);
});

test("the diagram draws what bots and settings lead to", () => {
  expect(flowDiagram(lift(shape("a call to a Lex V2 bot")))).toMatch(/-->\|"?Order"?\|/);
  expect(flowDiagram(lift(shape("a digital bot")))).toMatch(/start -\.->\|"?task Balance"?\|/);
});

describe("Architect's own notes", () => {
  const document = shape("a newer export");
  /** The same export, renumbered and without the list of objects. */
  const renumbered = (value: ArchyMap): ArchyMap => {
    const { referencedObjects: _objects, ...rest } = value;
    return JSON.parse(JSON.stringify(rest).replace(/"trackingId":(\d+)/g, '"trackingId":1$1'));
  };
  const other = archyFromBody("inboundCall", renumbered(document.body), { file: "other.yaml" });

  test("are not part of a digest or a difference", () => {
    expect(digest(other)).toBe(digest(document));
    expect(diffText(diffGraphs(lift(document), lift(other)))).toBe("");
    expect(graphDifferences(lift(document), lift(other))).toEqual([]);
    expect(references(document).map(({ name }) => name)).toEqual(references(other).map(({ name }) => name));
  });

  test("an input of that name is not a note", () => {
    const changed = document.text.replace(/Common\.trackingId:\n( +)lit: 1/, "Common.trackingId:\n$1lit: 2");
    expect(changed).not.toBe(document.text);
    expect(digest(parseArchy(changed, { file: "changed.yaml" }))).not.toBe(digest(document));
  });

  test("stay in printed and compiled documents, not in a definition", () => {
    const graph = lift(document);
    expect(printArchy(document)).toContain("trackingId: 4");
    expect(compile({ graph }).document.text).toContain("trackingId: 4");
    expect(compile({ graph }).document.text).toContain("referencedObjects:");
    expect(toDefinition(graph)).not.toMatch(/trackingId: [2-9]|referencedObjects/);
  });

  test("a jump with a number is a transition", () => {
    expect(lift(document).nodes.get("pin")?.transitions).toEqual({ next: "bye" });
  });
});

test("a node after a menu choice keeps the author's name", () => {
  const definition = `inboundCall: Menu
start: main
nodes:
  main: {menu: "To leave a message press 1, to end press 9.", on: {"1": voicemail, "9": bye}}
  voicemail: {transferToAcd: Voicemail, on: {failure: main}}
  bye: {disconnect: {}}
`;
  const graph = again(definition);
  const published = lift(compile({ graph }).document);
  expect([...published.nodes.keys()].sort()).toEqual([...graph.nodes.keys()].sort());
  expect(toDefinition(published)).toMatch(/^ {2}voicemail: /m);
  const lifted = toDefinition(lift(shape("a menu with a voicemail")));
  expect(lifted).toMatch(/^ {2}voicemail:/m);
  expect(lifted).not.toContain("voicemail-2");
});

test("a definition that the platform would refuse after compilation is not written", () => {
  const graph = lift(
    callFlow([act("callBotFlow", "ask", { onEnd: { targetTaskRef: "/inboundCall/tasks/task[Gone_1]" } })]),
  );
  expect(() => toDefinition(graph)).toThrow(DiagnosticError);
  expect(() => toDefinition(graph)).toThrow(
    /would refuse the compiled definition: 'targetTaskRef' refers to '\/inboundCall\/tasks\/task\[Gone_1\]'/,
  );
});
