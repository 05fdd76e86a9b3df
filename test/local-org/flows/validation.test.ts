import { errorsOf, type JobState, warningsOf } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

const TASK = "/inboundCall/tasks/task[start]";
const action = (type: string, n = 1) => `${TASK}/actions/${type}[_^_archy_${type}_${n}__]`;

interface Case {
  readonly what: string;
  readonly document: string;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
}

const queueNowhere = "{name: T, targetQueue: {lit: {name: Nowhere}}}";
const menuFlow = (choices: string, menu = "") => `inboundCall:
  name: Menus
  startUpRef: "/inboundCall/menus/menu[EG_Demo_69]"
  menus:
    - menu:
        name: EG Demo
        refId: EG_Demo_69
        audio: {tts: Press a digit.}
        ${menu}
        choices:
${choices}
`;

const CASES: readonly Case[] = [
  {
    what: "an unknown queue",
    document: inbound("Main", [`transferToAcd: ${queueNowhere}`]),
    errors: [`no matches ('targetQueue' i '${action("transferToAcd")}')`],
  },
  {
    what: "an unknown queue of a menu choice",
    document: menuFlow(`          - menuDisconnect: {name: Bye, dtmf: digit_9}
          - menuTransferToAcd: {name: T, dtmf: digit_1, targetQueue: {lit: {name: Sales}}}
          - menuTransferToAcd: {name: U, dtmf: digit_2, targetQueue: {lit: {name: Nowhere}}}`),
    errors: [
      "no matches ('targetQueue' i '/inboundCall/menus/menu[EG_Demo_69]/choices/menuTransferToAcd[_^_archy_menuTransferToAcd_3__]')",
    ],
  },
  {
    what: "an unknown target of a transfer",
    document: inbound("Main", ["transferToFlow: {name: T, targetFlow: {name: Nowhere}}"]),
    errors: [`no matches ('targetFlow' i '${action("transferToFlow")}')`],
  },
  {
    what: "a target that is not published",
    document: inbound("Main", ["transferToFlow: {name: T, targetFlow: {name: Draft}}"]),
    warnings: [`not published ('targetFlow' i '${action("transferToFlow")}')`],
  },
  {
    what: "an unknown in-queue flow",
    document: inbound("Main", [
      "transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}, overrideInQueueFlow: {name: Nowhere}}",
    ]),
    errors: [`no matches ('overrideInQueueFlow' i '${action("transferToAcd")}')`],
  },
  {
    what: "an unknown module",
    document: inbound("Main", [callOf("Nowhere", "{}")]),
    errors: [`no matches ('commonModule' i '${action("callCommonModule")}')`],
  },
  {
    what: "a module that is not published",
    document: inbound("Main", [callOf("Draft module", "{}")]),
    errors: [`not published ('commonModule' i '${action("callCommonModule")}')`],
  },
  {
    what: "a module for other flow types",
    document: inbound("Main", [callOf("Mail only", "{}")]),
    errors: [`not compatible with flow type 'inboundCall' ('commonModule' i '${action("callCommonModule")}')`],
  },
  {
    what: "inputs and outputs that the module does not have",
    document: inbound("Main", [
      callOf(
        "Greeter",
        "{inputs: {Common.nope: {lit: a}, common.CALLER: {lit: b}}, outputs: {Common.caller: {var: Flow.outcome}}}",
      ),
    ]),
    errors: [
      `no matches ('Common.nope' i '${action("callCommonModule")}/commonModule/Greeter/ver_latestPublished/inputs')`,
      `no matches ('Common.caller' i '${action("callCommonModule")}/commonModule/Greeter/ver_latestPublished/outputs')`,
    ],
  },
  {
    what: "a call without the version key",
    document: inbound("Main", [
      "callCommonModule: {name: Call, commonModule: {Greeter: {inputs: {Common.caller: {lit: a}}}}}",
    ]),
    errors: [`no matches ('inputs' i '${action("callCommonModule")}/commonModule/Greeter')`],
  },
  {
    what: "a module in a module",
    document: greeter({ name: "Outer", actions: `    - ${callOf("Greeter", "{}")}` }),
    errors: [
      "a common module flow cannot be used in another common module flow ('commonModule' i '/commonModule/startUpTaskActions/callCommonModule[_^_archy_callCommonModule_2__]')",
    ],
  },
  {
    what: "an unknown data action",
    document: inbound("Main", ["callData: {name: C, category: {CRM: {dataAction: {Nope: {inputs: {}}}}}}"]),
    errors: [`no matches ('dataAction' i '${action("callData")}/category/CRM')`],
  },
  {
    what: "an unknown integration",
    document: inbound("Main", ["callData: {name: C, category: {ERP: {dataAction: {Verify PIN: {inputs: {}}}}}}"]),
    errors: [`no matches ('category' i '${action("callData")}')`],
  },
  {
    what: "a start that is not there",
    document: inbound("Main").replace("task[start]", "task[other]"),
    errors: ["no matches ('startUpRef' i '/inboundCall')"],
  },
  {
    what: "no start at all",
    document: inbound("Main").replace(/ {2}startUpRef.*\n/, ""),
    errors: ["required property missing ('startUpRef' i '/inboundCall')"],
  },
  {
    what: "a task, a menu and a state that are not there",
    document: inbound("Main", [
      'jumpToTask: {name: J, targetTaskRef: "/inboundCall/tasks/task[x]"}',
      'jumpToMenu: {name: J, targetMenuRef: "/inboundCall/menus/menu[x]"}',
      'changeState: {name: J, targetStateRef: "/inboundCall/states/state[x]"}',
    ]),
    errors: [
      `no matches ('targetTaskRef' i '${action("jumpToTask", 1)}')`,
      `no matches ('targetMenuRef' i '${action("jumpToMenu", 2)}')`,
      `no matches ('targetStateRef' i '${action("changeState", 3)}')`,
    ],
  },
  {
    what: "a default choice that is not there",
    document: menuFlow(
      "          - menuDisconnect: {name: Bye, refId: Bye, dtmf: digit_9}",
      "defaultChildMenuRef: ./choices/menuDisconnect[Other]",
    ),
    errors: ["no matches ('defaultChildMenuRef' i '/inboundCall/menus/menu[EG_Demo_69]')"],
  },
  {
    what: "a reference that is relative and right",
    document: menuFlow(
      "          - menuDisconnect: {name: Bye, refId: Bye, dtmf: digit_9}",
      "defaultChildMenuRef: ./choices/menuDisconnect[Bye]",
    ).replace('"/inboundCall/menus', '"./menus'),
  },
  {
    what: "a null where an object belongs",
    document: inbound("Main", [], "  initialGreeting:"),
    errors: ["expected a object but got null ('initialGreeting' i '/inboundCall')"],
  },
  {
    what: "an unknown division",
    document: inbound("Main", [], "  division: Nowhere"),
    errors: ["no matches ('division' i '/inboundCall')"],
  },
  {
    what: "a name that breaks two rules",
    document: inbound("a/b-debug"),
    errors: [
      "Failed to validate flow due to invalid name.  Flow names must not contain forward slashes. ('name' i '/inboundCall')",
      "Failed to validate flow due to invalid name.  Flow names must not end with '-debug'. ('name' i '/inboundCall')",
    ],
  },
  {
    what: "a name without a letter or digit",
    document: inbound('"--"'),
    errors: [
      "Failed to validate flow due to invalid name.  Names must contain at least one alphanumeric character. ('name' i '/inboundCall')",
    ],
  },
  {
    what: "kinds of things that are not kept",
    document: `outboundCall:
  name: Campaign
  startUpRef: ./menus/menu[main]
  menus:
    - menu: {name: Main, refId: main, audio: {prompt: PromptSystem.silence}}
`,
    warnings: ["could not be verified ('prompt' i '/outboundCall/menus/menu[main]/audio')"],
  },
  {
    what: "contact lists, worktypes and knowledge bases that do not exist",
    document: `outboundCall:
  name: Campaign
  startUpRef: ./menus/menu[main]
  settingsOutboundCall: {contactList: {lit: {name: Customers}}}
  settingsKnowledge: {Handbook: {maxNumOfAnswersReturned: {lit: 3}}}
  worktype: {name: Claim}
  menus:
    - menu: {name: Main, refId: main, audio: {tts: Hello}}
`,
    errors: [
      "no matches ('contactList' i '/outboundCall/settingsOutboundCall')",
      "no matches ('settingsKnowledge' i '/outboundCall')",
      "no matches ('worktype' i '/outboundCall')",
    ],
  },
  {
    what: "a name that is looked up when the flow runs",
    document: inbound("Main", ['transferToAcd: {name: T, targetQueue: {exp: "FindQueue(\\"Nowhere\\")"}}']),
    warnings: [`no matches ('targetQueue' i '${action("transferToAcd")}')`],
  },
  {
    what: "several mistakes at once",
    document: inbound("Main", [`transferToAcd: ${queueNowhere}`, callOf("Nowhere", "{}")], "  division: Nowhere"),
    errors: [
      "no matches ('division' i '/inboundCall')",
      `no matches ('targetQueue' i '${action("transferToAcd", 1)}')`,
      `no matches ('commonModule' i '${action("callCommonModule", 2)}')`,
    ],
  },
];

