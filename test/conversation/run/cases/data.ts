import { answering, type Case, call, inState, nobodyKnows } from "./case.ts";

const waitPrompt = "settingsActionDefaults: {callData: {processingPrompt: {lit: {name: Prompt.Wait}}}}";

const verify = (more = "", type?: "workflow", flow = "") => {
  const action = `
- callData:
    name: Verify
    ${more}
    category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: "1"}}, successOutputs: {id: {var: Flow.id}}, failureOutputs: {status: {var: Flow.status}}}}}}
    outputs:
      success: {actions: []}
      failure: {actions: []}
      timeout: {actions: []}`;
  return type ? inState(type, action) : call(action, flow);
};
const failed = answering("dataAction", "failure", { outputs: { status: 500 }, tookMs: 2_000 });
const asked = { asks: "dataAction", name: "CRM/Verify PIN", inputs: { pin: "1" }, timeoutMs: undefined };

const table = call(`
- dataTableLookup:
    name: L
    lookupValue: {lit: k}
    dataTable: {Routes: {foundOutputs: {Queue: {var: Flow.queue}}, failureOutputs: {errorType: {var: Flow.error}}}}
    outputs: {found: {actions: []}, notFound: {actions: []}, failure: {actions: []}}`);

const group = (names: string) =>
  call(`
- evaluateScheduleGroup:
    name: E
    inServiceSchedules: {var: Flow.active}
    evaluate: {now: true}
    ${names}
    outputs: {open: {actions: []}, closed: {actions: []}, holiday: {actions: []}, emergency: {actions: []}}`);

const schedule = (of: string) =>
  call(`
- evaluateSchedule:
    name: E
    evaluationType: ${of}
    outputs: {active: {actions: []}, inactive: {actions: []}}`);

const find = (kind: string, by = "findName") =>
  call(`
- ${kind}:
    name: F
    ${by}: {lit: Sales}
    findResult: {var: Flow.found}
    outputs: {found: {actions: []}, notFound: {actions: []}}`);

const unknown = () => nobodyKnows;

/** A look-up: what the world finds, and what it does not. */
const lookUps = (kind: string, type: string, by: "name" | "id" = "name"): Case[] => [
  {
    of: kind,
    name: `finds by its ${by}`,
    flow: find(kind, by === "name" ? "findName" : "findId"),
    answers: answering("object", "found", { outputs: { name: "SALES" } }),
    shows: {
      paths: ["found"],
      variables: { "Flow.found": "SALES" },
      asked: [{ asks: "object", type, name: "Sales", by }],
    },
  },
  {
    of: kind,
    name: `does not find by its ${by}`,
    flow: find(kind, by === "name" ? "findName" : "findId"),
    answers: answering("object", "notFound"),
    shows: { paths: ["notFound"], variables: {} },
  },
];

