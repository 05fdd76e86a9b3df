import { answering, type Case, call, commonModule, inState, nobodyKnows } from "./case.ts";

const task = (
  caller: string,
  task: string,
) => `${call(caller, "variables: [{stringVariable: {name: Flow.out, initialValue: {noValue: true}}}]")}
    - task:
        name: Called
        refId: Called
        variables:
          - {stringVariable: {name: Task.in, initialValue: {lit: x}, isInput: true, isOutput: false}}
          - {stringVariable: {name: Task.out, initialValue: {noValue: true}, isInput: false, isOutput: true}}
        outputPaths: [{outputPath: {name: Found}}]
        actions: [${task}]
`;
const target = 'targetTaskRef: "/inboundCall/tasks/task[Called]"';

const calling = (more: string) =>
  call(
    `- callCommonModule: {name: C, commonModule: {Module: {ver_latestPublished: {${more}}}}}\n- disconnect: {name: D}`,
  );
const variables =
  "[{stringVariable: {name: Common.in, initialValue: {lit: none}, isInput: true, isOutput: false}}, {stringVariable: {name: Common.out, initialValue: {noValue: true}, isInput: false, isOutput: true}}]";
const copies = commonModule(
  "- updateData: {name: U, statements: [{string: {variable: Common.out, value: {exp: 'Append(\"got \", Common.in)'}}}]}\n- endTask: {name: E}\n- playAudio: {name: A, audio: {tts: never}}",
  variables,
);
const divides = commonModule(
  "- updateData: {name: U, statements: [{integer: {variable: Common.n, value: {exp: 1 / 0}}}]}",
);
const many = commonModule(
  "- loop: {name: L, loopCount: {lit: 30}, outputs: {loop: {actions: [{updateData: {name: U, statements: []}}]}}}",
);

const withOutcome = `
- callCommonModule:
    name: C
    commonModule: {Module: {ver_latestPublished: {outputs: {Common.outcome: {var: Flow.outcome}}}}}
- switch:
    name: S
    evaluate:
      firstTrue:
        default: {actions: [{playAudio: {name: A, audio: {tts: error}}}]}
        cases: [{case: {value: {exp: 'Flow.outcome == "success"'}, actions: [{playAudio: {name: B, audio: {tts: success}}}]}}]
- disconnect: {name: D}`;
const ends = (outcome: string) =>
  commonModule(
    `- updateData: {name: U, statements: [{string: {variable: Common.outcome, value: {lit: ${outcome}}}}]}\n- endTask: {name: E}`,
    "[{stringVariable: {name: Common.outcome, initialValue: {lit: error}, isInput: false, isOutput: true}}]",
  );

