import { expectFindings } from "@genesys-flows/rules/testing";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("failure-handled");

type Action = Readonly<Record<string, object>>;

const action = (kind: string, name: string, more: object = {}): Action => ({ [kind]: { name, ...more } });
const say = (text: string) => action("playAudio", `Say ${text}`, { audio: { tts: text } });
const bye = action("disconnect", "Bye");
const end = action("endTask", "End", { outputPath: { name: "default" } });
const paths = (outputs: Record<string, readonly Action[]>) => ({
  outputs: Object.fromEntries(Object.entries(outputs).map(([path, actions]) => [path, { actions }])),
});
const data = (outputs: Record<string, readonly Action[]> = {}, successOutputs: object = {}) =>
  action("callData", "Read", {
    category: { CRM: { dataAction: { Read: { inputs: {}, successOutputs } } } },
    ...paths(outputs),
  });
const acd = (more: object = {}) =>
  action("transferToAcd", "Transfer", { targetQueue: { lit: { name: "Sales" } }, ...more });
const call = (task: string) => action("callTask", "Call", { targetTaskRef: `/inboundCall/tasks/task[${task}]` });
const jump = (task: string) => action("jumpToTask", "Jump", { targetTaskRef: `/inboundCall/tasks/task[${task}]` });
const tests = (expression: string, yes: readonly Action[]) =>
  action("decision", "Test", { condition: { exp: expression }, ...paths({ yes }) });
const reads = (variable: string) => action("playAudio", "Tell", { audio: { exp: `Append("It is ", ${variable})` } });
const result = { value: { var: "Flow.value" } };

/** An export with tasks; the first one is the start. */
const flow = (tasks: Record<string, readonly Action[]>, more: object = {}, type = "inboundCall") =>
  JSON.stringify({
    [type]: {
      name: "Claims",
      startUpRef: `/${type}/tasks/task[${Object.keys(tasks)[0]}]`,
      defaultLanguage: "en-us",
      ...more,
      tasks: Object.entries(tasks).map(([name, actions]) => ({ task: { name, refId: name, actions } })),
    },
  });
const main = (...actions: readonly Action[]) => flow({ Main: actions });