describe("a publish job reports", () => {
  test.each(CASES)("$what", async ({ document, errors = [], warnings = [] }) => {
    const api = (await started({ seedText: SEED })).client;
    await api.published(greeter());
    await api.published(greeter({ name: "Mail only", flowTypes: ["inboundemail"] }));
    await api.ok("POST", "/api/v2/flows", { name: "Draft", type: "inboundcall" });
    await api.ok("POST", "/api/v2/flows", { name: "Draft module", type: "commonmodule" });
    const job: JobState = await api.publish(document);
    expect({ errors: errorsOf(job), warnings: warningsOf(job) }).toEqual({ errors, warnings });
    expect(job.status).toBe(errors.length > 0 ? "Failure" : "Success");
    for (const message of job.messages ?? []) {
      expect(message.dateTime).toMatch(/Z$/);
      expect(message.details).toEqual([
        { type: "validation", errorCode: expect.any(String), errorMessage: expect.any(String) },
      ]);
    }
  });

  test.each([
    ["text that is no YAML", "inboundCall:\n  name: [", /\(line \d+, column \d+\)$/],
    ["an unknown flow type", "inboundMessage:\n  name: A\n", /The flow type 'inboundMessage' does not exist/],
    ["two root keys", "inboundCall: {name: A}\nworkflow: {name: B}\n", /one top-level key, the flow type/],
    ["a placeholder that was not filled in", "inboundCall:\n  name: {{name}}\n", /name/],
    ["a flow without a name", "inboundCall:\n  startUpRef: a\n", /no name/],
  ])("%s, with the line", async (_what, document, message) => {
    const api = (await started()).client;
    const job = await api.publish(document);
    expect(job.status).toBe("Failure");
    expect(errorsOf(job)[0]).toMatch(message);
  });

  test("the names that the platform's text leaves out, in the details", async () => {
    const api = (await started()).client;
    const job = await api.publish(inbound("Main", [`transferToAcd: ${queueNowhere}`]));
    expect(job.messages?.[0]?.details[0]).toEqual({
      type: "validation",
      errorCode: "unknown-queue",
      errorMessage: "The organisation has no queue 'Nowhere'.",
    });
  });
});
