import { parseArchy } from "@genesys-flows/architect";
import { runnable } from "@genesys-flows/conversation";
import { replay, troublesOf } from "@genesys-flows/conversation/explore";
import { declaredWorld, stageOf } from "@genesys-flows/conversation/stage";

/** The troubles of a call flow with one task. */
function troubles(actions: string) {
  const text = `inboundCall:
  name: A
  defaultLanguage: en-us
  startUpRef: /inboundCall/tasks/task[t]
  tasks:
    - task:
        name: T
        refId: t
        actions:
${actions}`;
  const flow = runnable(parseArchy(text, { file: "a.yaml" }), { module: () => undefined });
  const stage = stageOf([flow], declaredWorld([]));
  const found = troublesOf(flow, stage, { seed: 1, conversations: 10 });
  for (const { answers, transcript } of found) expect(replay(flow, stage, answers).ending).toEqual(transcript.ending);
  return found.map(({ trouble, place }) => [trouble, place.kind]);
}

const says = "          - playAudio: {name: Say, audio: {tts: Good bye.}}\n";
const disconnects = "          - disconnect: {name: Bye}\n";
const loops = "          - jumpToTask: {name: Again, targetTaskRef: '/inboundCall/tasks/task[t]'}\n";

test("a caller who hears something before the end has no trouble", () => {
  expect(troubles(says + disconnects)).toEqual([]);
});

test("a disconnect without a word", () => {
  expect(troubles(disconnects)).toEqual([["disconnect without words", "disconnect"]]);
});

test("a wait of eleven seconds before the first word is dead air; one of nine is not", () => {
  const waits = (seconds: number) => `          - wait: {name: Wait, duration: {lit: {seconds: ${seconds}}}}\n`;
  expect(troubles(waits(11) + says + disconnects)).toEqual([["dead air", "wait"]]);
  expect(troubles(waits(9) + says + disconnects)).toEqual([]);
});

test("silence until the end is dead air, too; the time in which a caller is asked is not", () => {
  const waits = "          - wait: {name: Wait, duration: {lit: {seconds: 11}}}\n";
  expect(troubles(says + waits + disconnects)).toEqual([["dead air", "wait"]]);
  const asks =
    "          - collectInput: {name: Ask, inputAudio: {tts: Your number?}, digits: {exact: {lit: 1}}, noEntryTimeout: {lit: {seconds: 30}}}\n";
  expect(troubles(asks + disconnects)).toEqual([]);
});

test("a flow that goes round for ever", () => {
  expect(troubles(says + loops).map(([trouble]) => trouble)).toContain("loops");
});
