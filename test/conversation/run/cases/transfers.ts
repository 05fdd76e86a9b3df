import { answering, type Case, call, inState, menu, nothing, presses } from "./case.ts";

const outputs = `preTransferAudio: {tts: One moment}, failureTransferAudio: {tts: Sorry}, failureOutputs: {errorType: {var: Flow.error}, errorMessage: {var: Flow.message}}`;

/** A transfer that succeeds, and one that fails. */
function transfer(of: string, properties: string, to: object): Case[] {
  const flow = call(
    `- ${of}: {name: T, ${properties}, ${outputs}, outputs: {failure: {actions: [{disconnect: {name: F}}]}}}`,
  );
  const question = [{ asks: "transfer", to }];
  const failed = answering("transfer", "failure", { outputs: { errorMessage: "Busy" } });
  return [
    {
      of,
      name: "leaves the flow",
      flow,
      shows: {
        hears: ["One moment"],
        ending: expect.objectContaining({ ends: "transferred", to }) as object,
        asked: question,
      },
    },
    {
      of,
      name: "may fail",
      flow,
      answers: failed,
      shows: {
        hears: ["One moment", "Sorry"],
        paths: ["failure"],
        variables: { "Flow.error": "TransferFailed", "Flow.message": "Busy" },
        ending: { ends: "disconnected" },
      },
    },
  ];
}

/** The same as a choice of a menu, which has no failure path. */
function choice(of: string, properties: string, to: object): Case[] {
  const flow = menu(`- ${of}: {name: T, dtmf: digit_1, ${properties}}`, "settingsMenu: {repeatCount: {lit: 1}}");
  return [
    {
      of,
      name: "leaves the flow",
      flow,
      acts: [presses("1")],
      shows: { ending: expect.objectContaining({ ends: "transferred", to }) as object, actions: 2 },
    },
    {
      of,
      name: "repeats the menu when it fails",
      flow,
      acts: [presses("1")],
      answers: answering("transfer", "failure"),
      shows: { hears: ["Menu", "Menu"], ending: { ends: "disconnected" } },
    },
  ];
}

const both = (action: string, properties: string, to: object): Case[] => [
  ...transfer(action, properties, to),
  ...choice(`menu${action[0]?.toUpperCase()}${action.slice(1)}`, properties, to),
];

const dial = (more = "") =>
  call(
    `- dialByExtension: {name: T, ${more}outputs: {failure: {actions: []}, timeout: {actions: [{disconnect: {name: D}}]}}}`,
  );

const waiting = {
  Wait: `
inqueueCall:
  name: Wait
  startUpTaskVariables: [{integerVariable: {name: Task.n, initialValue: {lit: 0}}}]
  startUpTaskActions:
    - playAudio: {name: A, audio: {exp: 'ToAudioTTS(Append("turn ", ToString(Task.n)))'}}
    - updateData: {name: U, statements: [{integer: {variable: Task.n, value: {exp: Task.n + 1}}}]}
    - holdMusic: {name: H, playStyle: {duration: {lit: {seconds: 20}}}}`,
};
const toWait = call("- transferToAcd: {name: T, targetQueue: {lit: {name: Q}}, overrideInQueueFlow: {name: Wait}}");
const after = (seconds: number) => answering("transfer", "transferred", { answersAfterMs: seconds * 1000 });
const to = expect.anything();

const inMail = (periodic: string) => ({
  Wait: `
inqueueEmail:
  name: Wait
  settingsErrorHandling: {errorHandling: {endInQueueState: {none: true}}}
  startUpState: {name: A, refId: A, actions: [{sendAutoReply: {name: R, messageBody: {lit: Received}}}, {endState: {name: E}}]}
  periodicState: {name: B, refId: B, actions: [${periodic}]}`,
});
const mail = inState(
  "inboundEmail",
  "- transferToAcd: {name: T, targetQueue: {lit: {name: Q}}, overrideInQueueFlow: {name: Wait}}",
);

