import { type ArchyMap, archyFromBody, digest, parseArchy } from "@genesys-flows/architect";
import { normalForm } from "../../../packages/architect/archy/digest.ts";
import { act, call, callFlow, hangUp, say } from "../documents.ts";

const of = (text: string) => digest(parseArchy(`inboundCall:\n  name: n\n${text}`, { file: "f" }));
const task = (refId: string, body: string) =>
  `  tasks:\n    - task:\n        name: T\n        refId: ${refId}\n        actions: ${body}\n`;

describe("does not matter", () => {
  test.each<[string, string, string]>([
    ["order of keys", "  a: 1\n  b: 2\n", "  b: 2\n  a: 1\n"],
    ["layout, quoting, comments", "  a: {b: x} # c\n", '  "a":\n\n    b: "x"\n'],
    [
      "spelling of refIds",
      `  startUpRef: /inboundCall/tasks/task[T_10]\n${task("T_10", "[]")}`,
      `  startUpRef: ./tasks/task[main]\n${task("main", "[]")}`,
    ],
    ["an empty action list", task("T", "[]"), task("T", "")],
    [
      "an output path without actions",
      task("T", "[{decision: {outputs: {yes: {actions: []}, no: null}}}]"),
      task("T", "[{decision: {}}]"),
    ],
    [
      "an empty default",
      task("T", "[{switch: {evaluate: {firstTrue: {default: {actions: []}, cases: []}}}}]"),
      task("T", "[{switch: {evaluate: {firstTrue: {cases: []}}}}]"),
    ],
    ["noValue outputs", task("T", "[{x: {failureOutputs: {errorType: {noValue: true}}}}]"), task("T", "[{x: {}}]")],
    [
      "noValue inputs of a module",
      task("T", "[{callCommonModule: {commonModule: {M: {ver_latestPublished: {inputs: {a: {noValue: true}}}}}}}]"),
      task("T", "[{callCommonModule: {commonModule: {M: {ver_latestPublished: {}}}}}]"),
    ],
  ])("%s", (_title, a, b) => expect(of(a)).toBe(of(b)));
});

describe("matters", () => {
  test.each<[string, string, string]>([
    ["a text", "  a: x\n", "  a: y\n"],
    ["a text that looks like a number", '  a: "1"\n', "  a: 1\n"],
    ["the order of a list", "  a: [1, 2]\n", "  a: [2, 1]\n"],
    ["an unknown key", "  a: 1\n", ""],
    [
      "enabled of an empty path",
      task("T", "[{x: {outputs: {a: {enabled: false, actions: []}}}}]"),
      task("T", "[{x: {}}]"),
    ],
    ["noValue of a property", task("T", "[{x: {priority: {noValue: true}}}]"), task("T", "[{x: {}}]")],
    [
      "a case without actions",
      task("T", "[{switch: {evaluate: {firstTrue: {cases: [{case: {value: {exp: a}, actions: []}}]}}}}]"),
      task("T", "[{switch: {evaluate: {firstTrue: {cases: []}}}}]"),
    ],
    ["data in a literal", "  a: {lit: {outputs: {x: {noValue: true}}}}\n", "  a: {lit: {}}\n"],
    [
      "which task a reference names",
      `  startUpRef: ./tasks/task[T]\n${task("T", "[]")}`,
      `  startUpRef: ./tasks/task[U]\n${task("T", "[]")}`,
    ],
  ])("%s", (_title, a, b) => expect(of(a)).not.toBe(of(b)));
});

test("the normal form names parts by position", () => {
  const document = callFlow([hangUp()]);
  expect(normalForm(document)).toMatchObject({ inboundCall: { startUpRef: "#1", tasks: [{ task: { refId: "#1" } }] } });
});

test("a digest is 64 hex digits", () => {
  const actions = Array.from({ length: 60 }, (_, i) => [
    say(`text ${i}`),
    call(`call ${i}`, "M", { "Common.a": "Flow.a" }),
    act("wait", "w"),
  ]);
  const document = callFlow(actions.flat());
  expect(digest(document)).toMatch(/^[0-9a-f]{64}$/);
});

test("the flow's type is part of it", () => {
  const body: ArchyMap = { name: "n" };
  const digests = (["inboundCall", "outboundCall"] as const).map((type) =>
    digest(archyFromBody(type, body, { file: "f" })),
  );
  expect(digests[0]).not.toBe(digests[1]);
});