export const callCases: readonly Case[] = [
  {
    of: "callTask",
    name: "gives inputs, takes outputs and the path that the task ends with",
    flow: task(
      `- callTask: {name: C, ${target}, taskInputs: {Task.in: {lit: a}}, taskOutputs: {Task.out: {var: Flow.out}}, outputs: {default: {actions: []}, Found: {actions: [{disconnect: {name: D}}]}}}`,
      "{updateData: {name: U, statements: [{string: {variable: Task.out, value: {exp: 'Append(Task.in, \"b\")'}}}]}}, {endTask: {name: E, outputPath: {name: Found}}}",
    ),
    shows: { paths: ["Found"], variables: { "Flow.out": "ab" } },
  },
  {
    of: "callTask",
    name: "keeps the caller's variables of the same name",
    flow: task(
      `- updateData: {name: U, statements: [{string: {variable: Task.in, value: {lit: mine}}}]}\n- callTask: {name: C, ${target}, outputs: {default: {actions: []}}}\n- updateData: {name: V, statements: [{string: {variable: Flow.out, value: {exp: Task.in}}}]}`,
      "{updateData: {name: U, statements: [{string: {variable: Task.in, value: {lit: its}}}]}}",
    ),
    shows: { paths: ["default"], variables: { "Flow.out": "mine" } },
  },
  {
    of: "callTask",
    name: "stops the run of tasks that call each other too deep for the interpreter",
    flow: task(
      `- callTask: {name: C, ${target}, outputs: {default: {actions: []}}}`,
      `{callTask: {name: C, ${target}, outputs: {default: {actions: []}}}}`,
    ),
    shows: { ending: { ends: "stopped", why: "Calls to tasks and modules are nested more than 200 levels deep." } },
  },
  {
    of: "callModule",
    name: "gives inputs and takes outputs",
    flow: calling("inputs: {Common.in: {lit: a}}, outputs: {Common.out: {var: Flow.out}}"),
    others: { Module: copies },
    shows: { hears: [], variables: { "Flow.out": "got a" }, assumptions: [] },
  },
  {
    of: "callModule",
    name: "leaves an input without a value at its initial value",
    flow: calling("inputs: {Common.in: {noValue: true}}, outputs: {Common.out: {var: Flow.out}}"),
    others: { Module: copies },
    shows: { variables: { "Flow.out": "got none" } },
  },
  {
    of: "callModule",
    name: "takes the path of an outcome, and counts the switch on it",
    flow: call(withOutcome),
    others: { Module: ends("success") },
    shows: { paths: ["success"], hears: ["success"], actions: 6 },
  },
  {
    of: "callModule",
    name: "takes the error path without a named outcome",
    flow: call(withOutcome),
    others: { Module: ends("other") },
    shows: { paths: ["error"], hears: ["error"] },
  },
  {
    of: "end",
    name: "sets the outcome",
    flow: ends("success"),
    world: {},
    shows: { ending: { ends: "ended" }, variables: { "Common.outcome": "success" } },
  },
  {
    of: "callModule",
    name: "is answered by the world where the module is not known",
    flow: calling("outputs: {Common.out: {var: Flow.out}}"),
    answers: answering("unknown", "next", { outputs: { "Common.out": "b" } }),
    shows: {
      variables: { "Flow.out": "b" },
      asked: [{ asks: "unknown", kind: "callCommonModule", name: "Module", outputs: { "Common.out": undefined } }],
    },
  },
  {
    of: "callCommonModule",
    name: "stops the run where nothing says which module it is",
    flow: call("- callCommonModule: {name: C}"),
    answers: () => nobodyKnows,
    shows: { ending: expect.objectContaining({ ends: "stopped" }) as object },
  },
  {
    of: "updateData",
    name: "fails in a module: the caller's error handling starts",
    flow: call(
      "- callCommonModule: {name: C, commonModule: {Module: {ver_latestPublished: {}}}}",
      "settingsErrorHandling: {errorHandling: {disconnect: {none: true}}, preHandlingAudio: {tts: Sorry}}",
    ),
    others: { Module: divides },
    assume: { "module-fault": "reaches-the-caller" },
    shows: { hears: ["Sorry"], ending: { ends: "disconnected" }, assumptions: ["module-fault"] },
  },
  {
    of: "callModule",
    name: "counts its actions for the caller",
    flow: calling(""),
    others: { Module: many },
    world: { actions: 50 },
    assume: { "module-actions": "count-for-the-caller" },
    shows: {
      fault: "The flow ran 50 actions, the platform's limit.",
      assumptions: expect.arrayContaining(["module-actions"]) as unknown as string[],
    },
  },
  {
    of: "callModule",
    name: "counts its actions apart",
    flow: call(
      "- callCommonModule: {name: C, commonModule: {Module: {ver_latestPublished: {}}}}\n- callCommonModule: {name: C, commonModule: {Module: {ver_latestPublished: {}}}}\n- disconnect: {name: D}",
    ),
    others: { Module: many },
    world: { actions: 70 },
    assume: { "module-actions": "count-apart" },
    shows: { fault: undefined, ending: { ends: "disconnected" }, assumptions: ["module-actions"] },
  },
  {
    of: "callBotFlow",
    name: "is answered by the world, with the outputs that it binds",
    flow: inState(
      "inboundShortMessage",
      `
- callBotFlow:
    name: Bot
    inputText: {exp: Message.Message.body}
    intent: {var: State.intent}
    botFlow: {Helper: {ver_latestPublished: {inputs: {Slot.a: {lit: x}}, outputs: {Slot.b: {var: State.b}}}}}
- disconnect: {name: D}`,
    ),
    answers: answering("unknown", "next", { outputs: { intent: "Pay", "Slot.b": "B" } }),
    shows: {
      variables: { "State.intent": "Pay", "State.b": "B" },
      asked: [
        { asks: "unknown", kind: "callBotFlow", name: "Bot", outputs: { intent: undefined, "Slot.b": undefined } },
      ],
    },
  },
  {
    of: "getConversationData",
    name: "is answered by the world, with the attributes that it reads",
    flow: inState(
      "workflow",
      "- getConversationData: {name: G, conversationId: {lit: c}, attributes: [{attribute: {name: {lit: tag}, variable: State.tag}}], outputs: {found: {actions: []}}}\n- endWorkflow: {name: E}",
    ),
    answers: answering("unknown", "found", { outputs: { tag: "vip" } }),
    shows: { paths: ["found"], variables: { "State.tag": "vip" } },
  },
  {
    of: "callLexV2Bot",
    name: "takes the path of an intent below the alias",
    flow: call(`
- callLexV2Bot:
    name: Bot
    outputSessionVariables: [{outputSessionVariable: {name: {lit: topic}, variable: Flow.topic}}]
    lexBot: {us-east-1: {Helper: {en-us: {live: {outputs: {intents: {Order: {actions: [{disconnect: {name: D}}]}}, failure: {actions: []}}}}}}}`),
    answers: answering("unknown", "Order", { outputs: { topic: "shoes" } }),
    shows: { paths: ["Order"], variables: { "Flow.topic": "shoes" } },
  },
];
