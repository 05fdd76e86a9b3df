import { type Case, call } from "./case.ts";

const says = call(`
- playAudio: {name: A, audio: {tts: Hello there}}
- disconnect: {name: D}`);

const music = (style: string) =>
  call(`
- holdMusic: {name: A, prompt: {exp: Prompt.Waltz}, playStyle: ${style}}
- disconnect: {name: D}`);

const inQueue = {
  name: "Wait",
  text: `
inqueueCall:
  name: Wait
  defaultLanguage: en-us
  startUpTaskActions:
    - playAudio: {name: A, audio: {tts: Please wait}}
    - holdMusic: {name: H, playStyle: {duration: {lit: {seconds: 20}}}}`,
};
const toQueue = call("- transferToAcd: {name: T, targetQueue: {lit: {name: Q}}, overrideInQueueFlow: {name: Wait}}");

export const audioCases: readonly Case[] = [
  {
    of: "playAudio",
    name: "plays texts",
    flow: says,
    shows: { hears: ["Hello there"], endsAt: 0.66, assumptions: [] },
  },
  {
    of: "playAudio",
    name: "plays prompts by their texts in the language of the conversation, for as long as they last",
    flow: call("- playAudio: {name: A, audio: {prompt: Prompt.Welcome}}\n- disconnect: {name: D}"),
    world: { prompt: (name, language) => ({ text: `${name} in ${language}`, lastsMs: 2_000 }) },
    shows: { hears: ["Welcome in en-us"], endsAt: 2 },
  },
  {
    of: "playAudio",
    name: "is silent for a value that is not set",
    flow: call("- playAudio: {name: A, audio: {noValue: true}}\n- disconnect: {name: D}"),
    shows: { hears: [], endsAt: 0 },
  },
  {
    of: "playAudio",
    name: "may be answered by an agent: then its length matters",
    flow: toQueue,
    others: { [inQueue.name]: inQueue.text },
    answers: () => ({ path: "transferred", answersAfterMs: 400 }),
    assume: { "speech-time": "60-ms-a-character" },
    shows: {
      ending: { ends: "transferred", to: expect.anything(), answered: true },
      endsAt: 0.4,
      waits: [],
      assumptions: ["speech-time"],
    },
  },
  {
    of: "holdMusic",
    name: "follows texts at once where they take no time",
    flow: toQueue,
    others: { [inQueue.name]: inQueue.text },
    answers: () => ({ path: "transferred", answersAfterMs: 400 }),
    assume: { "speech-time": "none" },
    shows: { hears: ["Please wait"], waits: [20], endsAt: 0.4 },
  },
  {
    of: "decision",
    name: "reads the time after texts whose length is assumed",
    flow: call(`
- playAudio: {name: A, audio: {tts: Hello there}}
- decision:
    name: C
    condition: {exp: "GetCurrentDateTimeUtc() == Flow.StartDateTimeUtc"}
    outputs: {"yes": {actions: [{disconnect: {name: D}}]}, "no": {actions: [{disconnect: {name: E}}]}}`),
    assume: { "speech-time": "60-ms-a-character" },
    shows: { assumptions: ["speech-time"] },
  },
  {
    of: "holdMusic",
    name: "plays for its duration",
    flow: music("{duration: {lit: {seconds: 90}}}"),
    shows: { waits: [90] },
  },
  {
    of: "holdMusic",
    name: "plays an entire prompt",
    flow: music("{entirePrompt: true}"),
    world: { prompt: () => ({ lastsMs: 5_000 }) },
    shows: { waits: [5], assumptions: [] },
  },
  {
    of: "holdMusic",
    name: "plays a minute of a prompt whose length is not known",
    flow: music("{entirePrompt: true}"),
    assume: { "hold-music": "lasts-a-minute" },
    shows: { waits: [60], assumptions: ["hold-music"] },
  },
  {
    of: "holdMusic",
    name: "plays nothing of a prompt whose length is not known",
    flow: music("{entirePrompt: true}"),
    assume: { "hold-music": "lasts-no-time" },
    shows: { waits: [0], assumptions: ["hold-music"] },
  },
  {
    of: "playEstimatedWaitTime",
    name: "says the time, and nothing where it is not known",
    flow: call(`
- playEstimatedWaitTime: {name: A, estimatedWaitTime: {lit: {minutes: 5}}}
- playEstimatedWaitTime: {name: B, estimatedWaitTime: {noValue: true}}`),
    shows: { hears: ["[Estimated wait time: PT5M]"] },
  },
  {
    of: "playPositionInQueue",
    name: "says the position",
    flow: call("- playPositionInQueue: {name: A, positionInQueue: {exp: 1 + 2}}"),
    shows: { hears: ["[Position in queue: 3]"] },
  },
  {
    of: "playUserName",
    name: "says the name",
    flow: call('- playUserName: {name: A, dataToDecrypt: {exp: FindUser("Ann")}}'),
    shows: { hears: ["[Name of the user: Ann]"] },
  },
  {
    of: "playUserGreeting",
    name: "plays the greeting",
    flow: call('- playUserGreeting: {name: A, dataToDecrypt: {exp: FindUser("Ann")}}'),
    shows: { hears: ["[Greeting of the user: Ann]"] },
  },
];
