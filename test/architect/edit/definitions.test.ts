import {
  DiagnosticSink,
  diffGraphs,
  type FlowGraph,
  kernelCodes,
  type ModuleContract,
  parseDefinition,
  toGraph,
} from "@genesys-flows/architect";
import {
  type CallPlace,
  type CallPlan,
  editDefinition,
  insertNode,
  removeNodes,
  repointNodes,
} from "@genesys-flows/architect/edit";
import { files } from "../definition/documented.ts";
import { callAt, handler } from "./shared-module.ts";

const KEY = "common-error-handler";

const documented = new Map<string, ModuleContract | undefined>([[KEY, handler]]);
for (const { file, key, text } of files) {
  if (key !== KEY && /^commonModule:/m.test(text)) documented.set(key, graphOf(text, file).module);
}

function graphOf(text: string, file = "flow.yaml"): FlowGraph {
  const values = { queue: "Sales", welcome: "Welcome.", attempts: 3 };
  const definition = parseDefinition({ path: file, text }, { values });
  return toGraph(definition, { modules: (key) => documented.get(key), warnings: new DiagnosticSink(kernelCodes) });
}

const insert = (text: string, plan: CallPlan) =>
  editDefinition(text, insertNode({ file: "flow.yaml", text, graph: graphOf(text) }, KEY, plan));
const remove = (text: string) =>
  editDefinition(text, removeNodes({ file: "flow.yaml", text, graph: graphOf(text) }, KEY, handler));

/** Flow files of the documentation that are flows, have their nodes in block style and all values. */
const flows = files.filter(({ text }) => {
  if (/^commonModule:/m.test(text)) return false;
  try {
    return graphOf(text).nodes.size > 0;
  } catch {
    return false;
  }
});

describe("a call in every flow of the documentation", () => {
  test("there are some", () => expect(flows.length).toBeGreaterThan(8));

  test.each(flows.map(({ file, text }) => [file, text] as const))("%s", (_file, text) => {
    const before = graphOf(text);
    const ids = [...before.nodes.keys()];
    const says = /^\w*Call$|^inbound(?:ShortMessage|Chat|Email)$/.test(before.type);
    const error = { to: "end", ...(says && { say: "Sorry: please call again." }) } as const;
    const places: CallPlace[] = [
      { at: "start" },
      ...ids.flatMap((node): CallPlace[] => [
        { at: "before", node },
        { at: "after", node },
        ...["success", "failure", "yes", "then"].map((path): CallPlace => ({ at: "after", node, path })),
      ]),
    ];
    let made = 0;
    for (const place of places) {
      const inserted = insert(text, callAt(place, { on: { error } }));
      if (inserted.kind !== "edited") continue;
      made++;
      const { nodes, frame } = diffGraphs(before, graphOf(inserted.text));
      expect(nodes.filter(({ change }) => change === "removed")).toEqual([]);
      const added = nodes.flatMap((one) => (one.change === "added" ? [one.node.kind] : []));
      expect(added.filter((kind) => kind === "callModule")).toHaveLength(1);
      expect(added.length).toBeLessThanOrEqual(3);
      expect(frame).toEqual([]);
      expect(insert(inserted.text, callAt(place)).kind).toBe("unchanged");
      expect(remove(inserted.text)).toEqual({ kind: "edited", text });
    }
    expect(made).toBeGreaterThan(1);
  });
});

const sales = `# The sales line.
inboundCall: Sales
onFault: {say: "We have a problem.", then: disconnect}
start: greet   # says hello
nodes:
  # Everybody hears this.
  greet: {playAudio: "Welcome.", then: queue}

  queue: {transferToAcd: Sales, on: {failure: goodbye}}   # to the team
  goodbye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`;

test("comments, blank lines and order stay", () => {
  const on = { completed: { to: "continue" }, failure: { to: "part", name: "goodbye" }, error: { to: "end" } } as const;
  expect(insert(sales, callAt({ at: "start" }, { on }))).toEqual({
    kind: "edited",
    text: sales.replace("start: greet ", `start: ${KEY} `).replace(
      "  greet:",
      `  ${KEY}:
    callModule: ${KEY}
    inputs: {caller: somebody, attempts: 3}
    on: {completed: greet, failure: goodbye, error: hang-up}
  greet:`,
    ),
  });
});

test("a flow without an end of its own gets one", () => {
  const text = sales.replaceAll(/^ {2}(goodbye|hang-up).*\n/gm, "").replace(", on: {failure: goodbye}", "");
  const inserted = insert(
    text,
    callAt({ at: "after", node: "greet" }, { on: { error: { to: "end", say: "Sorry." } } }),
  );
  expect(inserted).toMatchObject({ kind: "edited", text: expect.stringContaining(`then: ${KEY}`) });
  if (inserted.kind !== "edited") return;
  expect(inserted.text).toContain(
    `  ${KEY}-end: {disconnect: {}}\n  ${KEY}-say: {playAudio: Sorry., then: ${KEY}-end}\n`,
  );
  expect(remove(inserted.text)).toEqual({ kind: "edited", text });
});

