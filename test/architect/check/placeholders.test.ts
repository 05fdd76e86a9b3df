import {
  checkFlow,
  checkFlows,
  type Diagnostic,
  lift,
  parseArchy,
  parseDefinition,
  substitute,
  toGraph,
} from "@genesys-flows/architect";

const ID = "4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f";

/** An export with placeholders, as the project and `flowctl` read it: the name of a placeholder without a value stands in for it. */
function read(text: string, values: Record<string, string> = {}, file = "sales.yaml") {
  const made = substitute(text, values, { file, standIn: (key) => key.replace(/\W+/g, "_") });
  return parseArchy(made.text, { file, filled: made.filled });
}

function codesOf(findings: readonly Diagnostic[]): string[] {
  return findings.map(({ code }) => code).sort();
}

const flow = (actions: string, more = "") => `inboundCall:
  name: Sales
${more}  startUpRef: /inboundCall/tasks/task[Main_10]
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${actions.replace(/^/gm, "          ")}
          - disconnect: {name: Bye}
`;

test("a stand-in for a default language is not a language", () => {
  const text = flow("", "  defaultLanguage: {{language}}\n  supportedLanguages: {en-us: {none: true}}\n");
  expect(codesOf(checkFlow(read(text)))).toEqual([]);
  expect(codesOf(checkFlow(read(text, { language: "de-de" })))).toEqual(["language-not-supported"]);
});

test("a stand-in for a supported language is not a language either", () => {
  const text = flow("", "  defaultLanguage: en-us\n  supportedLanguages: {{{language}}: {none: true}}\n");
  expect(codesOf(checkFlow(read(text)))).toEqual([]);
  expect(codesOf(checkFlow(read(text, { language: "de-de" })))).toEqual(["language-not-supported"]);
});

test("a stand-in is not a variable, scope, function or value of a wrong type", () => {
  const actions = [
    "- updateData:",
    "    name: Set",
    "    statements:",
    '      - integer: {variable: Flow.n, value: {lit: "{{count}}"}}',
    "      - string: {variable: Flow.s, value: {exp: 'Flow.{{name}}'}}",
    "      - string: {variable: Flow.s, value: {exp: '{{scope}}.b'}}",
    "      - string: {variable: Flow.s, value: {exp: '{{function}}(Flow.s)'}}",
  ].join("\n");
  const known = ["never-read", "undeclared-variable"];
  const found = codesOf(checkFlow(read(flow(actions)))).filter((code) => !known.includes(code));
  expect(found).toEqual([]);
  const given = { count: "many", name: "unset", scope: "Flwo", function: "Trimm" };
  expect(codesOf(checkFlow(read(flow(actions), given)))).toEqual(
    expect.arrayContaining(["never-set", "type-mismatch", "misspelt-function", "unknown-scope"]),
  );
});

test("a mistake next to a stand-in is found", () => {
  const text = flow("- decision: {name: Ask, condition: {exp: 'Append({{a}}, Flow.b == 1'}}");
  expect(codesOf(checkFlow(read(text)))).toContain("invalid-expression");
});

test("an id from the stack is not a literal id", () => {
  const text = flow(`- setParticipantData:
    name: Set
    attributes:
      - attribute: {name: {lit: id}, value: {lit: "{{id}}"}}
      - attribute: {name: {lit: own}, value: {lit: ${ID.replace("4c", "5c")}}}`);
  const found = checkFlow(read(text, { id: ID }));
  expect(found.filter(({ code }) => code === "literal-guid").map(({ message }) => message)).toEqual([
    expect.stringContaining("5c0ecd1d"),
  ]);
});

test("an id from a value of a definition is not a literal id", () => {
  const text = `inboundCall: Sales
values: {user: {type: string}}
start: note
nodes:
  note: {setParticipantData: {user: "\${user}", other: ${ID.replace("4c", "5c")}}, then: bye}
  bye: {disconnect: {}}
`;
  const definition = parseDefinition({ path: "sales.yaml", text }, { values: { user: ID } });
  const graph = toGraph(definition, { modules: () => undefined });
  const found = checkFlow(graph, { filledIn: definition.filledIn });
  expect(found.map(({ code, message }) => [code, message])).toEqual([
    ["literal-guid", expect.stringContaining("5c0ecd1d")],
  ]);
});

const moduleText = `commonModule:
  name: "{{module}}"
  variables:
    - stringVariable: {name: Common.reason, initialValue: {noValue: true}, isInput: true, isOutput: false}
  settingsCommonModule: {compatibleFlowTypes: [{flowType: inboundemail}]}
  startUpTaskActions:
    - endTask: {name: End}
`;
const callerText = flow(`- callCommonModule:
    name: Call
    commonModule:
      "{{module}}": {ver_latestPublished: {inputs: {Common.other: {lit: 1}}, outputs: {}}}`);

test("flows are not linked through a stand-in", () => {
  const documents = [
    read(moduleText, {}, "check.yaml"),
    read(callerText),
    read(callerText.replace("name: Sales", 'name: "{{a}}"'), {}, "a.yaml"),
    read(callerText.replace("name: Sales", 'name: "{{a}}"'), {}, "b.yaml"),
  ];
  const flows = documents.map((document, index) => ({ key: `flow-${index}`, document, graph: lift(document) }));
  const notLinks = ["never-read", "undocumented-action"];
  expect(codesOf(checkFlows(flows)).filter((code) => !notLinks.includes(code))).toEqual([]);
});

test("flows are linked by the name from the stack", () => {
  const documents = [read(moduleText, { module: "Check" }, "check.yaml"), read(callerText, { module: "Check" })];
  const flows = documents.map((document, index) => ({ key: `flow-${index}`, document, graph: lift(document) }));
  expect(codesOf(checkFlows(flows))).toEqual(expect.arrayContaining(["incompatible-module", "unknown-input"]));
});
