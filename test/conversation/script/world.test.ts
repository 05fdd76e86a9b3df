import { transcriptText } from "@genesys-flows/conversation/script";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { load, makeProject, removeProjects } from "../../project/harness.ts";
import { playAll, verdictOf } from "./harness.ts";

const files = {
  "flows/line.yaml": `
inboundCall: Line
onFault: {say: Something went wrong., then: disconnect}
start: hours
nodes:
  hours: {evaluateScheduleGroup: {group: Office hours, emergency: Storm}, on: {open: welcome, closed: closed, holiday: closed, emergency: storm}}
  storm: {playAudio: There is a storm., then: number}
  closed: {playAudio: We are closed., then: person}
  welcome: {playAudio: {prompt: Welcome}, then: bot}
  bot: {callBotFlow: {botFlow: {Helper: {ver_latestPublished: {noValue: true}}}, intent: {var: Flow.intent}}, then: which}
  which: {decision: '=Flow.intent == "buy"', on: {"yes": queue, "no": closed}}
  queue: {transferToAcd: Sales, on: {failure: bye}}
  number: {transferToNumber: {targetNumber: {lit: "+13175550123"}}, on: {failure: bye}}
  person: {transferToUser: {targetUser: {lit: {name: Night shift}}}, on: {failure: bye}}
  bye: {playAudio: Good bye., then: end}
  end: {disconnect: {}}
`,
  "flows/music.yaml": `
inqueueCall: Music
onFault: {then: disconnect}
start: turns
nodes:
  turns: {loop: {times: 99}, on: {each: say}}
  say: {playAudio: Please hold., then: music}
  music: {holdMusic: {prompt: =Flow.HoldPrompt, bargeInEnabled: false, playStyle: {duration: {lit: {seconds: 30}}}}, then: turns}
`,
  "flows/hours.yaml": `
schedules: {Always: {days: daily}}
scheduleGroups: {Office hours: {zone: Europe/Berlin, open: [Always]}}
emergencyGroups: {Storm: {enabled: true}}
prompts: {Welcome: {en-us: {text: Welcome.}, de-de: {text: Willkommen.}}}
`,
};

let stage: Stage;

beforeAll(async () => {
  stage = stageOfProject(await load(makeProject(files)));
});
afterAll(removeProjects);

const played = (given: string, steps: string) => {
  const [one] = playAll(stage, `flow: line\ngiven: {${given}}\nconversations: {a: [${steps}]}\n`);
  if (!one) throw new Error("no conversation");
  return one;
};

const open = "Storm: inactive, Office hours: open";
const buys = `${open}, actions: {bot: {path: next, outputs: {intent: buy}, takes: 4s}}`;

test.each([
  ["a declared emergency comes before declared hours", "at: 2026-01-05T12:00Z", "{hears: storm}"],
  ["so does one of the script", "Storm: active, Office hours: open", "{hears: storm}"],
  ["a declared emergency is over", "Storm: inactive, at: 2026-01-05T12:00Z, actions: {bot: next}", "{hears: Welcome}"],
  ["an action without known semantics takes the path, and sets the outputs", buys, "{lands in: {queue: Sales}}"],
  ["answers of an action in turn", `${open}, actions: {bot: [next]}`, "{hears: We are closed}"],
  ["the text of a prompt", `${buys}, prompts: {Welcome: Good morning.}`, "{hears only: Good morning}"],
  ["the language of the conversation", `${buys}, language: de-DE`, "{hears only: Willkommen}"],
  ["a transfer to a number fails", 'Storm: active, numbers: {"+13175550123": fails}', "{hears: Good bye}"],
  [
    "a transfer to a user fails",
    "Storm: inactive, Office hours: closed, users: {night shift: fails}",
    "{hears: Good bye}",
  ],
  ["a transfer to a queue fails", `${buys}, queues: {Sales: {fails: true}}`, "{hears: Good bye}"],
])("%s", (_, given, steps) => {
  expect(verdictOf(played(given, steps))).toBe("passed");
});

test("customers wait in the in-queue flow until an agent answers", () => {
  const { passed, transcript } = played(
    `${buys}, queues: {Sales: {answersAfter: 1m, inQueueFlow: Music}}`,
    "{lands in: Sales}, {hears: hold}, {hears: hold}",
  );
  expect([passed, transcript.ending]).toMatchObject([true, { ends: "transferred", answered: true }]);
});

test("time passes as the script says", () => {
  const { transcript } = played(
    `${buys}, queues: {Sales: {answersAfter: 1m}}, assume: {speech-time: none}`,
    "{waits: 1m}",
  );
  expect(transcriptText(transcript)).toMatchInlineSnapshot(`
    " 0:00.0  flow      asks Office hours: open  (hours, flows/line.yaml:6)
     0:00.0  flow      says "Welcome."  (welcome, flows/line.yaml:9)
     0:00.0  flow      asks bot: next {intent: "buy"}  (bot, flows/line.yaml:10)
     0:04.0  flow      transfers to the queue 'Sales': transferred  (queue, flows/line.yaml:12)
     0:04.0  flow      plays music for 60 s  (inboundCall, flows/line.yaml:1)
     1:04.0  agent     answers  (queue, flows/line.yaml:12)

    Assumed: in-queue."
  `);
});

test("after its last step a conversation goes on as it may", () => {
  const { passed, transcript } = played(open, "{hears: Welcome}");
  expect([passed, transcript.ending.ends]).toEqual([true, "stopped"]);
});
