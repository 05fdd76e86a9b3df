import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

/** The whole text of an export: what was sent in any layout comes back in the platform's. */
const SENT = `inboundCall:
  menus:
    - menu:
        refId: main
        choices:
          - menuDisconnect: {dtmf: digit_9, name: Hang up, refId: bye}
          - menuTask: {name: Talk, dtmf: digit_1, task: {actions: [{jumpToTask: {targetTaskRef: "/inboundCall/tasks/task[t1]", name: Jump}}]}}
        name: Main
        audio: {tts: Press 1.}
        defaultChildMenuRef: ./choices/menuDisconnect[bye]
  tasks:
    - task:
        name: "Ask [now]/later"
        refId: t1
        actions:
          - callCommonModule: {name: Greet, commonModule: {greeter: {ver_latestPublished: {outputs: {Common.outcome: {var: Flow.outcome}}}}}}
          - decision: {outputs: {"no": {actions: []}, "yes": {actions: [{disconnect: {name: Bye}}]}}, name: Known, condition: {exp: Flow.known}}
          - callData: {name: Check, category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: a}}}}}}, outputs: {success: {}, failure: {actions: []}}}
  name: Main
  variables:
    - stringVariable: {name: Flow.outcome}
    - booleanVariable: {name: Flow.known, initialValue: {lit: true}, isInput: true}
  startUpRef: ./menus/menu[main]
`;

const RECEIVED = `inboundCall:
  name: Main
  division: Home
  startUpRef: /inboundCall/menus/menu[Main_10]
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
      textToSpeech:
        defaultEngine:
          defaultVoice: true
  variables:
    - stringVariable:
        name: Flow.outcome
        initialValue:
          noValue: true
        isInput: false
        isOutput: false
    - booleanVariable:
        name: Flow.known
        initialValue:
          lit: true
        isInput: true
        isOutput: false
<settings>
  menus:
    - menu:
        name: Main
        refId: Main_10
        audio:
          tts: Press 1.
        settingsMenu:
          extensionDialingMaxDelay:
            noValue: true
          listenForExtensionDialing:
            noValue: true
          menuSelectionTimeout:
            noValue: true
          repeatCount:
            noValue: true
        settingsSpeechRec:
          completeMatchTimeout:
            noValue: true
          incompleteMatchTimeout:
            noValue: true
          maxSpeechLengthTimeout:
            noValue: true
          minConfidenceLevel:
            noValue: true
        defaultChildMenuRef: ./choices/menuDisconnect[Hang up_11]
        choices:
          - menuDisconnect:
              name: Hang up
              refId: Hang up_11
              dtmf: digit_9
              globalDtmf: false
              globalSpeechRecTerms: false
          - menuTask:
              name: Talk
              dtmf: digit_1
              globalDtmf: false
              globalSpeechRecTerms: false
              task:
                actions:
                  - jumpToTask:
                      name: Jump
                      targetTaskRef: /inboundCall/tasks/task[Ask _now__later_14]
  tasks:
    - task:
        name: Ask [now]/later
        refId: Ask _now__later_14
        actions:
          - callCommonModule:
              name: Greet
              commonModule:
                Greeter:
                  ver_latestPublished:
                    inputs:
                      Common.caller:
                        noValue: true
                    outputs:
                      Common.attempts:
                        noValue: true
                      Common.outcome:
                        var: Flow.outcome
          - decision:
              name: Known
              condition:
                exp: Flow.known
              outputs:
                "yes":
                  actions:
                    - disconnect:
                        name: Bye
          - callData:
              name: Check
              timeout:
                lit:
                  minutes: 1
              category:
                CRM:
                  dataAction:
                    Verify PIN:
                      inputs:
                        pin:
                          lit: a
`;

afterEach(endAll);

describe("an export", () => {
  test("is rendered from the model, in the platform's form", async () => {
    const api = (await started({ seedText: SEED })).client;
    await api.published(greeter());
    const flow = await api.published(SENT);
    const text = await api.exported(flow.id);
    const settings = /(?:^ {2}settings\w+:\n(?: {4}.*\n)+)+/m.exec(text)?.[0] ?? "";
    expect(text.replace(settings, "<settings>\n")).toBe(RECEIVED);
    expect(settings.match(/^ {2}\w+/gm)?.map((key) => key.trim())).toEqual([
      "settingsActionDefaults",
      "settingsErrorHandling",
      "settingsMenu",
      "settingsPrompts",
      "settingsSpeechRec",
    ]);
  });

  test("published again and exported again is the same text", async () => {
    const api = (await started({ seedText: SEED })).client;
    await api.published(greeter());
    const flow = await api.published(SENT);
    const first = await api.exported(flow.id);
    await api.published(first);
    expect(await api.exported(flow.id)).toBe(first);
  });

  test("lists the inputs and outputs of the module's version that the flow holds", async () => {
    const api = (await started()).client;
    await api.published(greeter());
    const flow = await api.published(inbound("Main", [callOf()]));
    await api.published(greeter().replace("Common.attempts", "Common.tries"));
    expect(await api.exported(flow.id)).toContain("Common.attempts");
    await api.published(inbound("Main", [callOf()]));
    expect(await api.exported(flow.id)).toContain("Common.tries");
    expect(await api.exported(flow.id, "1.0")).toContain("Common.attempts");
  });

  test("of several flows is a zip; a flow can be named by type and name", async () => {
    const api = (await started()).client;
    await api.published(inbound("One"));
    await api.published(inbound("Two"));
    const job = await api.ok("POST", "/api/v2/flows/export/jobs", {
      flows: [
        { flow: { name: "one", type: "INBOUNDCALL" } },
        { flow: { name: "Two", type: "inboundcall" }, fileName: "second" },
      ],
    });
    expect(job).toMatchObject({ status: "Success", totalFlows: 2 });
    const { downloadUrl } = await api.ok("GET", `/api/v2/flows/export/jobs/${job.id}`);
    const bytes = Buffer.from(await (await fetch(downloadUrl)).arrayBuffer());
    expect(bytes.subarray(0, 4)).toEqual(Buffer.from([0x50, 0x4b, 3, 4]));
    const names = bytes.toString("latin1");
    for (const name of ["One_v1-0.yaml", "second.yaml"]) expect(names).toContain(name);
    expect((await fetch(downloadUrl.split("?")[0])).status).toBe(403);
  });

  test.each([
    [{ flow: { id: "none" } }, "Could not find flow with specified ID."],
    [{ flow: { name: "Main", type: "inboundcall", version: "9.0" } }, "Specified flow version is missing."],
    [
      { flow: { name: "Main", type: "inboundcall" }, exportType: "Architect" },
      "The export type 'Architect' is not supported.",
    ],
  ])("of %j fails with a message", async (details, text) => {
    const api = (await started()).client;
    await api.published(inbound("Main"));
    const { id } = await api.ok("POST", "/api/v2/flows/export/jobs", { flows: [details] });
    expect(await api.ok("GET", `/api/v2/flows/export/jobs/${id}?expand=messages`)).toMatchObject({
      status: "Failure",
      messages: [{ type: "Error", text }],
    });
  });
});
