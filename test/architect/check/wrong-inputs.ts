import {
  checkFlow,
  checkFlows,
  type Diagnostic,
  DiagnosticError,
  type FlowGraph,
  type FlowNode,
  lift,
  parseArchy,
  parseDefinition,
  placeholders,
  substitute,
  toGraph,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";

/** A mistake, by the code of its finding. */
export interface WrongInput {
  readonly code: string;
  readonly title: string;
  readonly found: () => readonly Diagnostic[];
}

function caught(work: () => unknown): readonly Diagnostic[] {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
  return [];
}

const read = (code: string, title: string, text: string, maxBytes?: number): WrongInput => ({
  code,
  title,
  found: () => caught(() => parseArchy(text, { file: "sales.yaml", ...(maxBytes === undefined ? {} : { maxBytes }) })),
});

/** The findings of a lookup in a data table with one column and one row. */
function lookUp(body: string): readonly Diagnostic[] {
  const contract = { columns: { queue: "string" }, keys: ["Sales"], source: "flows/data.yaml" };
  const text = call(`- dataTableLookup: {name: Find, ${body}}`);
  return checkFlow(parseArchy(text, { file: "sales.yaml" }), { key: "sales", dataTables: () => contract });
}

const check = (code: string, title: string, text: string): WrongInput => ({
  code,
  title,
  found: () => checkFlow(parseArchy(text, { file: "sales.yaml" }), { key: "sales", contract: () => undefined }),
});

/** An inbound call flow with one task of these actions. */
const call = (actions: string, more = "") => `inboundCall:
  name: Sales
  startUpRef: /inboundCall/tasks/task[Main_10]
${more}  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${indented(actions, 10)}
`;

/** An inbound call flow that starts with a menu of these choices. */
const menuOf = (choices: string) => `inboundCall:
  name: Sales
  startUpRef: /inboundCall/menus/menu[Main_10]
  menus:
    - menu:
        name: Main
        refId: Main_10
        audio: {tts: Press 9.}
        choices:
${indented(choices, 10)}
`;

const moduleWith = (actions: string, channels = "inboundcall", name = "Check") => `commonModule:
  name: ${name}
  variables:
    - integerVariable: {name: Common.count, initialValue: {noValue: true}, isInput: true, isOutput: false}
    - stringVariable: {name: Common.result, initialValue: {noValue: true}, isInput: false, isOutput: true}
  settingsCommonModule: {compatibleFlowTypes: [{flowType: ${channels}}]}
  startUpTaskActions:
${indented(actions, 4)}
`;

function indented(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => `${" ".repeat(by)}${line}`)
    .join("\n");
}

const calling = (binding: string, name = "Check") =>
  `- callCommonModule: {name: Call, commonModule: {${name}: {ver_latestPublished: ${binding}}}}`;

/** A caller and the module that it calls, checked together. */
const together = (
  code: string,
  title: string,
  caller: string,
  called = moduleWith("- endTask: {name: End}"),
): WrongInput => ({
  code,
  title,
  found: () => {
    const flows = { "check.yaml": called, "sales.yaml": caller };
    const units = Object.entries(flows).map(([file, text]) => {
      const document = parseArchy(text, { file });
      return { key: file.replace(".yaml", ""), document, graph: lift(document) };
    });
    return checkFlows(units);
  },
});

/** A graph as a definition makes one, with nodes by id: what they do and where they lead. */
const graph = (code: string, title: string, nodes: Record<string, [string, Record<string, string>]>): WrongInput => ({
  code,
  title,
  found: () => {
    const places = Object.keys(nodes);
    const made = Object.entries(nodes).map(([id, [kind, transitions]]): [string, FlowNode] => {
      const line = places.indexOf(id) + 4;
      const location = {
        file: "sales.yaml",
        line,
        column: 3,
        length: id.length,
        sourceLine: `  ${id}: {${kind}: ...}`,
      };
      return [id, { id, kind, name: id, properties: {}, transitions, location }];
    });
    const flow: FlowGraph = {
      type: "inboundCall",
      name: "Sales",
      settings: {},
      variables: [],
      start: places[0] as string,
      nodes: new Map(made),
      containers: [],
      location: { file: "sales.yaml", line: 1, column: 1, length: 11, sourceLine: "inboundCall: Sales" },
    };
    return checkFlow(flow, { key: "sales" });
  },
});

