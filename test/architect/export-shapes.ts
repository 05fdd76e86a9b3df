import type { ArchyDocument, ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { act, callFlow, document, hangUp, say } from "./documents.ts";

const refTo = (type: string, task: string): ArchyMap => ({ targetTaskRef: `/${type}/tasks/task[${task}]` });
const task = (name: string, refId: string, actions: ArchyValue[], more: ArchyMap = {}): ArchyMap => ({
  task: { name, refId, ...more, actions },
});
const callTask = (name: string, refId: string, outputs: Record<string, ArchyValue[]> = {}): ArchyMap =>
  act("callTask", name, {
    ...refTo("inboundCall", refId),
    ...(Object.keys(outputs).length > 0
      ? { outputs: Object.fromEntries(Object.entries(outputs).map(([path, actions]) => [path, { actions }])) }
      : {}),
  });
const communicate = (name: string): ArchyMap => act("communicate", name, { communication: { exp: `"${name}"` } });

/** The paths of a bot call, below the bot's alias. */
const botPaths = (answer: string): ArchyMap => ({
  intents: {
    Fallback: { actions: [callTask("ask-again", answer), { loopNext: { name: "again" } }] },
    Order: { actions: [callTask("take-order", answer)] },
  },
  failure: { actions: [say("bot-failed"), hangUp("failed")] },
});

/** A call flow that calls a bot in a loop; only the bot's paths call a task. */
function botCall(action: ArchyMap): ArchyDocument {
  const loop = act("loop", "turns", {
    currentIndex: { var: "Flow.turn" },
    loopCount: { lit: 3 },
    outputs: { loop: { actions: [action, { loopExit: { name: "enough" } }] } },
  });
  return callFlow([loop, hangUp("bye")], {
    tasks: { Answer: [say("answer"), act("endTask", "answered", { outputPath: { name: "default" } })] },
  });
}

const lexV2 = act("callLexV2Bot", "ask-the-bot", {
  sessionVariables: [{ sessionVariable: { name: { lit: "topic" }, value: { exp: "Flow.topic" } } }],
  outputSessionVariables: [{ outputSessionVariable: { name: { lit: "topic" }, variable: "Flow.topic" } }],
  lexBot: {
    "eu-west-1": {
      Shop: {
        "en-us": {
          live: {
            aliasInitialIntentName: { lit: "Welcome" },
            intents: { Fallback: { none: true }, Order: { orderSlot: { noValue: true } } },
            outputs: botPaths("Answer_10"),
            failureOutputs: { errorType: { var: "Flow.errorType" }, errorMessage: { var: "Flow.errorMessage" } },
          },
        },
      },
    },
  },
});

/** The same nesting below another number of keys. */
const dialogflow = act("callDialogflowBot", "ask-the-bot", {
  integrationName: "Shop",
  agent: {
    Shop: { draft: { outputs: botPaths("Answer_10"), failureOutputs: { errorType: { var: "Flow.errorType" } } } },
  },
});

const unknown = act("callNewerBot", "ask-the-bot", {
  branches: [{ branch: { name: "Order", actions: [callTask("take-order", "Answer_10")] } }],
  onSilence: { actions: [say("silence")] },
});

const taskWithPaths = callFlow(
  [
    callTask("look-up", "LookUp_12", { default: [say("unknown-caller")], Found: [say("known-caller")] }),
    callTask("look-up-again", "LookUp_12", { default: [say("still-unknown")] }),
    hangUp("bye"),
  ],
  {
    tasks: {},
  },
);

function withTask(doc: ArchyDocument, added: ArchyMap): ArchyDocument {
  return document(doc.flowType, { ...doc.body, tasks: [...(doc.body["tasks"] as ArchyValue[]), added] });
}

const lookUp = task(
  "Look up",
  "LookUp_12",
  [
    act("callData", "check", {
      category: { CRM: { dataAction: { Check: { inputs: {}, successOutputs: {} } } } },
      outputs: { success: { actions: [act("endTask", "found", { outputPath: { name: "Found" } })] } },
    }),
    act("endTask", "not-found", { outputPath: { name: "default" } }),
  ],
  { outputPaths: [{ outputPath: { name: "Found" } }] },
);

const digitalBot = document("digitalBot", {
  startUpRef: "/digitalBot/bots/bot[Hello_10]",
  defaultLanguage: "en-us",
  settingsBotFlow: {
    intentSettings: [
      {
        intent: {
          name: "Balance",
          confirmation: { exp: 'ToCommunication("Balance, right?")' },
          task: { name: "Balance" },
        },
      },
      { intent: { name: "Nothing" } },
    ],
  },
  settingsKnowledge: {
    Help: { knowledgePathMode: { lit: "task" }, knowledgePath: refTo("digitalBot", "Knowledge_54") },
  },
  bots: [
    {
      bot: {
        name: "Hello",
        refId: "Hello_10",
        actions: [
          act("digitalMenu", "which", {
            question: { exp: '"Which?"' },
            outputs: {
              maxNoInputs: { enabled: { lit: true }, actions: [communicate("silent")] },
              paths: [{ path: { name: "One", actions: [communicate("one")] } }, { path: { name: "Two", actions: [] } }],
            },
          }),
          act("digitalMenu", "rate", {
            question: { exp: '"Rate us"' },
            outputs: { maxNoInputs: { actions: [communicate("unrated")] } },
          }),
          communicate("thanks"),
          act("exitBotFlow", "exit"),
        ],
      },
    },
  ],
  tasks: [
    task("Balance", "Balance_48", [communicate("balance")]),
    task("Knowledge", "Knowledge_54", [communicate("knowledge"), act("exitBotFlow", "known")]),
  ],
});

const newer = document("inboundCall", {
  startUpRef: "/inboundCall/tasks/task[Main_10]",
  tasks: [
    task("Main", "Main_10", [
      { playAudio: { ...(say("hello")["playAudio"] as ArchyMap), trackingId: 4 } },
      act("callTask", "look", { ...refTo("inboundCall", "LookUp_12"), trackingId: 5 }),
      act("callCommonModule", "pin", {
        trackingId: 6,
        commonModule: {
          "PIN check": { ver_latestPublished: { inputs: { "Common.trackingId": { lit: 1 } }, outputs: {} } },
        },
      }),
      act("jumpToTask", "on", { ...refTo("inboundCall", "Other_11"), trackingId: 7 }),
    ]),
    task("Other", "Other_11", [{ disconnect: { name: "bye", trackingId: 8 } }], { trackingId: 9 }),
    lookUp,
  ],
  variables: [
    {
      stringVariable: {
        name: "Flow.a",
        trackingId: 2,
        initialValue: { noValue: true },
        isInput: false,
        isOutput: false,
      },
    },
  ],
  referencedObjects: {
    flows: [
      {
        flow: {
          name: "PIN check",
          type: "commonmodule",
          defaultLanguage: "en-us",
          variables: [],
          compatibleFlowTypes: ["inboundcall"],
        },
      },
    ],
  },
});

const voicemail = document("inboundCall", {
  startUpRef: "/inboundCall/menus/menu[Main_1]",
  menus: [
    {
      menu: {
        name: "Main",
        refId: "Main_1",
        audio: { tts: "Press 1 for sales, 2 to leave a message, 9 to end." },
        choices: [
          {
            menuTransferToVoicemail: {
              name: "voicemail",
              refId: "voicemail_2",
              dtmf: "digit_2",
              globalDtmf: false,
              globalSpeechRecTerms: false,
              destination: {
                queue: {
                  targetQueue: { lit: { name: "Support" } },
                  callbackNumber: { exp: "ToPhoneNumber(Call.Ani)" },
                  calleeName: { exp: "Call.Ani" },
                  voicemailGreeting: { exp: 'ToAudioTTS("Leave a message.")' },
                },
              },
            },
          },
          {
            menuDisconnect: {
              name: "Bye",
              refId: "Bye_3",
              dtmf: "digit_9",
              globalDtmf: false,
              globalSpeechRecTerms: false,
            },
          },
        ],
      },
    },
  ],
});

/** Settings and an unknown action name tasks, one of which another task also jumps to. */
const named = callFlow(
  [act("newerAction", "ask", { onAnswer: { task: refTo("inboundCall", "Answer_10") } }), hangUp("bye")],
  {
    body: { settingsErrorHandling: { errorHandling: { task: refTo("inboundCall", "Fault_10") } } },
    tasks: { Answer: [say("answer")], Fault: [say("fault"), act("disconnect", "faulty")] },
  },
);

/** Shapes of real exports (reference/export-shapes.md), with invented names. */
export const exportShapes: Readonly<Record<string, ArchyDocument>> = {
  "a call to a Lex V2 bot": botCall(lexV2),
  "a call to a Dialogflow bot": botCall(dialogflow),
  "a call to an unknown bot": botCall(unknown),
  "a called task with output paths": withTask(taskWithPaths, lookUp),
  "a digital bot": digitalBot,
  "a newer export": newer,
  "a menu with a voicemail": voicemail,
  "tasks that properties and settings name": named,
};
