import { type Case, call, inState } from "./case.ts";

const branch = (condition: string) =>
  call(
    `- decision: {name: C, condition: {exp: '${condition}'}, outputs: {"yes": {actions: [{disconnect: {name: D}}]}}}`,
  );

const counted = "variables: [{integerVariable: {name: Flow.n, initialValue: {lit: 0}}}]";
const loop = (settings: string, before = "") =>
  call(
    `
${before}
- ${settings}
    currentIndex: {var: Flow.i}
    outputs:
      loop:
        actions:
          - updateData: {name: U, statements: [{integer: {variable: Flow.n, value: {exp: Flow.n + 1}}}]}
- disconnect: {name: D}`,
    counted,
  );
const times = (count: string) => loop(`loop:\n    name: L\n    loopCount: ${count}`);
const until = (condition: string, more = "") =>
  loop(`loopUntil:\n    name: L\n    untilCases: [{untilCase: {value: {exp: '${condition}'}}}]${more}`);

const toTask = (more = "") => `
inboundCall:
  name: Test
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[A]"
  variables: [{integerVariable: {name: Flow.turns, initialValue: {lit: 0}}}]
  tasks:
    - task:
        name: A
        refId: A
        variables: [{integerVariable: {name: Task.n, initialValue: {lit: 0}}}]
        actions:
          - updateData:
              name: U
              statements:
                - {integer: {variable: Task.n, value: {exp: Task.n + 1}}}
                - {integer: {variable: Flow.turns, value: {exp: Flow.turns + 1}}}
          - decision:
              name: C
              condition: {exp: Flow.turns < 2}
              outputs: {"yes": {actions: [{jumpToTask: {name: J, targetTaskRef: "/inboundCall/tasks/task[A]"${more}}}]}}
          - disconnect: {name: D}
`;

const states = `
workflow:
  name: Test
  startUpRef: "/workflow/states/state[A]"
  states:
    - state: {name: A, refId: A, actions: [{changeState: {name: J, targetStateRef: "/workflow/states/state[B]", note: x}}]}
    - state: {name: B, refId: B, actions: [{endWorkflow: {name: E, exitReason: {lit: done}}}]}
`;

