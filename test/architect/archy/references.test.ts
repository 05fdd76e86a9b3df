import {
  type ArchyMap,
  type ArchyValue,
  actionOf,
  flowTypeOfApi,
  flowTypes,
  moduleCalls,
  moduleContract,
  references,
} from "@genesys-flows/architect";
import { actions } from "../../../packages/architect/archy/actions/index.ts";
import { act, call, callFlow, document } from "../documents.ts";

const named = (name: string): ArchyMap => ({ lit: { name } });

describe("references by the form of the property", () => {
  test.each<[string, ArchyValue, string[]]>([
    ["queue", act("transferToAcd", "t", { targetQueue: named("Sales") }), ["queue Sales"]],
    [
      "queue by expression",
      act("transferToAcd", "t", { targetQueue: { exp: 'FindQueue("Sales")' } }),
      ["queue Sales lookup"],
    ],
    ["queue of a callback", act("createCallback", "c", { queue: named("Sales") }), ["queue Sales"]],
    [
      "queue of voicemail",
      act("transferToVoicemail", "v", { destination: { queue: { targetQueue: named("Sales") } } }),
      ["queue Sales"],
    ],
    ["queue found at run time", act("findQueue", "f", { findName: { lit: "Sales" } }), ["queue Sales lookup"]],
    [
      "in-queue flow",
      act("transferToAcd", "t", { overrideInQueueFlow: { name: "Wait" } }),
      ["inqueueFlow Wait inqueueCall"],
    ],
    ["flow", act("transferToFlow", "t", { targetFlow: { name: "Support" } }), ["flow Support inboundCall"]],
    ["secure flow", act("transferToFlowSecure", "t", { targetFlow: { name: "Pay" } }), ["flow Pay secureCall"]],
    ["module", call("c", "PIN", {}), ["commonModule PIN commonModule"]],
    ["bot", act("callBotFlow", "c", { botFlow: { B: { ver_latestPublished: {} } } }), ["botFlow B botFlow"]],
    ["digital bot", act("callDigitalBotFlow", "c", { digitalBotFlow: { B: {} } }), ["digitalBotFlow B digitalBot"]],
    [
      "data action",
      act("callData", "c", { category: { CRM: { dataAction: { Verify: { inputs: {} } } } } }),
      ["dataAction Verify of CRM"],
    ],
    [
      "data table",
      act("dataTableLookup", "d", { dataTable: { Holidays: { foundOutputs: {} } } }),
      ["dataTable Holidays"],
    ],
    ["prompt", act("playAudio", "p", { audio: { prompt: "Prompt.Hello" } }), ["prompt Hello"]],
    [
      "system prompt",
      act("holdMusic", "h", { prompt: named("PromptSystem.on_hold_music") }),
      ["systemPrompt on_hold_music"],
    ],
    [
      "prompt in an expression",
      act("playAudio", "p", { audio: { exp: 'Append(Prompt.Hello, ToAudioTTS("Prompt.No"))' } }),
      ["prompt Hello"],
    ],
    [
      "schedule",
      act("evaluateSchedule", "e", { evaluationType: { schedule: { selectedSchedule: named("S"), name: "S" } } }),
      ["schedule S"],
    ],
    [
      "schedule group",
      act("evaluateScheduleGroup", "e", { scheduleGroup: named("G"), emergencyGroup: named("E") }),
      ["scheduleGroup G", "emergencyGroup E"],
    ],
    [
      "skill",
      act("transferToAcd", "t", { acdSkills: [{ acdSkill: named("Tax") }], languageSkill: named("Spanish") }),
      ["skill Tax", "language Spanish"],
    ],
    [
      "skill by expression",
      act("transferToAcd", "t", { acdSkills: [{ acdSkill: { exp: 'FindSkill("Tax")' } }] }),
      ["skill Tax lookup"],
    ],
    ["script", act("setScreenPop", "s", { screenPopScript: { Card: { inputs: {} } } }), ["script Card"]],
    [
      "outcome and milestone",
      [
        act("setFlowOutcome", "s", { flowOutcome: { name: "O" } }),
        act("addFlowMilestone", "a", { flowMilestone: { name: "M" } }),
      ],
      ["flowOutcome O", "flowMilestone M"],
    ],
    ["wrap-up code", act("setWrapupCode", "s", { wrapupCode: named("W") }), ["wrapupCode W"]],
    [
      "a value of a typed statement",
      act("updateData", "u", {
        statements: [
          { queue: { variable: "Flow.q", value: named("Sales") } },
          { string: { variable: "Flow.s", value: { lit: "x" } } },
        ],
      }),
      ["queue Sales"],
    ],
    ["an action of a newer platform", act("transferToSpace", "t", { targetQueue: named("Moon") }), ["queue Moon"]],
    ["nothing in a literal", act("x", "x", { lit: { targetQueue: named("No") } }), []],
    ["nothing in a lookup that is computed", act("x", "x", { a: { exp: 'FindQueue(Append("a", Flow.b))' } }), []],
  ])("%s", (_title, action, wanted) => {
    const document = callFlow(Array.isArray(action) ? action : [action]);
    const found = references(document).map((r) =>
      [r.kind, r.name, r.category && `of ${r.category}`, r.flowType, r.lookup && "lookup"].filter(Boolean).join(" "),
    );
    expect(found).toEqual(wanted);
  });

  test("settings name objects too", () => {
    const flow = document("inqueueCall", {
      settingsInQueueCall: { holdMusic: named("PromptSystem.on_hold_music") },
      settingsErrorHandling: { errorHandling: { queue: { targetQueue: named("Sales") } } },
      settingsOutboundCall: { contactList: named("List"), wrapupCode: named("Done") },
      variables: [{ queueVariable: { name: "Flow.q", initialValue: named("Support") } }],
      worktype: { name: "Case" },
      startUpTaskActions: [],
    });
    expect(references(flow).map((r) => `${r.kind} ${r.name}`)).toEqual([
      "systemPrompt on_hold_music",
      "queue Sales",
      "contactList List",
      "wrapupCode Done",
      "queue Support",
      "worktype Case",
    ]);
  });

  test("each has its place", () => {
    const [reference] = references(callFlow([act("transferToAcd", "t", { targetQueue: named("Sales") })]));
    expect(reference?.path.slice(-4)).toEqual(["transferToAcd", "targetQueue", "lit", "name"]);
    expect(reference?.location).toMatchObject({ sourceLine: "                  name: Sales", column: 25, length: 5 });
  });
});