test.each<[string, string, string[]]>([
  ["a failure that falls through to an apology", main(data({ success: [say("Fine."), bye] }), say("Sorry."), bye), []],
  [
    "one that falls through to a silent end",
    main(data({ success: [say("Fine.")] }), bye),
    ['`failure` and `timeout` paths of "Read" lead to the end'],
  ],
  [
    "a timeout that falls through to an agent",
    main(
      data({ success: [say("Fine.")], failure: [say("Sorry.")] }),
      acd({ ...paths({ failure: [say("Sorry.")] }) }),
      bye,
    ),
    [],
  ],
  [
    "success and failure that fall through to a statement",
    main(data(), say("Your callback is booked."), bye),
    ['the customer hears "Say Your callback'],
  ],
  [
    "success and failure that fall through to an agent",
    main(data({}, result), acd({ ...paths({ failure: [say("Sorry.")] }) }), bye),
    [],
  ],
  [
    "success and failure that fall through to the result",
    main(data({}, result), reads("Flow.value"), bye),
    ["uses Flow.value"],
  ],
  [
    "a result that is tested",
    main(data({}, result), tests("IsSet(Flow.value)", [reads("Flow.value")]), say("Goodbye."), bye),
    [],
  ],
  [
    "a result that an expression tests",
    main(
      data({}, result),
      action("playAudio", "Tell", { audio: { exp: 'If(IsSet(Flow.value), Flow.value, "Sorry")' } }),
      bye,
    ),
    [],
  ],
  [
    "an error code that is tested",
    main(
      action("callData", "Read", {
        category: {
          CRM: { dataAction: { Read: { inputs: {}, failureOutputs: { errorCode: { var: "Flow.error" } } } } },
        },
      }),
      tests("IsSet(Flow.error)", [say("Sorry."), bye]),
      say("Booked."),
      bye,
    ),
    [],
  ],
  ["a transfer that fails silently", main(acd(), bye), ['`failure` path of "Transfer"']],
  ["a transfer with an audible failure", main(acd({ failureTransferAudio: { tts: "Nobody is free." } }), bye), []],
  [
    "a transfer with a pause for its failure",
    main(acd({ failureTransferAudio: { exp: "AudioPlaybackOptions(ToAudioBlank(100), true)" } }), bye),
    ["hears nothing"],
  ],
  ["a second transfer after the first", main(acd(), acd({ ...paths({ failure: [say("Sorry."), bye] }) }), bye), []],
  [
    "an action that fails in a called task, whose caller speaks",
    flow({ Main: [call("Look"), say("Goodbye."), bye], Look: [data({ success: [say("Fine.")] }), end] }),
    [],
  ],
  [
    "an action that fails in a called task, whose caller is silent",
    flow({ Main: [call("Look"), bye], Look: [data({ success: [say("Fine.")] }), end] }),
    ['at "Bye"'],
  ],
  [
    "a retry by a jump",
    flow({ Main: [data({ success: [say("Fine."), bye], failure: [jump("Main")], timeout: [say("Sorry.")] }), bye] }),
    ["without a limit"],
  ],
  [
    "a retry that a called task counts",
    flow({
      Main: [
        data({ success: [say("Fine."), bye], failure: [call("Count"), jump("Main")], timeout: [say("Sorry.")] }),
        bye,
      ],
      Count: [
        action("updateData", "Add", {
          statements: [{ integer: { variable: "Flow.n", value: { exp: "Flow.n + 1" } } }],
        }),
        tests("Flow.n > 3", [say("Sorry."), bye]),
        end,
      ],
    }),
    [],
  ],
  [
    "a retry in a loop",
    main(
      action("loop", "Turns", { loopCount: { lit: 3 }, ...paths({ loop: [data({ success: [say("Fine."), bye] })] }) }),
      say("Sorry."),
      bye,
    ),
    [],
  ],
  [
    "a lookup whose result has a default",
    flow(
      {
        Main: [
          action("dataTableLookup", "Look", {
            lookupValue: { exp: "Call.Ani" },
            dataTable: { Customers: { foundOutputs: { value: { var: "Flow.value" } } } },
          }),
          reads("Flow.value"),
          bye,
        ],
      },
      {
        variables: [
          { stringVariable: { name: "Flow.value", initialValue: { lit: "unknown" }, isInput: false, isOutput: false } },
        ],
      },
    ),
    [],
  ],
  ["an unknown action on the path", main(data({ success: [say("Fine."), bye] }), action("teleport", "Away"), bye), []],
])("an export: %s", (_, text, expected) => expectFindings(text, rule, expected));

test.each<[string, string, string[]]>([
  [
    "a module that hangs up silently",
    JSON.stringify({
      commonModule: {
        name: "Check",
        settingsCommonModule: { compatibleFlowTypes: [{ flowType: "inboundcall" }] },
        startUpTaskActions: [data({ failure: [bye], timeout: [bye] }), action("endTask", "Exit")],
      },
    }),
    ["`failure` and `timeout` paths"],
  ],
  [
    "a module that returns",
    JSON.stringify({
      commonModule: {
        name: "Check",
        settingsCommonModule: { compatibleFlowTypes: [{ flowType: "inboundcall" }] },
        startUpTaskActions: [data({ success: [say("Fine.")] }), action("endTask", "Exit")],
      },
    }),
    [],
  ],
  ["a workflow, which nobody hears", flow({ Main: [data(), action("endWorkflow", "End")] }, {}, "workflow"), []],
  [
    "a workflow that uses a result",
    flow(
      {
        Main: [
          data({}, result),
          action("callData", "Write", {
            category: { CRM: { dataAction: { Write: { inputs: { v: { exp: "Flow.value" } } } } } },
          }),
          action("endWorkflow", "End"),
        ],
      },
      {},
      "workflow",
    ),
    ['"Write", which uses'],
  ],
  [
    "an in-queue flow, which the queue continues",
    JSON.stringify({
      inqueueCall: { name: "Wait", defaultLanguage: "en-us", startUpTaskActions: [data({ success: [say("Fine.")] })] },
    }),
    [],
  ],
])("another type: %s", (_, text, expected) => expectFindings(text, rule, expected));
