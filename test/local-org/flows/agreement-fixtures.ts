import { inbound } from "./documents.ts";
import type { Verdict } from "./verdict.ts";

/** A document, and what the organisation makes of it. */
export interface Fixture {
  readonly what: string;
  readonly text: string;
  readonly organisation: Verdict;
  /** Code of the organisation's remark; absent where it has none. */
  readonly code?: string;
  /** Text of its message, without the place. */
  readonly says?: string;
}

const decision = (condition: string): string =>
  inbound("Main", [`decision: {name: D, condition: ${condition}, outputs: {"yes": {actions: []}}}`]);
const when = (expression: string): string => decision(JSON.stringify({ exp: expression }));
const menu = (choice: string): string => `inboundCall:
  name: Menus
  startUpRef: "/inboundCall/menus/menu[main]"
  menus:
    - menu:
        name: Main
        refId: main
        audio: {tts: Press 1.}
        choices:
          - menuDisconnect: {name: Bye, dtmf: digit_9}
          - ${choice}
`;
const tasks = (...bodies: string[]): string =>
  `inboundCall:
  name: Tasks
  startUpRef: "/inboundCall/tasks/task[t0]"
  tasks:
${bodies.map((body, n) => `    - task: {name: ${/name: /.test(body) ? "" : `T${n}, `}refId: t${n}, ${body}}`).join("\n")}
`.replaceAll("{name: refId", "{refId");
const jump = '{jumpToTask: {name: J, targetTaskRef: "/inboundCall/tasks/task[t1]"}}';
const bye = "{disconnect: {name: Bye}}";
const states = (type: string, action: string, variables = ""): string => `${type}:
  name: States
  startUpRef: "/${type}/states/state[first]"
${variables}  states:
    - state: {name: First, refId: first, actions: [${action}]}
`;
const inError = (reason: RegExp | string): string => `is in error. Reason: ${reason}`;
const noName = (name: string): string =>
  inError(`'${name}' at position 1 is not a valid function or variable reference.`);

/** Bot calls with actions below the alias, output paths of a task's own, tracking numbers, other flows' descriptions. */
const NEWER_SHAPES = `inboundCall:
  name: Shapes
  startUpRef: "/inboundCall/tasks/task[ask]"
  variables:
    - stringVariable: {name: Flow.topic, initialValue: {noValue: true}}
    - stringVariable: {name: Flow.errorType, initialValue: {noValue: true}}
  tasks:
    - task:
        name: Ask
        refId: ask
        actions:
          - callLexV2Bot:
              name: Ask the bot
              trackingId: 4
              sessionVariables: [{sessionVariable: {name: {lit: topic}, value: {exp: Flow.topic}}}]
              outputSessionVariables: [{outputSessionVariable: {name: {lit: topic}, variable: Flow.topic}}]
              lexBot:
                us-east-1:
                  Helper:
                    en-us:
                      live:
                        aliasInitialIntentName: {lit: Welcome}
                        outputs:
                          intents:
                            Order: {actions: [{callTask: {name: Call Task, targetTaskRef: "/inboundCall/tasks/task[look]", outputs: {Success: {actions: []}}}}]}
                          failure: {actions: [{playAudio: {name: Play Audio, audio: {tts: Sorry.}}}]}
                        failureOutputs: {errorType: {var: Flow.errorType}, errorMessage: {noValue: true}}
          - disconnect: {name: Bye, trackingId: 5}
    - task:
        name: Look up
        refId: look
        actions:
          - endTask: {name: End Task, outputPath: {name: Success}}
        outputPaths: [{outputPath: {name: Success}}]
  referencedObjects:
    flows:
      - flow:
          name: Other
          type: commonmodule
          variables: [{jsonVariable: {name: Common.changes, isInput: false, isOutput: false}}]
          compatibleFlowTypes: [inboundcall]
`;

