import { mistakes } from "./load.ts";
import { flow } from "./round-trip.ts";

describe("fragments", () => {
  const fragment = `fragments:
  ask-digits:
    parameters: {question: string, count: integer, into: string, sorry: {type: string, default: I did not get that.}}
    exits: [given, nothing]
    start: turns
    nodes:
      turns: {loop: {times: 3}, on: {each: ask, done: nothing}}
      ask: {collectInput: {digits: "\${count}", into: "\${into}", prompt: "\${question}"}, on: {success: given, failure: say}}
      say: {playAudio: "\${sorry}", then: turns}
`;

  test("its nodes replace the node that uses it, with that node's id as a prefix", () => {
    const { graph } = flow(`inboundCall: F
start: pin
nodes:
  pin: {use: ask-digits, with: {question: Your PIN?, count: 4, into: Task.pin}, on: {given: number, nothing: bye}}
  number: {use: ask-digits, with: {question: Your number?, count: 8, into: Flow.number, sorry: Again.}, then: bye}
  bye: {disconnect: {}}
${fragment}`);
    expect([...graph.nodes.keys()].sort()).toEqual([
      ...["bye", "number-ask", "number-say", "number-turns", "pin-ask", "pin-say", "pin-turns"],
    ]);
    expect(graph.start).toBe("pin-turns");
    expect(graph.nodes.get("pin-ask")).toMatchObject({
      properties: { digits: { exact: 4 }, inputData: { var: "Task.pin" } },
      transitions: { success: "number-turns", failure: "pin-say" },
    });
    expect(graph.nodes.get("number-ask")?.properties["digits"]).toEqual({ exact: 8 });
    expect(graph.nodes.get("pin-ask")?.location?.line).toBe(14);
  });

  test("a mistake in it is shown there, and at the node that uses it", () => {
    const found = mistakes(`inboundCall: F
start: a
nodes:
  a: {use: f, on: {out: bye}}
  bye: {disconnect: {}}
fragments:
  f: {exits: [out], start: x, nodes: {x: {playAudo: Hello., then: out}}}
`);
    expect(found).toContain("flow.yaml:7:43 error unknown-action");
    expect(found).toContain("used at flow.yaml:4:3");
  });

  test.each([
    ["an unknown fragment", "{use: ask, then: bye}", "unknown-fragment"],
    ["a missing parameter", "{use: ask-digits, with: {question: x, count: 4}, then: bye}", "missing-key"],
    [
      "a parameter of another type",
      "{use: ask-digits, with: {question: x, count: a, into: Task.a}, then: bye}",
      "wrong-value-type",
    ],
    [
      "an unknown parameter",
      "{use: ask-digits, with: {question: x, count: 1, into: Task.a, more: 1}, then: bye}",
      "unknown-key",
    ],
    [
      "an unknown exit",
      "{use: ask-digits, with: {question: x, count: 1, into: Task.a}, on: {other: bye}}",
      "unknown-transition",
    ],
    [
      "a key of an action",
      "{use: ask-digits, name: x, with: {question: x, count: 1, into: Task.a}, then: bye}",
      "unknown-key",
    ],
  ])("%s is a mistake", (_, use, code) => {
    expect(mistakes(`inboundCall: F\nstart: a\nnodes:\n  a: ${use}\n  bye: {disconnect: {}}\n${fragment}`)).toContain(
      `error ${code}:`,
    );
  });

  test("a fragment cannot use a fragment", () => {
    const found = mistakes(
      `inboundCall: F\nstart: a\nnodes:\n  a: {use: f, then: b}\n  b: {disconnect: {}}\nfragments:\n  f: {exits: [o], start: x, nodes: {x: {use: f, then: o}}}\n`,
    );
    expect(found).toContain("error fragment-in-fragment:");
  });
});