export const controlCases: readonly Case[] = [
  { of: "decision", name: "takes yes", flow: branch("1 < 2"), shows: { paths: ["yes"] } },
  {
    of: "decision",
    name: "takes no",
    flow: branch("1 > 2"),
    shows: { paths: ["no"], assumptions: ["nothing-follows"] },
  },
  {
    of: "decision",
    name: "takes no for a condition that is not set",
    flow: branch("ToBool(NOT_SET)"),
    shows: { paths: ["no"] },
  },
  {
    of: "decision",
    name: "starts error handling for an expression without a value",
    flow: branch("1 / 0 == 1"),
    shows: { fault: expect.stringMatching(/division|divided/i), ending: { ends: "disconnected" } },
  },
  {
    of: "decision",
    name: "reads a variable that nothing has set",
    flow: branch("IsNotSetOrEmpty(Task.unset)"),
    assume: { "undeclared-variables": "are-not-set" },
    shows: { paths: ["yes"], assumptions: ["undeclared-variables"] },
  },
  {
    of: "decision",
    name: "fails for a variable that nothing has set",
    flow: branch("IsNotSetOrEmpty(Task.unset)"),
    assume: { "undeclared-variables": "fail" },
    shows: { fault: "The variable Task.unset does not exist." },
  },
  {
    of: "switch",
    name: "takes the first case that is true",
    flow: call(`
- switch:
    name: S
    evaluate:
      firstTrue:
        default: {actions: []}
        cases: [{case: {value: {exp: 1 > 2}, actions: []}}, {case: {value: {exp: 1 < 2}, actions: []}}, {case: {value: {exp: 1 < 3}, actions: []}}]`),
    shows: { paths: ["case-2"] },
  },
  {
    of: "switch",
    name: "compares one value with the cases, and takes the default",
    flow: call(`
- switch:
    name: S
    evaluate: {firstMatch: {string: {value: {lit: blue}, default: {actions: []}, cases: [{case: {value: {lit: red}, actions: []}}]}}}
- switch:
    name: S
    evaluate: {firstMatch: {string: {value: {lit: red}, default: {actions: []}, cases: [{case: {value: {lit: red}, actions: []}}]}}}`),
    shows: { paths: ["default", "red"] },
  },
  {
    of: "updateData",
    name: "sets variables in order",
    flow: call(
      "- updateData: {name: U, statements: [{integer: {variable: Flow.n, value: {lit: 4}}}, {string: {variable: Flow.s, value: {exp: ToString(Flow.n)}}}]}",
      counted,
    ),
    shows: { variables: { "Flow.n": "4", "Flow.s": "4" } },
  },
  {
    of: "loop",
    name: "runs its turns, counted from 0",
    flow: times("{lit: 3}"),
    shows: { variables: { "Flow.n": "3", "Flow.i": "3" } },
  },
  { of: "loop", name: "is skipped for a count below 1", flow: times("{lit: 0}"), shows: { paths: ["done"] } },
  {
    of: "loop",
    name: "ends, and begins anew for a further turn of the loop around it",
    flow: call(
      `
- loop:
    name: Outer
    loopCount: {lit: 2}
    outputs:
      loop:
        actions:
          - loop:
              name: Inner
              loopCount: {lit: 5}
              outputs:
                loop:
                  actions:
                    - updateData: {name: U, statements: [{integer: {variable: Flow.n, value: {exp: Flow.n + 1}}}]}
                    - decision: {name: C, condition: {exp: Flow.n == 2}, outputs: {"yes": {actions: [{loopExit: {name: X}}]}}}`,
      counted,
    ),
    shows: { variables: { "Flow.n": "7" } },
  },
  {
    of: "loopUntil",
    name: "ends when a case is true, and is tested before the first turn",
    flow: until("Flow.n >= 0"),
    assume: { "loop-until": "tests-before-a-turn" },
    shows: { paths: ["done"], variables: { "Flow.n": "0" }, assumptions: ["loop-until"] },
  },
  {
    of: "loopUntil",
    name: "is tested after the first turn",
    flow: until("Flow.n >= 0"),
    assume: { "loop-until": "tests-after-a-turn" },
    shows: { paths: ["each", "done"], variables: { "Flow.n": "1" }, assumptions: ["loop-until"] },
  },
  {
    of: "loopUntil",
    name: "runs at most as often as it says",
    flow: until("Flow.n > 99", "\n    maxLoopCount: {lit: 4}"),
    shows: { variables: { "Flow.n": "4" } },
  },
  {
    of: "wait",
    name: "waits, and not for a time below 0",
    flow: inState(
      "workflow",
      "- wait: {name: W, duration: {lit: {minutes: 2}}}\n- wait: {name: V, duration: {exp: 'MakeDuration(0, 0, 0, -5)'}}\n- endWorkflow: {name: E}",
    ),
    shows: { waits: [120, 0], endsAt: 120 },
  },
  {
    of: "disconnect",
    name: "ends the conversation",
    flow: call("- disconnect: {name: D}"),
    shows: { ending: { ends: "disconnected" }, actions: 1, assumptions: [] },
  },
  {
    of: "updateData",
    name: "is the last action: the call is disconnected",
    flow: call("- updateData: {name: U, statements: []}"),
    assume: { "nothing-follows": "disconnects" },
    shows: { ending: { ends: "disconnected" }, assumptions: ["nothing-follows"] },
  },
  {
    of: "returnToAgent",
    name: "leaves the flow",
    flow: call("- returnToAgent: {name: R}"),
    shows: { ending: { ends: "ended", outcome: "returned to the agent" } },
  },
  {
    of: "endTask",
    name: "ends the flow where no flow called the task",
    flow: call("- endTask: {name: E}\n- wait: {name: W}"),
    shows: { waits: [] },
  },
  {
    of: "endState",
    name: "ends the state",
    flow: inState("inboundEmail", "- endState: {name: E}\n- sendAutoReply: {name: R, messageBody: {lit: x}}"),
    shows: { reads: [], ending: { ends: "disconnected" } },
  },
  {
    of: "endWorkflow",
    name: "ends a workflow with its reason",
    flow: inState("workflow", "- endWorkflow: {name: E, exitReason: {lit: done}}"),
    shows: { ending: { ends: "ended", outcome: "done" } },
  },
  {
    of: "changeState",
    name: "enters another state",
    flow: states,
    shows: { paths: ["next"], ending: { ends: "ended", outcome: "done" }, actions: 2 },
  },
  {
    of: "jumpToTask",
    name: "enters a task again, whose variables start anew",
    flow: toTask(", note: x"),
    assume: { "task-variables": "start-anew" },
    shows: { variables: { "Task.n": "1", "Flow.turns": "2" }, assumptions: ["task-variables"] },
  },
  {
    of: "jumpToTask",
    name: "enters a task again, whose variables keep their values",
    flow: toTask(", note: x"),
    assume: { "task-variables": "keep-their-values" },
    shows: { variables: { "Task.n": "2", "Flow.turns": "2" } },
  },
  {
    of: "decision",
    name: "leads to a jump, which counts as an action",
    flow: toTask(),
    shows: { variables: { "Task.n": "1", "Flow.turns": "2" }, actions: 6 },
  },
  {
    of: "jumpToMenu",
    name: "enters a menu",
    flow: `${call('- jumpToMenu: {name: J, targetMenuRef: "/inboundCall/menus/menu[M]", note: x}')}  menus: [{menu: {name: M, refId: M, audio: {tts: Menu}, settingsMenu: {repeatCount: {lit: 1}}, choices: []}}]`,
    shows: { hears: ["Menu"] },
  },
  {
    of: "task",
    name: "runs its actions",
    flow: call("- task: {name: T, task: {actions: []}}\n- playAudio: {name: A, audio: {tts: Next}}"),
    shows: { hears: ["Next"], actions: 1 },
  },
];