export const FIXTURES: readonly Fixture[] = [
  {
    what: "a flow in which nothing is wrong",
    text: when('Call.Ani == "+1" and !IsSet(NOT_SET)'),
    organisation: "silent",
  },
  // The vendor's examples of expressions that cannot be read (SDK `allowInvalidExpressionText`).
  ...["5 < ", "3 + 4 +", '"Hello World', "Append(Call.Ani", "Append(Call.Ani,)", "Call.Ani Call.Ani", "(Call.Ani"].map(
    (text): Fixture => ({
      what: "an expression that cannot be read",
      text: when(text),
      organisation: "refuses",
      code: "invalid-expression",
    }),
  ),
  {
    what: "a function that Architect does not have",
    text: when("ToNumber(Call.Ani) == 1"),
    organisation: "refuses",
    code: "unknown-function",
    says: noName("ToNumber"),
  },
  {
    what: "an unknown function",
    text: when("Shout(Call.Ani) == 1"),
    organisation: "refuses",
    code: "unknown-function",
    says: noName("Shout"),
  },
  {
    what: "a function that only texts of users name",
    text: when('ToUpper(Call.Ani) == "A"'),
    organisation: "warns",
    code: "unknown-function",
  },
  {
    what: "a function newer than the vendor's table",
    text: when('IsJsonObject(JsonParse("{}"))'),
    organisation: "silent",
  },
  ...[
    ['Left("abc") == "a"', "'Left' at position 1 does not take 1 argument."],
    ['Length("a", "b") == 1', "'Length' at position 1 does not take 2 arguments."],
    ["GetCurrentDateTimeUtc(1) == NOT_SET", "'GetCurrentDateTimeUtc' at position 1 does not take 1 argument."],
    ['Append() == "a"', "'Append' at position 1 does not take 0 arguments."],
  ].map(
    ([text = "", says = ""]): Fixture => ({
      what: "a wrong number of arguments",
      text: when(text),
      organisation: "refuses",
      code: "wrong-arguments",
      says: inError(says),
    }),
  ),
  ...[
    'Append("a") == "a"',
    'Append("a", "b", "c") == "abc"',
    "If(IsSet(Call.Ani), true, false)",
    '(Call.Ani == "1") ? true : false',
  ].map(
    (text): Fixture => ({ what: "as many arguments as a function takes", text: when(text), organisation: "silent" }),
  ),
  ...['"yes"', "1", "1 + 2", "Length(Call.Ani)", "Append(Call.Ani, Call.Ani)", '("yes")'].map(
    (text): Fixture => ({
      what: "an expression that is no boolean as condition",
      text: when(text),
      organisation: "refuses",
      code: "wrong-shape",
      says: "expected a boolean but got another type",
    }),
  ),
  ...["true", "!IsSet(Call.Ani)", "Contains(Call.Ani, Call.Ani)", "1 < 2", "GetAt(MakeList(true), 0)", "(1 == 1)"].map(
    (text): Fixture => ({
      what: "a condition that is a boolean, or may be one",
      text: when(text),
      organisation: "silent",
    }),
  ),
  {
    what: "a variable of another type as condition",
    text: inbound(
      "Main",
      ['decision: {name: D, condition: {exp: Flow.topic}, outputs: {"yes": {actions: []}}}'],
      "  variables: [{stringVariable: {name: Flow.topic, initialValue: {noValue: true}}}]",
    ),
    organisation: "refuses",
    code: "wrong-shape",
    says: "expected a boolean but got another type",
  },
  {
    what: "a boolean variable as condition",
    text: inbound(
      "Main",
      ['decision: {name: D, condition: {exp: flow.TOPIC}, outputs: {"yes": {actions: []}}}'],
      "  variables: [{booleanVariable: {name: Flow.topic, initialValue: {noValue: true}}}]",
    ),
    organisation: "silent",
  },
  {
    what: "a binding of a variable that is not declared",
    text: inbound("Main", ["collectInput: {name: C, inputData: {var: Flow.pin}}"]),
    organisation: "refuses",
    code: "unknown-variable",
    says: "no matches",
  },
  {
    what: "a binding of what is no variable",
    text: inbound("Main", ["collectInput: {name: C, inputData: {var: pin}}"]),
    organisation: "refuses",
    code: "unknown-variable",
    says: "no matches",
  },
  {
    what: "a binding that makes a variable of the task",
    text: inbound("Main", ["collectInput: {name: C, inputData: {var: Task.pin}}"]),
    organisation: "silent",
  },
  {
    what: "two choices on one digit",
    text: menu("menuDisconnect: {name: Bye again, dtmf: digit_9}"),
    organisation: "refuses",
    code: "shared-digit",
    says: "another menu choice has the DTMF 'digit_9'",
  },
  {
    what: "a menu that leaves out audio and choices, as the vendor's recordings do",
    text: menu("menuDisconnect: {name: X}").replace(/ {8}audio:[\s\S]*$/, ""),
    organisation: "silent",
  },
  {
    what: "choices on two digits",
    text: menu("menuDisconnect: {name: Bye again, dtmf: digit_8}"),
    organisation: "silent",
  },
  ...["", "audio: {noValue: true}", 'audio: {tts: ""}', 'audio: ""'].map(
    (audio): Fixture => ({
      what: "a menu without audio",
      text: menu("menuDisconnect: {name: Bye again, dtmf: digit_8}").replace(
        "audio: {tts: Press 1.}",
        audio || "settings: {}",
      ),
      organisation: "refuses",
      code: "menu-without-audio",
      says: "required property missing",
    }),
  ),
  {
    what: "an undocumented operator",
    text: when("true && false"),
    organisation: "warns",
    code: "undocumented-operator",
  },
  {
    what: "a character of no known expression",
    text: when("Call.Ani § 1"),
    organisation: "warns",
    code: "unread-expression",
  },
  { what: "an unknown scope", text: when("Caller.Name == NOT_SET"), organisation: "warns", code: "unknown-scope" },
  {
    what: "a word alone",
    text: when("customer == NOT_SET"),
    organisation: "refuses",
    code: "unknown-word",
    says: noName("customer"),
  },
  {
    what: "a variable that nothing makes",
    text: when("Flow.customer == NOT_SET"),
    organisation: "refuses",
    code: "unknown-variable",
    says: noName("Flow.customer"),
  },
  {
    what: "a variable that an action binds",
    text: tasks(
      `actions: [{collectInput: {name: C, inputData: {var: Task.pin}}}, {decision: {name: D, condition: {exp: 'task.PIN == "1"'}}}, ${bye}]`,
    ),
    organisation: "silent",
  },
  { what: "a built-in variable", text: when("Flow.IsTest"), organisation: "silent" },
  {
    what: "a variable of another task",
    text: tasks(
      `actions: [{collectInput: {name: C, inputData: {var: Task.pin}}}, ${jump}]`,
      `actions: [{decision: {name: D, condition: {exp: 'Task.pin == "1"'}}}, ${bye}]`,
    ),
    organisation: "refuses",
    code: "unknown-variable",
  },
  {
    what: "a slot that nobody declares",
    text: states(
      "digitalBot",
      "{communicate: {name: C, communication: {exp: ToCommunication(Slot.Colour)}}}",
    ).replaceAll("state", "bot"),
    organisation: "warns",
    code: "unknown-slot",
  },
  {
    what: "speech in a digital bot",
    text: states("digitalBot", `{communicate: {name: C, communication: {exp: 'ToAudioTTS("Hello!")'}}}`).replaceAll(
      "state",
      "bot",
    ),
    organisation: "refuses",
    code: "no-text-to-speech",
    says: inError("text to speech is not supported."),
  },
  {
    what: "an unused variable",
    text: inbound("Main", [], "  variables: [{stringVariable: {name: Flow.idle, initialValue: {noValue: true}}}]"),
    organisation: "warns",
    code: "unused-variable",
    says: "The variable 'Flow.idle' is not used.",
  },
  {
    what: "a data action that is not selected",
    text: inbound("Main", ["callData: {name: Call Data Action, timeout: {lit: {minutes: 1}}}"]),
    organisation: "refuses",
    code: "no-data-action",
    says: "A data action must be selected.",
  },
  {
    what: "an input without a variable",
    text: inbound("Main", ["collectInput: {name: C, digits: {exact: 1}, inputData: {noValue: true}}"]),
    organisation: "refuses",
    code: "no-input-variable",
    says: "No value set for Input Data Name - There is no variable specified",
  },
  {
    what: "a menu's task that nothing chooses",
    text: menu(`menuTask: {name: T, task: {actions: [${bye}]}}`),
    organisation: "refuses",
    code: "unreachable-choice",
    says: "Each menu choice must have DTMF or speech recognition terms for each supported language",
  },
  {
    what: "output paths of a menu's choice",
    text: menu(
      `menuTransferToAcd: {name: T, dtmf: digit_1, targetQueue: {lit: {name: Q}}, outputs: {failure: {actions: [${bye}]}}}`,
    ),
    organisation: "refuses",
    code: "choice-with-outputs",
  },
  {
    what: "an unknown menu choice",
    text: menu("menuSing: {name: S, dtmf: digit_1}"),
    organisation: "refuses",
    code: "unknown-action",
  },
  {
    what: "two tasks of one name",
    text: tasks(`name: Same, actions: [${jump}]`, `name: Same, actions: [${bye}]`),
    organisation: "refuses",
    code: "duplicate-name",
    says: "Another task has the same name",
  },
  {
    what: "two tasks of one refId",
    text: tasks(`actions: [${jump}]`, `actions: [${bye}]`, `actions: [${bye}]`).replace("t2", "t1"),
    organisation: "refuses",
    code: "duplicate-ref-id",
  },
  {
    what: "an unknown action",
    text: inbound("Main", ["teleport: {name: T}"]),
    organisation: "refuses",
    code: "unknown-action",
  },
  {
    what: "an unknown action without a body",
    text: inbound("Main", ["teleport:"]),
    organisation: "refuses",
    code: "unknown-action",
  },
  {
    what: "an action's unknown property",
    text: inbound("Main", ["playAudio: {name: P, audio: {tts: Hi}, volume: {lit: 3}}"]),
    organisation: "refuses",
    code: "unknown-property",
    says: "no matches",
  },
  {
    what: "a text as condition",
    text: decision("Call.Ani"),
    organisation: "refuses",
    code: "wrong-shape",
    says: "expected a object but got string",
  },
  {
    what: "a literal text as condition",
    text: decision("{lit: Call.Ani}"),
    organisation: "refuses",
    code: "wrong-shape",
    says: "expected a boolean but got string",
  },
  {
    what: "a list as output path",
    text: inbound("Main", [`decision: {name: D, condition: {lit: true}, outputs: {"yes": [${bye}]}}`]),
    organisation: "refuses",
    code: "wrong-shape",
    says: "expected a object but got array",
  },
  {
    what: "an output path that the action does not have",
    text: inbound("Main", [`decision: {name: D, condition: {lit: true}, outputs: {maybe: {actions: [${bye}]}}}`]),
    organisation: "refuses",
    code: "unknown-output-path",
    says: "no matches",
  },
  {
    what: "actions on a disabled output path",
    text: inbound("Main", [
      `collectInput: {name: C, inputData: {var: Flow.outcome}, outputs: {failure: {enabled: false, actions: [${bye}]}}}`,
    ]),
    organisation: "warns",
    code: "disabled-output-path",
    says: "Unreachable because path is disabled",
  },
  {
    what: "a decision without a condition",
    text: inbound("Main", ["decision: {name: D}"]),
    organisation: "warns",
    code: "missing-property",
  },
  {
    what: "an unknown root key",
    text: inbound("Main", [], "  variabless: []"),
    organisation: "refuses",
    code: "unknown-property",
    says: "no matches",
  },
  {
    what: "states in a call flow",
    text: inbound("Main", [], "  states: []"),
    organisation: "warns",
    code: "unknown-property",
  },
  {
    what: "a wait in a queue",
    text: "inqueueCall:\n  name: Queue\n  startUpTaskActions: [{wait: {name: W, duration: {lit: {seconds: 1}}}}, {disconnect: {name: Bye}}]\n",
    organisation: "refuses",
    code: "action-not-available",
    says: "invalid action definition because 'WaitAction' cannot be used in flows of type 'inqueuecall'.",
  },
  {
    what: "a jump in a message flow",
    text:
      states("inboundShortMessage", '{jumpToTask: {name: J, targetTaskRef: "/inboundShortMessage/tasks/task[t]"}}') +
      `  tasks: [{task: {name: T, refId: t, actions: [${bye}]}}]\n`,
    organisation: "refuses",
    code: "action-not-available",
    says: "invalid action definition because 'TransferTaskAction' cannot be used in flows of type 'inboundshortmessage'.",
  },
  {
    what: "what a flow type of a module's callers does not have",
    text: "commonModule:\n  name: Module\n  settingsCommonModule: {compatibleFlowTypes: [{flowType: inqueuecall}]}\n  startUpTaskActions: [{wait: {name: W, duration: {lit: {seconds: 1}}}}, {endTask: {name: End}}]\n",
    organisation: "refuses",
    code: "action-not-available",
  },
  { what: "the shapes of newer exports", text: NEWER_SHAPES, organisation: "silent" },
  {
    what: "data that looks like an expression",
    text: inbound("Main", [
      "updateData: {name: U, statements: [{json: {variable: Flow.outcome, value: {lit: {exp: 5 <}}}}]}",
    ]),
    organisation: "silent",
  },
  {
    what: "an expression that nests deeply",
    text: when(`${"(".repeat(5000)}1${")".repeat(5000)} == 1`),
    organisation: "warns",
    code: "unread-expression",
  },
];