describe("refusals, all at once", () => {
  test("wrong inputs, outcomes, targets and places", () => {
    const plan = callAt(
      { at: "before", node: "gret" },
      {
        inputs: { calller: "x", attempts: "many" },
        on: { complete: { to: "end" }, failure: { to: "part", name: "godbye" } },
      },
    );
    expect(insert(sales, plan)).toEqual({
      kind: "refused",
      reasons: [
        "The module 'Common error handler' has no input 'calller'. Did you mean 'caller'?",
        "The input 'attempts' is of type integer, but \"many\" is of type string.",
        "The module 'Common error handler' has no outcome 'complete'. Did you mean 'completed'?",
        "The call needs its own `error` transition. Set its target: --on error=TARGET.",
        "'failure' cannot use this target. The definition has no node 'godbye'. Did you mean 'goodbye'?",
        "The definition has no node 'gret'. Did you mean 'greet'?",
      ],
    });
  });

  test("a channel that the module does not serve", () => {
    const module = { ...handler, channels: ["inboundEmail"] as const };
    expect(insert(sales, callAt({ at: "start" }, { module }))).toEqual({
      kind: "refused",
      reasons: ["The module 'Common error handler' does not serve inbound call flows. It serves: inbound email flow."],
    });
  });

  test("a path that ends", () => {
    expect(insert(sales, callAt({ at: "after", node: "queue", path: "success" }))).toEqual({
      kind: "refused",
      reasons: ["The node 'queue' has no transition 'success'. Choose one of its transitions: after:queue/failure."],
    });
  });

  test("nodes in flow style", () => {
    const text = "inboundCall: A\nstart: bye\nnodes: {bye: {disconnect: {}}}\n";
    expect(insert(text, callAt({ at: "start" }))).toEqual({
      kind: "refused",
      reasons: ["flow.yaml:3: This key does not begin on its own line. Write it in block style."],
    });
  });

  test("a call whose outputs others use is not removed", () => {
    const inserted = insert(sales, callAt({ at: "start" }));
    if (inserted.kind !== "edited") throw new Error("not inserted");
    const used = inserted.text
      .replace(`callModule: ${KEY}\n`, `callModule: ${KEY}\n    outputs: {ticket: Flow.ticket}\n`)
      .replace('playAudio: "Goodbye."', "playAudio: =ToAudioTTS(Flow.ticket)");
    expect(remove(used)).toEqual({
      kind: "refused",
      reasons: [`The node '${KEY}' sets Flow.ticket, which the file uses elsewhere. Change those uses first.`],
    });
  });
});

test("a call to another module: only its key changes", () => {
  const inserted = insert(sales, callAt({ at: "start" }));
  if (inserted.kind !== "edited") throw new Error("not inserted");
  const { text } = inserted;
  const repointed = editDefinition(text, repointNodes({ file: "flow.yaml", text, graph: graphOf(text) }, KEY, "other"));
  expect(repointed).toEqual({ kind: "edited", text: text.replace(`callModule: ${KEY}`, "callModule: other") });
});

test.each([
  ["quotes of a target", sales.replace("then: queue}", 'then: "queue"}')],
  ["no line break at the end", sales.trimEnd()],
  ["line breaks of Windows", sales.replaceAll("\n", "\r\n")],
])("%s: stays, and a removal undoes an insertion", (_what, text) => {
  const inserted = insert(text, callAt({ at: "after", node: "greet" }, { on: { error: { to: "end" } } }));
  if (inserted.kind !== "edited") throw new Error("not inserted");
  expect(inserted.text).toContain(text.includes('"queue"') ? `then: "${KEY}"}` : `then: ${KEY}}`);
  expect(remove(inserted.text)).toEqual({ kind: "edited", text });
});

test("nodes between braces, a line each: a removal leaves the other lines", () => {
  const call = `    "${KEY}": {"callModule": "${KEY}", "on": {"completed": "bye", "failure": "bye", "error": "bye"}},\n`;
  const text = `{\n  "inboundCall": "Sales",\n  "start": "${KEY}",\n  "nodes": {\n    # Everybody.\n${call}    "bye": {"disconnect": {}}\n  }\n}\n`;
  expect(remove(text)).toEqual({
    kind: "edited",
    text: text.replace(call, "").replace(`"start": "${KEY}"`, '"start": "bye"'),
  });
});

test("outcomes that end the flow share one end, and a removal undoes it", () => {
  const text = sales.replace(", then: hang-up}", "}").replace("  hang-up: {disconnect: {}}\n", "");
  const inserted = insert(text, callAt({ at: "start" }, { on: { failure: { to: "end" }, error: { to: "end" } } }));
  if (inserted.kind !== "edited") throw new Error("not inserted");
  expect(inserted.text).toContain(`on: {completed: greet, failure: ${KEY}-end, error: ${KEY}-end}`);
  expect(remove(inserted.text)).toEqual({ kind: "edited", text });
});
