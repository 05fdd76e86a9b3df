import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  archyFromBody,
  compile,
  DiagnosticError,
  diffGraphs,
  type FlowType,
  graphDifferences,
  lift,
  parseArchy,
  printArchy,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import fc from "fast-check";
import { documentIssues } from "../../../packages/architect/archy/issues.ts";
import { completed } from "../../../packages/architect/decompile/prove.ts";
import { again } from "../decompile/texts.ts";
import { diffText } from "../diff/diff-text.ts";
import { compareActions } from "./multiset.ts";
import { anyDocument } from "./random-documents.ts";

/** `LAW_RUNS=4000` makes more runs. */
const RUNS = Number(process.env["LAW_RUNS"] ?? 8);

const types: FlowType[] = [
  "inboundCall",
  "secureCall",
  "inqueueCall",
  "commonModule",
  "inboundEmail",
  "workflow",
  "digitalBot",
  "inqueueEmail",
];

describe("a document, lifted and compiled again", () => {
  test.each(types)("%s: the same graph, the same actions", (type) => {
    fc.assert(
      fc.property(anyDocument(type), (document) => {
        const graph = lift(document);
        const compiled = compile({ graph }).document;
        const again = parseArchy(compiled.text, { file: "again.yaml" });
        expect(graphDifferences(graph, lift(again))).toEqual([]);
        expect(compareActions(document, again).differences).toEqual([]);
        const printed = parseArchy(printArchy(document), { file: "printed.yaml" });
        expect(printed.body).toEqual(document.body);
        expect(diffText(diffGraphs(graph, lift(printed)))).toBe("");
        for (const { properties } of graph.nodes.values())
          expect(JSON.stringify(properties)).not.toContain('"actions":[');
      }),
      { numRuns: RUNS },
    );
  });

  test.each(types)("%s: no new dangling reference", (type) => {
    fc.assert(
      fc.property(anyDocument(type), (document) => {
        const dangling = (doc: ArchyDocument) =>
          documentIssues(doc).filter(({ severity, code }) => severity === "error" && code !== "not-an-action").length;
        expect(dangling(compile({ graph: lift(document) }).document)).toBe(dangling(document));
      }),
      { numRuns: RUNS },
    );
  });

  test.each(types)("%s: the definition is equal, or refused with the reason", (type) => {
    fc.assert(
      fc.property(fc.oneof(anyDocument(type, { sayable: true }), anyDocument(type)), (document) => {
        const graph = lift(document);
        const made = attempt(() => toDefinition(graph));
        if (made !== undefined) expect(diffText(diffGraphs(completed(graph), again(made)))).toBe("");
      }),
      { numRuns: 2 * RUNS },
    );
    // Some documents always become definitions, so the law is never empty by chance.
    const drawn = fc.sample(anyDocument(type, { sayable: true }), { seed: 1, numRuns: 60 });
    expect(drawn.some((document) => attempt(() => toDefinition(lift(document))) !== undefined)).toBe(true);
  });
});

/** The result; undefined if a definition cannot express the document. */
function attempt(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.diagnostics.map(({ code }) => code)).toEqual(error.diagnostics.map(() => "no-definition-form"));
    return undefined;
  }
}

const say = (name: string) => ({ playAudio: { name, audio: { tts: name } } });
const task = (name: string, actions: ArchyValue[]) => ({ task: { name, refId: name, actions } });

/** What exports may contain besides the known content of their type. */
const odd: readonly [string, FlowType, ArchyMap][] = [
  ["an empty flow", "inqueueCall", { startUpTaskActions: [] }],
  ["an empty task", "inboundCall", { startUpRef: "/inboundCall/tasks/task[a]", tasks: [task("a", [])] }],
  [
    "a start that does not exist",
    "inboundCall",
    { startUpRef: "/inboundCall/tasks/task[b]", tasks: [task("a", [say("x")])] },
  ],
  [
    "tasks of a survey invite",
    "surveyInvite",
    {
      startUpRef: "/surveyInvite/states/state[s]",
      states: [
        {
          state: {
            name: "s",
            refId: "s",
            actions: [{ callTask: { name: "c", targetTaskRef: "/surveyInvite/tasks/task[t]" } }],
          },
        },
      ],
      tasks: [task("t", [say("x")])],
      settingsErrorHandling: { errorHandling: { endFlow: { none: true } } },
    },
  ],
  [
    "parts and variables from other files",
    "inboundCall",
    {
      startUpRef: "/inboundCall/tasks/task[a]",
      variables: [{ ref: "shared.yaml#/variables" }, { stringVariable: { name: "Flow.x", isSecure: true } }],
      tasks: [
        task("a", [{ ref: "shared.yaml#/actions/playAudio[x]" }, say("y")]),
        { ref: "shared.yaml#/tasks/task[b]" },
      ],
    },
  ],
  [
    "items that are not actions",
    "commonModule",
    {
      startUpTaskActions: [
        { playAudio: { name: "a" }, wait: {} },
        null,
        "text",
        { newAction: { name: "n", outputs: { later: { actions: [say("x")] } } } },
      ],
    },
  ],
  [
    "a module call with another version and further keys",
    "inboundCall",
    {
      startUpRef: "/inboundCall/tasks/task[a]",
      tasks: [
        task("a", [
          { callCommonModule: { name: "d", commonModule: { M: { ver_debug: { inputs: {}, outputs: {} } } } } },
          { callCommonModule: { name: "e", commonModule: { M: { ver_latestPublished: { inputs: {}, mode: "x" } } } } },
          {
            jumpToTask: {
              name: "j",
              targetTaskRef: "/inboundCall/tasks/task[a]",
              taskInputs: { "Task.x": { lit: 1 } },
            },
          },
        ]),
      ],
    },
  ],
  [
    "a loop that begins its task, with a jump back from its turn",
    "inboundCall",
    {
      startUpRef: "/inboundCall/tasks/task[a]",
      tasks: [
        task("a", [
          {
            loop: {
              name: "l",
              loopCount: { lit: 2 },
              outputs: {
                loop: {
                  actions: [say("x"), { jumpToTask: { name: "j", targetTaskRef: "/inboundCall/tasks/task[a]" } }],
                },
              },
            },
          },
        ]),
      ],
    },
  ],
];

test.each(odd)("%s", (_, type, body) => {
  const document = archyFromBody(type, { name: "Odd", ...body }, { file: "odd.yaml" });
  const graph = lift(document);
  const compiled = compile({ graph }).document;
  expect(graphDifferences(graph, lift(compiled))).toEqual([]);
  expect(compareActions(document, compiled).differences).toEqual([]);
  for (const key of ["tasks", "states", "variables", "settingsErrorHandling"]) {
    const count = (value: ArchyValue | undefined) => (Array.isArray(value) ? value.length : JSON.stringify(value));
    expect(count(compiled.body[key])).toEqual(count(document.body[key]));
  }
});