const say = (exp: string) => `- playAudio: {name: Say, audio: {exp: '${exp}'}}`;
const set = (type: string, variable: string, value: string) =>
  `- updateData: {name: Set, statements: [{${type}: {variable: ${variable}, value: ${value}}}]}`;
const declare = (...lines: string[]) => `  variables:\n${lines.map((line) => `    - ${line}\n`).join("")}`;
const manyCases = Array.from({ length: 65 }, (_, n) => `{case: {value: {exp: Flow.n == ${n}}}}`).join(", ");

/** One row for each code that an export can have, at least; what a definition alone can have is in its own table. */
export const wrongInputs: readonly WrongInput[] = [
  read("too-large", "too large", call(""), 20),
  read("document-too-complex", "too many marks", "a: [1,1,1,1,1,1,1,1,1,1,1,1,1]", 40),
  read("not-yaml", "a colon too many", "inboundCall:\n  name: Sales: North\n"),
  read("too-deep", "too deep", `a: ${"[".repeat(2000)}`),
  read("alias-bomb", "aliases of aliases", `a: &a [${"x,".repeat(300)}]\nb: &b [${"*a,".repeat(300)}]\n`),
  read("duplicate-key", "a key twice", "inboundCall:\n  name: Sales\n  name: Service\n"),
  read("reserved-key", "__proto__", "inboundCall:\n  name: Sales\n  __proto__: {a: 1}\n"),
  read("unresolved-placeholder", "a placeholder", "inboundCall:\n  name: Sales\n  division: {{division}}\n"),
  read("not-text", "an archive", "PK\u0003\u0004\u0000\u0000inboundCall: x\n"),
  read("not-text", "another encoding", "\ufffd\ufffdi\u0000n\u0000b\u0000"),
  read("not-archy", "an empty file", ""),
  read("not-archy", "comments alone", "# to do\n"),
  read("not-archy", "a list", "- playAudio: {name: Hello}\n"),
  read(
    "unknown-flow-type",
    "a definition with a misspelt type",
    "inboundcall: Sales\nstart: a\nnodes: {a: {disconnect: {}}}\n",
  ),
  read("unknown-flow-type", "a flow type misspelt", "inboundCal:\n  name: Sales\n"),
  read("unknown-flow-type", "a flow type that has no exports", "voiceSurvey:\n  name: Sales\n"),
  read("no-flow-name", "no name", "inboundCall:\n  division: Home\n"),
  {
    code: "missing-substitution",
    title: "a substitution without a value",
    found: () => {
      const text = "inboundCall:\n  name: {{name}}\n";
      expect(placeholders(text)).toHaveLength(1);
      return caught(() => substitute(text, {}, { file: "sales.yaml" }));
    },
  },
  {
    code: "no-outcome",
    title: "a module without outcomes",
    found: () => {
      const text =
        "inboundCall: Sales\nstart: a\nnodes:\n  a: {callModule: check, on: {completed: bye}}\n  bye: {disconnect: {}}\n";
      const definition = parseDefinition({ path: "sales.yaml", text }, { values: {} });
      const contract = { name: "Check", inputs: {}, outputs: {}, channels: [] };
      return caught(() => toGraph(definition, { modules: () => contract }));
    },
  },
  check("missing-start", "no start", "inboundCall:\n  name: Sales\n  tasks: []\n"),
  check("dangling-reference", "a misspelt start", call(say('"Hello"')).replace("[Main_10]", "[Mian_10]")),
  check("external-ref", "another file", call("- ref: audio.yaml#/actions/playAudio[hello]")),
  check("not-an-action", "an action without properties", call("- playAudio")),
  check("unreachable-node", "an action after the end", call(`- disconnect: {name: Bye}\n${say('"Never"')}`)),
  graph("dangling-transition", "a transition to a node that does not exist", {
    greet: ["playAudio", { next: "qeue" }],
  }),
  graph("infinite-loop", "an infinite loop", {
    ask: ["playAudio", { next: "again" }],
    again: ["playAudio", { next: "ask" }],
  }),
  graph("loop-without-exit", "a cycle after a decision", {
    ask: ["decision", { yes: "bye", no: "sorry" }],
    bye: ["disconnect", {}],
    sorry: ["playAudio", { next: "again" }],
    again: ["playAudio", { next: "sorry" }],
  }),
  graph("unreachable-node", "an unreachable node", { bye: ["disconnect", {}], never: ["playAudio", {}] }),
  check(
    "infinite-loop",
    "a jump back to the start",
    call(`${say('"Again"')}\n- jumpToTask: {name: Back, targetTaskRef: "/inboundCall/tasks/task[Main_10]"}`),
  ),
  check(
    "duplicate-ref-id",
    "two tasks with one refId",
    call("- disconnect: {name: Bye}").concat("    - task: {name: Other, refId: Main_10, actions: []}\n"),
  ),
  check(
    "duplicate-part-name",
    "two tasks with one name",
    call("- disconnect: {name: Bye}").concat("    - task: {name: main, refId: Other_11, actions: []}\n"),
  ),
  check("invalid-flow-name", "a slash", call(say('"Hello"')).replace("name: Sales", "name: Sales/Service")),
  check("invalid-flow-name", "the name of a debug version", call(say('"Hello"')).replace("Sales", "Sales-debug")),
  check("invalid-flow-name", "no letter", call(say('"Hello"')).replace("Sales", '"--- ---"')),
  check("invalid-flow-name", "too long", call(say('"Hello"')).replace("Sales", "S".repeat(201))),
  check("too-many-cases", "65 cases", call(`- switch: {name: Choose, evaluate: {firstTrue: {cases: [${manyCases}]}}}`)),
  check(
    "action-not-in-channel",
    "an auto reply in a call",
    call("- sendAutoReply: {name: Reply, messageBody: {lit: Thanks}}"),
  ),
  check(
    "action-not-in-module-channels",
    "an auto reply in a module for calls",
    moduleWith("- sendAutoReply: {name: Reply, messageBody: {lit: Thanks}}"),
  ),
  check(
    "action-not-in-module-channels",
    "digits in a module for calls and e-mails",
    moduleWith("- collectInput: {name: Ask, inputData: {var: Common.result}}").replace(
      "[{flowType: inboundcall}]",
      "[{flowType: inboundcall}, {flowType: inboundemail}]",
    ),
  ),
  ...["inboundshortmessage", "inboundchat"].map((channel) =>
    check(
      "action-not-in-module-channels",
      `speech in a module for calls and ${channel}`,
      moduleWith("- playAudio: {name: Say, audio: {tts: Hello}}").replace(
        "[{flowType: inboundcall}]",
        `[{flowType: inboundcall}, {flowType: ${channel}}]`,
      ),
    ),
  ),
  check(
    "undocumented-action",
    "speech in a module for calls and workflows",
    moduleWith("- playAudio: {name: Say, audio: {tts: Hello}}").replace(
      "[{flowType: inboundcall}]",
      "[{flowType: inboundcall}, {flowType: workflow}]",
    ),
  ),
  check("undocumented-action", "an action that no known export has there", call("- setLanguage: {name: Speak}")),
  check("unknown-export-action", "an action of a newer platform", call("- teleport: {name: Away}")),
  check(
    "language-without-voice",
    "no voice",
    call(
      "- playAudio: {name: Say, audio: {tts: Hello}}",
      "  supportedLanguages:\n    en-us: {defaultLanguageSkill: {noValue: true}}\n",
    ),
  ),
  check(
    "language-not-supported",
    "another default language",
    call(say('"Hello"'), "  defaultLanguage: en-us\n  supportedLanguages:\n    de-de: {none: true}\n"),
  ),
  check("literal-guid", "an id in an expression", call(say('FindUserById("4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f")'))),
  check(
    "literal-guid",
    "an id as a literal",
    call(set("string", "Flow.id", "{lit: 4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f}")),
  ),
  check(
    "placeholder-name",
    "a queue in angle brackets",
    call("- transferToAcd: {name: A, targetQueue: {lit: {name: <targetQueueName>}}}"),
  ),
  {
    code: "placeholder-name",
    title: "the same in a definition",
    found: () => {
      const text =
        "inboundCall: Sales\nstart: a\nnodes:\n  a: {transferToAcd: <targetQueueName>, on: {failure: b}}\n  b: {disconnect: {}}\n";
      const definition = parseDefinition({ path: "sales.yaml", text }, { values: {} });
      return checkFlow(toGraph(definition, { modules: () => undefined }), { key: "sales" });
    },
  },
  check("secret-literal", "the value of a key", call(set("string", "Flow.apiKey", "{lit: k3yOfTheKingdom42}"))),
  check("secret-literal", "a token in an expression", call(say('Append("Bearer abcdefghijklmnopqrstuvwxyz", Flow.x)'))),
  check("invalid-expression", "a single equals sign", call(say('Flow.a = "1"'))),
  check("invalid-expression", "an open bracket", call(say('Append("Hello ", Flow.name'))),
  check("empty-expression", "no expression", call(say(""))),
  check("undocumented-expression", "symbols for and", call(say("Flow.a && Flow.b"))),
  check("undocumented-expression", "a character that no known export has", call(say("Flow.a # 2"))),
  check("misspelt-action", "two letters swapped", call("- playAduio: {name: Hello, audio: {tts: Hello}}")),
  check(
    "unknown-output-path",
    "a path misspelt",
    call(
      `- callData: {name: Ask, category: {CRM: {}}, outputs: {successful: {actions: [${"disconnect: {name: Bye}"}]}}}`,
    ),
  ),
  check(
    "unknown-output-path",
    "a path of an action without any",
    call("- playAudio: {name: A, audio: {tts: A}, outputs: {done: {}}}"),
  ),
  check(
    "unknown-output-path",
    "a path that the called task does not have",
    call(
      '- callTask: {name: A, targetTaskRef: "/inboundCall/tasks/task[Find_11]", outputs: {default: {}, Fund: {}, Found: {}, None: {}}}',
    ).concat(`    - task:
        name: Find
        refId: Find_11
        outputPaths: [{outputPath: {name: Found}}]
        actions:
          - endTask: {name: No, outputPath: {name: None}}
`),
  ),
  check("unknown-root-key", "a key misspelt", call(say('"Hello"'), "  variabless: []\n")),
  check("unknown-root-key", "a key of another type", call(say('"Hello"'), "  states: []\n")),
  check("unknown-property", "a property misspelt", call("- playAudio: {name: A, audio: {tts: A}, auido: {tts: B}}")),
  check(
    "unknown-property",
    "a property within a property",
    call("- transferToVoicemail: {name: A, destination: {queue: {targetQeue: {lit: {name: Support}}}}}"),
  ),
  check("unknown-property", "a wrapper misspelt", call("- playAudio: {name: A, audio: {epx: Flow.a}}")),
  check(
    "undocumented-property",
    "an action of which the SDK alone is known",
    call("- setPriority: {name: A, quux: {lit: 1}}"),
  ),
  check(
    "unknown-word",
    "a value of no list",
    call("- collectInput: {name: A, inputData: {var: Flow.a}, digits: {exact: 1}, verificationType: digits}"),
  ),
  check("unknown-word", "a value of no list, in a menu's choice", menuOf("- menuDisconnect: {name: A, dtmf: digit9}")),
  check(
    "unknown-word",
    "a setting",
    call(say('"Hello"'), "  settingsPrompts: {promptMediaToValidate: [{mediaType: video}]}\n"),
  ),
  check("type-mismatch", "a text as a number of turns", call("- loop: {name: A, loopCount: {lit: three}}")),
  check("type-mismatch", "a text for a queue", call("- transferToAcd: {name: A, targetQueue: {exp: 'ToString(1)'}}")),
  check(
    "type-mismatch",
    "digits into an integer",
    call(
      "- collectInput: {name: A, inputData: {var: Flow.a}, digits: {exact: 1}}",
      "  variables: [{integerVariable: {name: Flow.a, initialValue: {noValue: true}}}]\n",
    ),
  ),
  check(
    "property-form",
    "a queue without its wrapper",
    call("- transferToVoicemail: {name: A, destination: {queue: Support}}"),
  ),
  check("property-form", "a text without its wrapper", call("- playAudio: {name: A, audio: Hello}")),
  check("property-form", "a mapping for a list", call("- updateData: {name: A, statements: {string: {}}}")),
  check("missing-property", "nothing to play", call("- playAudio: {name: A}")),
  check("type-mismatch", "a text as a condition", call('- decision: {name: A, condition: {lit: "Flow.a == 1"}}')),
  check("type-mismatch", "a bare text as a condition", call('- decision: {name: A, condition: "Flow.a == 1"}')),
  check("type-mismatch", "a number as a condition", call("- decision: {name: A, condition: {exp: Count(Flow.a)}}")),
  check(
    "type-mismatch",
    "a text as the condition of a case",
    call("- switch: {name: A, evaluate: {firstTrue: {cases: [{case: {value: {lit: vip}, actions: []}}]}}}"),
  ),
  check(
    "undeclared-variable",
    "a variable misspelt where it is set",
    call(set("string", "Flow.nmae", "{lit: x}"), declare("stringVariable: {name: Flow.name, initialValue: {lit: a}}")),
  ),
  {
    code: "data-action-contract",
    title: "an input that the data action does not have",
    found: () => {
      const contract = { inputs: { pin: "string" }, outputs: {}, source: "local/organisation.yaml" };
      const text = call("- callData: {name: Ask, category: {CRM: {dataAction: {Verify: {inputs: {pinn: {lit: x}}}}}}}");
      return checkFlow(parseArchy(text, { file: "sales.yaml" }), { key: "sales", dataActions: () => contract });
    },
  },
  {
    code: "missing-data-action-input",
    title: "a call without an input that the data action requires",
    found: () => {
      const contract = { inputs: { pin: "string" }, outputs: {}, required: ["pin"], source: "flows/data.yaml" };
      const text = call(
        "- callData: {name: Ask, category: {CRM: {dataAction: {Verify: {inputs: {pin: {noValue: true}}}}}}}",
      );
      return checkFlow(parseArchy(text, { file: "sales.yaml" }), { key: "sales", dataActions: () => contract });
    },
  },
  {
    code: "data-table-contract",
    title: "a column that the data table does not have",
    found: () => lookUp("dataTable: {Routing: {foundOutputs: {quueue: {var: Flow.queue}}}}"),
  },
  {
    code: "unknown-table-key",
    title: "a key that no row of the data table has",
    found: () => lookUp("lookupValue: {lit: Salse}, dataTable: {Routing: {foundOutputs: {}}}"),
  },
  check("misspelt-function", "two letters swapped", call(say("Appned(Flow.a)"))),
  check("wrong-arguments", "an If without its last part", call(say("If(Flow.a, 1)"))),
  check("wrong-arguments", "a text without its length", call(say("Left(Flow.a)"))),
  check("wrong-argument-type", "a text as a length", call(say('Left(Flow.a, "2")'))),
  check("wrong-argument-type", "a flag in a sum", call(say("ToString(1 - true)"))),
  check("wrong-argument-type", "NOT_SET where it is refused", call(say("Length(NOT_SET)"))),
  check("misspelt-variable", "a letter twice", call(say("Call.Anni"))),
  check("unknown-built-in", "a variable of a newer platform", call(say("Call.Weather"))),
  check("never-equal", "a number that equals a word", call(say('ToString(Call.PositionInQueue == "first")'))),
  check(
    "wrong-argument-type",
    "a text that an action sets, and nothing declares",
    call(`${set("string", "Task.word", "{lit: x}")}\n${say("Left(Flow.a, Task.word)")}`),
  ),
  check("number-out-of-range", "16 digits", call(say("ToString(1234567890123456)"))),
  check(
    "never-equal",
    "a text that is another one, too",
    call('- decision: {name: A, condition: {exp: Flow.a == "x" and Flow.a == "y"}}'),
  ),
  check(
    "never-equal",
    "a month that does not exist",
    call("- decision: {name: A, condition: {exp: Month(Flow.a) == 13}}"),
  ),
  check(
    "number-out-of-range",
    "17 digits in a declaration",
    call(say("ToString(Flow.n)"), declare("integerVariable: {name: Flow.n, initialValue: {lit: 12345678901234567}}")),
  ),
  check("misspelt-variable", "a property with two letters swapped", call(say("ToPhoneNumber(Flow.a).e146"))),
  check("wrong-argument-type", "a property of a text", call(say("Call.Ani.length"))),
  check(
    "other-task-variable",
    "a variable that another task sets",
    call(
      '- collectInput: {name: Ask, inputData: {var: Task.pin}, digits: {exact: 4}}\n- jumpToTask: {name: On, targetTaskRef: "/inboundCall/tasks/task[Other_11]"}',
    ).concat(
      `    - task:\n        name: Other\n        refId: Other_11\n        actions:\n          ${say("Task.pin")}\n`,
    ),
  ),
  check(
    "type-mismatch",
    "a word for a number in a declaration",
    call(say("ToString(Flow.n)"), declare("integerVariable: {name: Flow.n, initialValue: {lit: three}}")),
  ),
  check(
    "type-mismatch",
    "digits into a number",
    call(
      "- collectInput: {name: Ask, inputData: {var: Flow.n}, digits: {exact: 4}}",
      declare("integerVariable: {name: Flow.n, initialValue: {lit: 1}}"),
    ),
  ),
  check(
    "type-mismatch",
    "a text as a priority",
    call("- transferToAcd: {name: A, targetQueue: {lit: {name: Sales}}, priority: {exp: Call.Ani}}"),
  ),
  check("scope-of-other-channel", "a variable of in-queue flows", call(say("ToString(Call.EstimatedWaitTime)"))),
  check("unknown-function", "a function of a newer platform", call(say("Rot13(Flow.a)"))),
  check("wrong-scope", "a flow's variable in a module", moduleWith(say("Flow.customerId"))),
  check("wrong-scope", "a module's variable in a flow", call(say("ToString(Common.count)"))),
  check("wrong-scope", "a slot in a call", call(set("string", "Slot.city", "{lit: Rome}"))),
  check(
    "scope-of-other-channel",
    "a caller's number in an e-mail",
    "inboundEmail:\n  name: Mail\n  startUpRef: ./states/state[a]\n  states:\n    - state:\n        name: A\n        refId: a\n        actions:\n          - decision: {name: Who, condition: {exp: IsSet(Call.Ani)}}\n",
  ),
  check(
    "invalid-expression",
    "an expression that a comment cuts",
    call('- playAudio:\n    name: A\n    audio:\n      exp: Append("no #", Call.Ani)'),
  ),
  check(
    "invalid-expression",
    "an expression with a comment after its quotes",
    call("- playAudio:\n    name: A\n    audio:\n      exp: 'Append(Call.Ani' # the number"),
  ),
  check("undocumented-expression", "quotes of a text processor", call(say("Append(\u201cno\u201d, Call.Ani)"))),
  check("invalid-expression", "or in a branch", call(say("Flow.a ? Flow.b or Flow.c : Flow.d"))),
  check(
    "scope-of-other-channel",
    "a caller's number in a module for e-mails",
    moduleWith(
      "- setParticipantData: {name: A, attributes: [{attribute: {name: {lit: x}, value: {exp: Call.Ani}}}]}",
      "inboundemail",
    ),
  ),
  check(
    "scope-of-other-channel",
    "a variable of in-queue flows in a module for inbound calls",
    moduleWith(
      "- setParticipantData: {name: A, attributes: [{attribute: {name: {lit: x}, value: {exp: ToString(Call.PositionInQueue)}}}]}",
    ),
  ),
  check("text-like-expression", "a variable of the platform", call(set("string", "Flow.caller", "{lit: Call.Ani}"))),
  check(
    "text-like-expression",
    "a call to a function",
    call(set("string", "Flow.caller", "{lit: 'Left(Call.Ani, 2)'}")),
  ),
  check("unknown-scope", "a word without a scope", call(say("customerId"))),
  check("unknown-scope", "the null of other languages", call(say("If(Flow.a == null, Flow.b, Flow.c)"))),
  check("unknown-scope", "a scope misspelt", call(say("Flwo.customerId"))),
  check("never-set", "a variable misspelt", call(say("Flow.custmerName"))),
  check(
    "never-read",
    "a variable that nothing reads",
    call(
      set("string", "Flow.note", "{lit: x}"),
      declare("stringVariable: {name: Flow.note, initialValue: {noValue: true}}"),
    ),
  ),
  check(
    "duplicate-variable",
    "declared twice",
    call(
      say("Flow.id"),
      declare(
        "stringVariable: {name: Flow.id, initialValue: {lit: a}}",
        "integerVariable: {name: Flow.Id, initialValue: {lit: 1}}",
      ),
    ),
  ),
  check(
    "invalid-variable-name",
    "a hyphen",
    call(say('"Hello"'), declare("stringVariable: {name: Flow.customer-id, initialValue: {lit: a}}")),
  ),
  check(
    "type-mismatch",
    "a number that is set as a text",
    call(set("string", "Flow.n", "{lit: a}"), declare("integerVariable: {name: Flow.n, initialValue: {lit: 1}}")),
  ),
  check("type-mismatch", "a text for a number", call(set("integer", "Flow.n", "{lit: three}"))),
  check("type-mismatch", "an expression of another type", call(set("integer", "Flow.n", "{exp: ToString(1)}"))),
  together("type-mismatch", "an input of another type", call(calling("{inputs: {Common.count: {lit: three}}}"))),
  together(
    "type-mismatch",
    "an output into a variable of another type",
    call(
      calling("{outputs: {Common.result: {var: Flow.n}}}"),
      declare("integerVariable: {name: Flow.n, initialValue: {lit: 1}}"),
    ),
  ),
  together(
    "never-equal",
    "an output that is an integer, compared with a word",
    call(`${calling("{outputs: {Common.count: {var: Task.tries}}}")}\n${say('If(Task.tries == "many", 1, 2)')}`),
    moduleWith("- endTask: {name: End}").replace("isInput: true, isOutput: false", "isInput: true, isOutput: true"),
  ),
  together("unknown-input", "an input misspelt", call(calling("{inputs: {Common.cuont: {lit: 3}}}"))),
  together("unknown-output", "an output misspelt", call(calling("{outputs: {Common.reslut: {var: Flow.n}}}"))),
  together(
    "incompatible-module",
    "a module for e-mail",
    call(calling("{inputs: {}}")),
    moduleWith("- endTask: {name: End}", "inboundemail"),
  ),
  check("module-in-module", "a module that calls a module", moduleWith(calling("{inputs: {}}", "Other"))),
  together(
    "module-cycle",
    "two modules that call each other",
    moduleWith(calling("{inputs: {}}"), "inboundcall", "Other"),
    moduleWith(calling("{inputs: {}}", "Other")),
  ),
  {
    code: "no-definition-form",
    title: "an export of a flow with two bots, which a definition cannot express",
    found: () =>
      caught(() =>
        toDefinition(
          lift(
            parseArchy(
              "botFlow:\n  name: Help\n  startUpRef: /botFlow/bots/bot[Main_10]\n  bots:\n    - bot:\n        name: Main\n        refId: Main_10\n        actions:\n          - exitBotFlow:\n              name: Exit\n    - bot:\n        name: Other\n        refId: Other_11\n        actions: []\n",
              { file: "help.yaml" },
            ),
          ),
        ),
      ),
  },
  together(
    "duplicate-name",
    "two flows with one name",
    call(say('"A"')).replace("Sales", "check"),
    call(say('"B"')).replace("Sales", "Check"),
  ),
];
