import {
  compile,
  DiagnosticError,
  type FlowGraph,
  graphDifferences,
  lift,
  moduleContract,
  parseArchy,
  parseDefinition,
  printArchy,
  toGraph,
} from "@genesys-flows/architect";

/** An e-mail flow passes the body to a processor with typed input and output, and branches on the result. */

const processor = (name: string) => `commonModule: ${name}
channels: [inboundEmail]
inputs: {emailBody: string}
outputs: {processedResult: string}
start: classify
nodes:
  classify:
    callData: {action: NLP/Classify, inputs: {text: =Common.emailBody}, outputs: {class: Common.processedResult}}
    on: {success: done}
  done: {end: completed}
`;

const mail = `inboundEmail: Customer mail
onFault: {then: {queue: Mail}}
settings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}
start: process
nodes:
  process:
    callModule: email-processor
    inputs: {emailBody: =Email.Message.body}
    outputs: {processedResult: Flow.result}
    on: {completed: route, error: to-people}
  route: {switch: =Flow.result, on: {thanks: reply, spam: close, default: to-people}}
  reply: {sendAutoReply: "Thank you for your message.", then: close}
  close: {disconnect: {}}
  to-people: {transferToAcd: Mail}
`;

const modules = new Map(
  ["email-processor", "email-processor-2"].map((key): [string, FlowGraph] => {
    const text = processor(key === "email-processor" ? "E-mail processor" : "E-mail processor 2");
    return [key, toGraph(parseDefinition({ path: `${key}.yaml`, text }, { values: {} }), { modules: () => undefined })];
  }),
);
const contract = (name: string) => [...modules.values()].find((graph) => graph.name === name)?.module?.outcome;

function load(text: string): FlowGraph {
  const definition = parseDefinition({ path: "customer-mail.yaml", text }, { values: {} });
  return toGraph(definition, { modules: (key) => modules.get(key)?.module });
}

function refusal(text: string): string {
  try {
    compile({ graph: load(text) });
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
  return "";
}

test("the flow and its processor compile, and lift to the same graph", () => {
  const graph = load(mail);
  const { document } = compile({ graph });
  const text = printArchy(document);
  expect(text).toMatch(/Common\.emailBody:\s+exp: Email\.Message\.body/);
  expect(text).toMatch(/Common\.processedResult:\s+var: Flow\.result/);
  expect(text).toContain("settingsErrorHandling:\n    errorHandling:\n      queue:\n        targetQueue:");
  expect(text).not.toContain("preHandlingAudio");
  expect(graphDifferences(graph, lift(parseArchy(text, { file: "again" }), { contract }))).toEqual([]);
  const [module] = modules.values();
  const compiled = compile({ graph: module as FlowGraph }).document;
  expect(moduleContract(compiled)).toMatchObject({
    inputs: { "Common.emailBody": "string" },
    outputs: { "Common.processedResult": "string" },
    channels: ["inboundEmail"],
  });
});

test("another processor is one line", () => {
  const before = load(mail);
  const after = load(mail.replace("callModule: email-processor", "callModule: email-processor-2"));
  const changed = [...after.nodes].filter(([id, node]) => {
    return JSON.stringify(node.properties) !== JSON.stringify(before.nodes.get(id)?.properties);
  });
  expect(changed.map(([id]) => id)).toEqual(["process"]);
  expect(after.nodes.get("process")?.properties["module"]).toBe("E-mail processor 2");
});

test.each([
  ["an input of another name", "emailBody:", "body:", "unknown-input"],
  ["an input of another type", "=Email.Message.body", "[1]", "type-mismatch"],
  ["an output of another name", "processedResult: Flow", "result: Flow", "unknown-output"],
  [
    "an output into a variable of another type",
    "start: process",
    "variables: {Flow.result: integer}\nstart: process",
    "type-mismatch",
  ],
  ["an outcome that it does not have", "completed: route", "done: route", "unknown-outcome"],
  ["what is said at a fault", "onFault: {then", "onFault: {say: Sorry., then", "key-not-for-type"],
])("%s is refused with its place", (_, from, to, code) => {
  const message = refusal(mail.replace(from, to));
  expect(message).toMatch(new RegExp(`^customer-mail\\.yaml:\\d+:\\d+ error ${code}:`));
});

test("a processor that serves calls only cannot be called", () => {
  const call = mail.replace("inboundEmail: Customer mail", "inboundCall: Customer line").replace(/^settings.*\n/m, "");
  expect(refusal(call)).toContain("error incompatible-module:");
});
