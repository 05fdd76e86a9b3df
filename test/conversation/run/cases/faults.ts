import { answering, type Case, call, inState } from "./case.ts";

const fails = "- updateData: {name: U, statements: [{integer: {variable: Flow.n, value: {exp: 1 / 0}}}]}";
const loops =
  "- loop: {name: L, loopCount: {lit: 999999}, outputs: {loop: {actions: [{updateData: {name: U, statements: []}}]}}}";
const onFault = (then: string) => `settingsErrorHandling: {errorHandling: {${then}}, preHandlingAudio: {tts: Sorry}}`;
const to = { kind: "queue", name: "Help" };
const toTask = (actions: string, task: string) =>
  `${call(actions, onFault('task: {targetTaskRef: "/inboundCall/tasks/task[F]"}'))}    - task: {name: F, refId: F, actions: [${task}]}`;
const toMenu = `${call(fails, onFault('menu: {targetMenuRef: "/inboundCall/menus/menu[M]"}'))}  menus: [{menu: {name: M, refId: M, audio: {tts: Menu}, settingsMenu: {repeatCount: {lit: 1}}, choices: []}}]`;
const fault = expect.any(String) as unknown as string;
const limit = "The flow ran 10000 actions, the platform's limit.";

export const faultCases: readonly Case[] = [
  {
    of: "updateData",
    name: "fails: words, then a disconnect",
    flow: call(fails, onFault("disconnect: {none: true}")),
    shows: { hears: ["Sorry"], ending: { ends: "disconnected" }, fault },
  },
  {
    of: "updateData",
    name: "fails: words, then the queue",
    flow: call(fails, onFault("queue: {targetQueue: {lit: {name: Help}}}")),
    answers: answering("transfer", "transferred", { answersAfterMs: 0 }),
    shows: { hears: ["Sorry"], ending: { ends: "transferred", to, answered: true } },
  },
  {
    of: "updateData",
    name: "fails, and so does the transfer to the queue",
    flow: call(fails, onFault("queue: {targetQueue: {lit: {name: Help}}}")),
    answers: answering("transfer", "failure"),
    shows: { ending: { ends: "disconnected" } },
  },
  {
    of: "updateData",
    name: "fails: words, then a task",
    flow: toTask(fails, "{playAudio: {name: A, audio: {tts: Task}}}, {disconnect: {name: D}}"),
    shows: { hears: ["Sorry", "Task"], assumptions: [] },
  },
  { of: "updateData", name: "fails: words, then a menu", flow: toMenu, shows: { hears: ["Sorry", "Menu"] } },
  {
    of: "updateData",
    name: "fails in error handling, too: the call ends without words",
    flow: toTask(fails, "{updateData: {name: U, statements: [{integer: {variable: Flow.n, value: {exp: 1 / 0}}}]}}"),
    assume: { "fault-in-error-handling": "disconnects" },
    shows: { hears: ["Sorry"], ending: { ends: "disconnected" }, assumptions: ["fault-in-error-handling"] },
  },
  {
    of: "updateData",
    name: "fails in a flow without error handling: the call is disconnected",
    flow: call(fails),
    shows: { hears: [], ending: { ends: "disconnected" }, fault },
  },
  {
    of: "updateData",
    name: "fails in a workflow: it ends",
    flow: inState("workflow", fails, "settingsErrorHandling: {errorHandling: {endWorkflow: {none: true}}}"),
    shows: { ending: { ends: "ended" }, fault },
  },
  {
    of: "updateData",
    name: "fails in a work item flow: it ends",
    flow: inState("workitem", fails, "settingsErrorHandling: {errorHandling: {endFlow: {none: true}}}"),
    shows: { ending: { ends: "ended" }, fault },
  },
  {
    of: "loop",
    name: "runs 10,000 actions: error handling starts",
    flow: call(loops, onFault("disconnect: {none: true}")),
    shows: { fault: limit, hears: ["Sorry"], actions: 10_001 },
  },
  {
    of: "loop",
    name: "runs 1,000 more in error handling, then the call ends without words",
    flow: toTask(loops, loops.slice(2).replace(/^/, "{").concat("}")),
    shows: { fault: limit, hears: ["Sorry"], actions: 11_002, ending: { ends: "disconnected" } },
  },
  {
    of: "playAudio",
    name: "may be interrupted by a customer who hangs up",
    flow: call("- playAudio: {name: A, audio: {tts: Hello}}\n- wait: {name: W}"),
    meanwhile: ({ event }) => (event === "hears" ? { does: "hangs up" } : undefined),
    shows: { ending: { ends: "hung up" }, endsAt: 0 },
  },
  {
    of: "callData",
    name: "may be interrupted by a customer who hangs up",
    flow: call("- callData: {name: C, category: {A: {dataAction: {B: {inputs: {}}}}}}"),
    answers: () => ({ does: "hangs up" }),
    shows: { ending: { ends: "hung up" } },
  },
];