export const dataCases: readonly Case[] = [
  {
    of: "callData",
    name: "binds outputs; one that the answer leaves out is not set",
    flow: verify(),
    answers: answering("dataAction", "success", { outputs: { ID: "C-1" } }),
    shows: { paths: ["success"], variables: { "Flow.id": "C-1" }, asked: [{ ...asked, outputs: { id: undefined } }] },
  },
  {
    of: "callData",
    name: "fails in a call without the outputs of the failure",
    flow: verify(),
    answers: failed,
    shows: { paths: ["failure"], variables: {}, endsAt: 2 },
  },
  {
    of: "callData",
    name: "fails in a workflow with the outputs of the failure",
    flow: verify("", "workflow"),
    answers: failed,
    shows: { paths: ["failure"], variables: { "Flow.status": "500" } },
  },
  {
    of: "callData",
    name: "times out after its time",
    flow: verify("timeout: {lit: {seconds: 8}}"),
    answers: answering("dataAction", "timeout"),
    shows: { paths: ["timeout"], endsAt: 8 },
  },
  {
    of: "callData",
    name: "plays its processing prompt after a second, for three seconds at most",
    flow: verify("processingPrompt: {lit: {name: PromptSystem.processing}}"),
    answers: answering("dataAction", "success", { tookMs: 2_000 }),
    world: { prompt: () => ({ text: "One moment.", lastsMs: 5_000 }) },
    shows: { hears: ["One moment."], endsAt: 4 },
  },
  {
    of: "callData",
    name: "plays no processing prompt when it answers within a second",
    flow: verify("processingPrompt: {lit: {name: PromptSystem.processing}}"),
    answers: answering("dataAction", "success", { tookMs: 1_000 }),
    shows: { hears: [], endsAt: 1 },
  },
  {
    of: "callData",
    name: "plays the processing prompt of the flow, to its end",
    flow: verify("processingPrompt: {noValue: true}", undefined, waitPrompt),
    answers: answering("dataAction", "success", { tookMs: 2_000 }),
    world: { prompt: () => ({ lastsMs: 2_500 }) },
    assume: { "processing-prompt": "plays-to-its-end" },
    shows: { hears: ["[Wait]"], endsAt: 3.5 },
  },
  {
    of: "callData",
    name: "ends the processing prompt with the answer, where that is assumed",
    flow: verify("", undefined, waitPrompt),
    answers: answering("dataAction", "success", { tookMs: 2_000 }),
    world: { prompt: () => ({ lastsMs: 2_500 }) },
    assume: { "processing-prompt": "ends-with-the-answer" },
    shows: { hears: ["[Wait]"], endsAt: 2 },
  },
  {
    of: "callData",
    name: "stops the run where nothing answers",
    flow: verify(),
    answers: unknown,
    shows: { ending: { ends: "stopped", why: "No response is defined for the data action 'CRM/Verify PIN'." } },
  },
  {
    of: "callDataSecure",
    name: "is a data action",
    flow: verify().replace("callData", "callDataSecure"),
    answers: answering("dataAction", "timeout"),
    shows: { paths: ["timeout"] },
  },
  {
    of: "dataTableLookup",
    name: "binds the columns of a row",
    flow: table,
    answers: answering("tableRow", "found", { outputs: { Queue: "Sales" } }),
    shows: { paths: ["found"], variables: { "Flow.queue": "Sales" } },
  },
  {
    of: "dataTableLookup",
    name: "does not find a key",
    flow: table,
    answers: answering("tableRow", "notFound"),
    shows: { paths: ["notFound"], variables: {} },
  },
  {
    of: "dataTableLookup",
    name: "may fail",
    flow: table,
    answers: answering("tableRow", "failure", { outputs: { errorType: "DataTablesTableNotFoundException" } }),
    shows: { variables: { "Flow.error": "DataTablesTableNotFoundException" } },
  },
  {
    of: "evaluateScheduleGroup",
    name: "takes the state, with the active schedules",
    flow: group("scheduleGroup: {lit: {name: Office}}"),
    answers: answering("scheduleGroup", "holiday", { outputs: { inServiceSchedules: ["Christmas"] } }),
    shows: {
      paths: ["holiday"],
      variables: { "Flow.active": expect.stringContaining("Christmas") as unknown as string },
    },
  },
  {
    of: "evaluateScheduleGroup",
    name: "tests an emergency alone, as exports do",
    flow: group("scheduleGroup: {exp: ToScheduleGroup(NOT_SET)}\n    emergencyGroup: {lit: {name: Storm}}"),
    answers: answering("emergencyGroup", "active"),
    shows: { paths: ["emergency"] },
  },
  {
    of: "evaluateScheduleGroup",
    name: "is closed without an emergency where no group is set",
    flow: group("scheduleGroup: {exp: ToScheduleGroup(NOT_SET)}\n    emergencyGroup: {lit: {name: Storm}}"),
    answers: answering("emergencyGroup", "inactive"),
    shows: { paths: ["closed"] },
  },
  {
    of: "evaluateSchedule",
    name: "asks for a schedule in its zone",
    flow: schedule(
      "{schedule: {selectedSchedule: {lit: {name: Hours}}, scheduleTimeZone: {lit: America/Chicago}, evaluate: {now: true}}}",
    ),
    answers: answering("schedule", "inactive"),
    shows: {
      paths: ["inactive"],
      asked: [{ asks: "schedule", name: "Hours", at: Date.UTC(2026, 5, 3, 10), zone: "America/Chicago" }],
    },
  },
  {
    of: "evaluateSchedule",
    name: "reads the older form of exports",
    flow: schedule("{schedule: {name: Hours, evaluationTimeZone: America/Chicago, evaluate: {now: true}}}"),
    answers: answering("schedule", "active"),
    shows: { paths: ["active"] },
  },
  {
    of: "evaluateSchedule",
    name: "starts error handling for a time that is not set",
    flow: schedule(
      "{schedule: {selectedSchedule: {lit: {name: Hours}}, evaluate: {dateTime: {exp: ToDateTime(NOT_SET)}}}}",
    ),
    shows: { fault: "The date and time for evaluating the schedule is NOT_SET.", asked: [] },
  },
  {
    of: "setParticipantData",
    name: "sets attributes",
    flow: call("- setParticipantData: {name: S, attributes: [{attribute: {name: {lit: k}, value: {exp: 1 + 1}}}]}"),
    shows: { data: { k: "2" } },
  },
  {
    of: "getParticipantData",
    name: "reads attributes",
    flow: call(`
- setParticipantData: {name: S, attributes: [{attribute: {name: {lit: k}, value: {lit: v}}}]}
- getParticipantData: {name: G, attributes: [{attribute: {name: {lit: k}, variable: Flow.k}}, {attribute: {name: {lit: other}, variable: Flow.o}}]}`),
    shows: { variables: { "Flow.k": "v", "Flow.o": undefined } },
  },
  ...lookUps("findQueue", "queue"),
  ...lookUps("findQueueById", "queue", "id"),
  ...lookUps("findSkill", "skill"),
  ...lookUps("findLanguageSkill", "languageSkill"),
  ...lookUps("findUser", "user"),
  ...lookUps("findUserById", "user", "id"),
  ...lookUps("findGroup", "group"),
  ...lookUps("findSchedule", "schedule"),
  ...lookUps("findScheduleGroup", "scheduleGroup"),
  ...lookUps("findEmergencyGroup", "emergencyGroup"),
  ...lookUps("findUserPrompt", "prompt"),
  ...lookUps("findSystemPrompt", "prompt"),
  {
    of: "findQueue",
    name: "takes a name that nobody knows for that of an object",
    flow: find("findQueue"),
    answers: unknown,
    assume: { "names-exist": "exist" },
    shows: { paths: ["found"], variables: { "Flow.found": "Sales" }, assumptions: ["names-exist", "nothing-follows"] },
  },
  {
    of: "findQueue",
    name: "takes a name that nobody knows for that of no object",
    flow: find("findQueue"),
    answers: unknown,
    assume: { "names-exist": "missing" },
    shows: { paths: ["notFound"], assumptions: ["names-exist", "nothing-follows"] },
  },
];
