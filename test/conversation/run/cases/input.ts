import { type Case, call, nothing, presses } from "./case.ts";

const digits = (settings: string, more = "") =>
  call(
    `
- collectInput:
    name: Ask
    inputAudio: {tts: Number?}
    inputData: {var: Flow.digits}
${settings.trim().replace(/^/gm, "    ")}
    outputs:
      success: {actions: [{playAudio: {name: S, audio: {exp: 'ToAudioTTS(Append("got ", Flow.digits))'}}}]}
      failure: {actions: [{playAudio: {name: F, audio: {tts: failed}}}]}
- disconnect: {name: D}`,
    `variables: [{stringVariable: {name: Flow.digits, initialValue: {noValue: true}}}]\n${more}`,
  );
const range = "digits: {range: {min: 2, max: 4, terminatingDtmf: digit_#}}";
const open = "digits: {range: {min: 2, max: 4}}";

/** What one entry leads to. */
function entry(name: string, flow: string, keys: readonly string[], heard: string, more: Partial<Case> = {}): Case {
  return { of: "collectInput", name, flow, acts: keys.map(presses), shows: { hears: ["Number?", heard] }, ...more };
}

export const inputCases: readonly Case[] = [
  entry("takes an exact number of digits", digits("digits: {exact: 3}"), ["123"], "got 123"),
  entry("takes values in wrappers", digits("digits: {exact: {lit: 2}}"), ["12"], "got 12"),
  entry("takes digits one by one", digits("digits: {exact: 3}"), ["1", "2", "3"], "got 123"),
  entry("ends at the terminating key", digits(range), ["123#"], "got 123"),
  entry("ends at a star that exports write as digit_*", digits(range.replace("#", "*")), ["12*"], "got 12"),
  entry("ends at a digit", digits(range.replace("digit_#", "digit_9")), ["129"], "got 12"),
  entry("keeps the terminating key", digits(`${range}\nincludeTerminatingDtmfInResultData: true`), ["12#"], "got 12#"),
  entry("ends at the most digits", digits(range), ["12345"], "got 1234"),
  entry("ends when no further digit comes", digits(range), ["12"], "got 12"),
  entry("fails for too few digits", digits(range), ["1#"], "failed"),
  entry("fails for the other one of star and pound", digits(range), ["1*2"], "failed", {
    shows: { hears: ["Number?", "failed"], assumptions: [] },
  }),
  entry("fails for a star that it does not take, as assumed", digits(open), ["1*2"], "failed", {
    assume: { "star-or-pound": "fails" },
    shows: { hears: ["Number?", "failed"], assumptions: ["star-or-pound"] },
  }),
  entry("ignores a star that it does not take, as assumed", digits(open), ["1*2"], "got 12", {
    assume: { "star-or-pound": "ignored" },
    shows: { hears: ["Number?", "got 12"], assumptions: ["star-or-pound"] },
  }),
  entry("accepts a star alone", digits(`${open}\nacceptJustStar: {lit: true}`), ["*"], "got *"),
  entry("accepts a pound alone", digits(`${open}\nacceptJustPound: {lit: true}`), ["#"], "got #"),
  {
    of: "collectInput",
    name: "fails after the time without an entry: its own, the flow's, the platform's",
    flow: digits("digits: {exact: 3}\nnoEntryTimeout: {lit: {seconds: 9}}"),
    shows: { hears: ["Number?", "failed"], endsAt: 0.42 + 9 + 0.36 },
  },
  {
    of: "collectInput",
    name: "waits as long as the flow says",
    flow: digits(
      "digits: {exact: 3}\nnoEntryTimeout: {noValue: true}",
      "settingsActionDefaults: {collectInput: {noEntryTimeout: {lit: {seconds: 7}}}}",
    ),
    shows: { endsAt: 0.42 + 7 + 0.36 },
  },
  {
    of: "collectInput",
    name: "waits 5 seconds for the first digit and 3 for a further one",
    flow: digits("digits: {exact: 3}"),
    acts: [presses("1"), nothing],
    shows: { hears: ["Number?", "failed"], endsAt: 0.42 + 3 + 0.36 },
  },
  {
    of: "collectInput",
    name: "keeps what was pressed too much for the next action",
    flow: call(`
- collectInput: {name: A, inputData: {var: Flow.a}, digits: {exact: 2}}
- collectInput: {name: B, inputData: {var: Flow.b}, digits: {exact: 2}}
- disconnect: {name: D}`),
    acts: [presses("1234")],
    shows: { variables: { "Flow.a": "12", "Flow.b": "34" } },
  },
  {
    of: "collectInput",
    name: "ends an audio during which keys are pressed, and takes them, as assumed",
    flow: digits("digits: {exact: 2}"),
    meanwhile: ({ event, at }) => (event === "hears" && at === 0 ? { ...presses("12"), afterMs: 100 } : undefined),
    assume: { "barge-in": "keys-end-the-audio" },
    shows: { hears: ["Number?", "got 12"], assumptions: ["barge-in"], endsAt: 0.46 },
  },
  {
    of: "collectInput",
    name: "takes keys that were pressed during an audio, as assumed",
    flow: digits("digits: {exact: 2}"),
    meanwhile: ({ event }) => (event === "hears" ? presses("12") : undefined),
    assume: { "barge-in": "keys-are-kept" },
    shows: { hears: ["Number?", "got 12"], assumptions: ["barge-in"] },
  },
  {
    of: "collectInput",
    name: "drops keys that were pressed during an audio, as assumed",
    flow: digits("digits: {exact: 2}"),
    meanwhile: ({ event }) => (event === "hears" ? presses("12") : undefined),
    assume: { "barge-in": "keys-are-dropped" },
    shows: { hears: ["Number?", "failed"], assumptions: ["barge-in"] },
  },
  {
    of: "collectInput",
    name: "reads the digits back one by one",
    flow: digits("digits: {exact: 2}\nverificationType: individualDigits\nverificationAudio: {tts: You entered}"),
    acts: [presses("12")],
    assume: { verification: "confirms" },
    shows: { hears: ["Number?", "You entered", "1 2", "got 12"], assumptions: ["verification"] },
  },
];