describe("modules", () => {
  const variable = (name: string, more: ArchyMap = {}): ArchyMap => ({
    stringVariable: {
      name: `Common.${name}`,
      initialValue: { noValue: true },
      isInput: false,
      isOutput: false,
      ...more,
    },
  });
  const sets = (value: ArchyValue): ArchyValue =>
    act("updateData", "u", { statements: [{ string: { variable: "Common.outcome", value } }] });
  const module = (more: ArchyMap) =>
    document("commonModule", {
      settingsCommonModule: {
        compatibleFlowTypes: [{ flowType: "inboundcall" }, { flowType: "workflow" }, { flowType: "fax" }],
      },
      startUpTaskActions: [
        sets({ lit: "success" }),
        sets({ lit: "error" }),
        sets({ lit: "failure" }),
        sets({ exp: "Task.x" }),
      ],
      ...more,
    });
  const outcome = variable("outcome", { isOutput: true, initialValue: { lit: "error" } });

  test("contract: inputs, outputs, channels, outcomes by convention", () => {
    const integer = { integerVariable: { name: "Common.n", isInput: true, isOutput: false } };
    expect(
      moduleContract(
        module({ variables: [integer, variable("internal"), variable("id", { isOutput: true }), outcome] }),
      ),
    ).toEqual({
      name: "Test",
      inputs: { "Common.n": "integer" },
      outputs: { "Common.id": "string", "Common.outcome": "string" },
      channels: ["inboundCall", "workflow"],
      outcome: { from: "Common.outcome", outcomes: { success: ["success"], failure: ["failure"] } },
    });
  });

  test.each<[string, ArchyMap]>([
    ["no such variable", variable("status", { isOutput: true })],
    ["not an output", variable("outcome", { initialValue: { lit: "error" } })],
    ["does not start as error", variable("outcome", { isOutput: true })],
  ])("no outcome: %s", (_title, declared) => {
    expect(moduleContract(module({ variables: [declared] })).outcome).toBeUndefined();
  });

  test("an outcome in the export's options takes effect", () => {
    const declared = { from: "Common.success", outcomes: { completed: [true] } };
    expect(moduleContract(module({ variables: [outcome] }), { outcome: declared }).outcome).toBe(declared);
  });

  test("calls, with inputs and outputs", () => {
    const [found] = moduleCalls(
      callFlow([
        act("decision", "d", { outputs: { yes: { actions: [call("c", "PIN", { "Common.id": "Flow.id" })] } } }),
      ]),
    );
    expect(found).toMatchObject({
      module: "PIN",
      inputs: { "Common.n": { lit: 3 } },
      outputs: { "Common.id": { var: "Flow.id" } },
    });
    expect(found?.location.line).toBeGreaterThan(10);
  });
});

describe("tables", () => {
  test("all 162 actions exist, once", () => {
    expect(actions.size).toBe(162);
    expect([...actions.values()].filter((info) => !info.inferred)).toHaveLength(60);
  });

  test.each<[string, object]>([
    ["playAudio", { outputs: [], next: true, terminal: false, inferred: false }],
    ["callData", { outputs: ["success", "failure", "timeout"], next: false }],
    ["transferToAcd", { outputs: ["failure"], leaves: true, next: false }],
    ["transferToNumber", { outputs: ["failure"], leaves: true, inferred: true }],
    ["disconnect", { terminal: true, next: false, outputs: [] }],
    ["loop", { shape: "loop", outputs: ["loop"] }],
    ["switch", { shape: "cases", outputs: ["default"] }],
    ["jumpToTask", { jump: "targetTaskRef", terminal: true }],
    ["menuTransferToAcd", { acts: "transferToAcd", observedIn: ["inboundCall", "outboundCall"] }],
    ["callTask", { calls: true, outputs: ["default"] }],
  ])("%s", (key, wanted) => expect(actionOf(key)).toMatchObject(wanted));

  test("a menu choice has an action", () => {
    for (const info of actions.values()) if (info.acts !== undefined) expect(actionOf(info.acts)).toBeDefined();
  });

  test("no action by the name of a member of objects", () => expect(actionOf("constructor")).toBeUndefined());

  test("flow types by their API names", () => {
    for (const info of Object.values(flowTypes)) {
      expect(flowTypeOfApi(info.apiType)).toBe(info);
      expect(flowTypeOfApi(info.query)).toBe(info);
    }
    expect(flowTypes.workflow.dependencyType).toBe("WORKFLOW");
    expect(flowTypes.botFlow.dependencyType).toBe("BOTFLOW");
    expect(flowTypeOfApi("SPEECH")).toBeUndefined();
  });
});
