import { graphDifferences, lift, printArchy } from "@genesys-flows/architect";
import { load, mistakes } from "./load.ts";
import { flow } from "./round-trip.ts";

describe("called tasks", () => {
  test("a task is called, ends by one of its paths, and keeps its own variables", () => {
    const { document, text } = flow(`inboundCall: Tasks
start: first
nodes:
  first: {callTask: find-customer, on: {found: hello, missing: bye, default: bye}}
  again: {callTask: find-customer, then: bye}
  hello: {playAudio: Hello., then: again}
  bye: {disconnect: {}}
tasks:
  find-customer:
    paths: [found, missing]
    start: look
    nodes:
      look: {callData: {action: CRM/Find, inputs: {phone: =Call.Ani}, outputs: {id: Task.id}}, on: {success: check, failure: not-there, timeout: not-there}}
      check: {decision: =IsSet(Task.id), on: {yes: there, no: not-there}}
      there: {endTask: found}
      not-there: {endTask: missing}
`);
    expect(text).toContain("targetTaskRef: /inboundCall/tasks/task[find-customer]");
    const tasks = document.body["tasks"] as { task: { name: string; variables?: object[] } }[];
    expect(tasks.find(({ task }) => task.name === "find-customer")?.task.variables).toHaveLength(1);
  });

  test("in a workflow, whose variables are of its states", () => {
    const { text } = flow(`workflow: Work
onFault: {then: end}
start: a
variables: {State.n: integer}
nodes:
  a: {updateData: {State.n: 1}, then: b}
  b: {callTask: t, then: c}
  c: {endWorkflow: {}}
tasks:
  t: {nodes: {d: {updateData: {Task.n: 2}, then: e}, e: {endTask: default}}}
`);
    expect(text).toContain("endWorkflow:\n        none: true");
    expect(text).toContain("name: Task.n");
  });

  const tasks = (nodes: string, task: string) =>
    mistakes(`inboundCall: T\nstart: a\nnodes:\n  ${nodes}\n  bye: {disconnect: {}}\ntasks:\n  t: ${task}\n`);

  test.each([
    ["an unknown task", "a: {callTask: tt, then: bye}", "{nodes: {b: {endTask: {}}}}", "unknown-task"],
    [
      "an output path without a transition",
      "a: {callTask: t, on: {x: bye}}",
      "{paths: [x, y], nodes: {b: {endTask: x}}}",
      "missing-key",
    ],
    [
      "a transition that is not an output path",
      "a: {callTask: t, on: {z: bye}}",
      "{nodes: {b: {endTask: {}}}}",
      "unknown-transition",
    ],
    ["an end by another path", "a: {callTask: t, then: bye}", "{nodes: {b: {endTask: z}}}", "unknown-transition"],
    [
      "a transition out of a task",
      "a: {callTask: t, then: bye}",
      "{nodes: {b: {playAudio: x, then: bye}}}",
      "dangling-transition",
    ],
    ["a transition into a task", "a: {callTask: t, then: b}", "{nodes: {b: {endTask: {}}}}", "dangling-transition"],
    ["a task that nothing calls", "a: {playAudio: x, then: bye}", "{nodes: {b: {endTask: {}}}}", "unreachable-node"],
    ["an id that the flow has", "a: {callTask: t, then: bye}", "{nodes: {bye: {endTask: {}}}}", "duplicate-id"],
    [
      "a start that does not exist",
      "a: {callTask: t, then: bye}",
      "{start: c, nodes: {b: {endTask: {}}}}",
      "missing-start",
    ],
    [
      "a back edge without a loop",
      "a: {callTask: t, then: bye}",
      "{nodes: {b: {collectInput: {digits: 1, into: Task.x}, on: {success: c, failure: b}}, c: {endTask: {}}}}",
      "unstructured",
    ],
  ])("%s is a mistake", (_, nodes, task, code) => {
    expect(tasks(nodes, task)).toContain(`error ${code}:`);
  });
});

test("the name of a called task", () => {
  const { graph, document } = load(`inboundCall: F
start: a
nodes:
  a: {callTask: find, then: b}
  b: {disconnect: {}}
tasks:
  find: {name: Find a customer, nodes: {x: {endTask: {}}}}
`);
  expect(printArchy(document)).toContain("name: Find a customer");
  expect(graphDifferences(graph, lift(document))).toEqual([]);
});