export const transferCases: readonly Case[] = [
  ...both(
    "transferToAcd",
    "targetQueue: {lit: {name: Sales}}, priority: {lit: 5}, acdSkills: [{acdSkill: {lit: {name: French}}}], languageSkill: {lit: {name: English}}",
    {
      kind: "queue",
      name: "Sales",
      priority: 5,
      skills: ["French"],
      languageSkill: "English",
    },
  ),
  ...both("transferToUser", 'targetUser: {exp: FindUser("Ann")}', { kind: "user", name: "Ann" }),
  ...both("transferToGroup", "targetGroup: {lit: {name: Desk}}", { kind: "group", name: "Desk" }),
  ...both("transferToNumber", 'targetNumber: {lit: "+13175550100"}', { kind: "number", name: "+13175550100" }),
  ...both("transferToFlow", "targetFlow: {name: Other}", { kind: "flow", name: "Other" }),
  ...both("transferToFlowSecure", "targetFlow: {name: Safe}", { kind: "secureFlow", name: "Safe" }),
  ...both("transferToVoicemail", "destination: {queue: {targetQueue: {lit: {name: Sales}}}}", {
    kind: "voicemail",
    name: "Sales",
  }),
  {
    of: "transferToFlow",
    name: "goes on in a flow that is known",
    flow: call("- transferToFlow: {name: T, targetFlow: {name: Other}}"),
    others: { Other: call("- playAudio: {name: A, audio: {tts: Other flow}}\n- disconnect: {name: D}") },
    shows: { hears: ["Other flow"], ending: { ends: "disconnected" } },
  },
  {
    of: "transferToFlow",
    name: "stops the run of flows that transfer to each other for ever",
    flow: call("- transferToFlow: {name: T, targetFlow: {name: Other}}"),
    others: { Other: call("- transferToFlow: {name: T, targetFlow: {name: Other}}") },
    shows: { ending: { ends: "stopped", why: "The conversation was transferred between more than 100 flows." } },
  },
  {
    of: "transferToAcd",
    name: "starts error handling without a queue",
    flow: call("- transferToAcd: {name: T, targetQueue: {noValue: true}}"),
    shows: { fault: "The target of the transfer is NOT_SET.", asked: [] },
  },
  {
    of: "transferToAcd",
    name: "waits in the in-queue flow, whose task begins again, until an agent answers",
    flow: toWait,
    others: waiting,
    answers: after(50),
    shows: { hears: ["turn 0", "turn 0", "turn 0"], ending: { ends: "transferred", to, answered: true }, endsAt: 50 },
  },
  {
    of: "transferToAcd",
    name: "waits with music where the in-queue flow is not known",
    flow: toWait,
    answers: after(50),
    assume: { "in-queue": "no-flow-is-music" },
    shows: { waits: [50], assumptions: ["in-queue"], ending: { ends: "transferred", to, answered: true } },
  },
  {
    of: "transferToAcd",
    name: "may have a customer who hangs up while waiting",
    flow: toWait,
    answers: after(50),
    meanwhile: ({ event }) => (event === "waits" ? { does: "hangs up" } : undefined),
    shows: { ending: { ends: "hung up" }, endsAt: 0 },
  },
  {
    of: "sendAutoReply",
    name: "is sent in the recurring state, each minute",
    flow: mail,
    others: inMail("{sendAutoReply: {name: R, messageBody: {lit: Still waiting}}}"),
    answers: after(150),
    assume: { "periodic-state": "each-minute" },
    shows: { reads: ["Received", "Still waiting", "Still waiting"], assumptions: ["periodic-state"], endsAt: 150 },
  },
  {
    of: "sendAutoReply",
    name: "is not sent in the recurring state",
    flow: mail,
    others: inMail("{sendAutoReply: {name: R, messageBody: {lit: Still waiting}}}"),
    answers: after(150),
    assume: { "periodic-state": "never" },
    shows: { reads: ["Received"], assumptions: ["periodic-state"], endsAt: 150 },
  },
  {
    of: "transferToAcd",
    name: "goes on waiting after an error in a state of the in-queue flow",
    flow: mail,
    others: inMail("{updateData: {name: U, statements: [{integer: {variable: State.n, value: {exp: 1 / 0}}}]}}"),
    answers: after(150),
    shows: {
      fault: expect.any(String) as unknown as string,
      ending: { ends: "transferred", to, answered: true },
      endsAt: 150,
    },
  },
  {
    of: "dialByExtension",
    name: "takes an extension",
    flow: dial(),
    acts: [presses("123"), nothing],
    assume: { "dialled-extension": "asked-once" },
    shows: {
      ending: { ends: "transferred", to: { kind: "extension", name: "123" } },
      assumptions: ["dialled-extension"],
    },
  },
  {
    of: "dialByExtension",
    name: "takes no digits for a time-out",
    flow: dial(),
    shows: { paths: ["timeout"], endsAt: 6 },
  },
  {
    of: "dialByExtension",
    name: "asks again",
    flow: dial("interDigitTimeout: {lit: {seconds: 2}}, repromptAudio: {tts: Again}, repromptCount: {lit: 1}, "),
    shows: { hears: ["Again"], paths: ["timeout"] },
  },
  {
    of: "menuDialByExtension",
    name: "takes an extension",
    flow: menu("- menuDialByExtension: {name: T, dtmf: digit_1}"),
    acts: [presses("1"), presses("77"), nothing],
    shows: { ending: { ends: "transferred", to: { kind: "extension", name: "77" } } },
  },
];
