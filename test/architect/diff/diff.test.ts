import { type ArchyMap, diffGraphs, type FlowGraph, lift } from "@genesys-flows/architect";
import { applyDiff } from "../../../packages/architect/diff/apply.ts";
import { callFlow, document, say } from "../documents.ts";
import { graphOf } from "../graph/graphs.ts";
import { diffText } from "./diff-text.ts";

const act = (kind: string, name: string, more: ArchyMap = {}): ArchyMap => ({ [kind]: { name, ...more } });
const flow = (...actions: ArchyMap[]): FlowGraph => lift(callFlow([...actions, act("disconnect", "bye")]));
const play = (name: string, text: string): ArchyMap => act("playAudio", name, { audio: { tts: text } });
const branch = (name: string, cases: string[]): ArchyMap =>
  act("switch", name, { evaluate: { firstTrue: { cases: cases.map((exp) => ({ case: { value: { exp } } })) } } });

interface Case {
  readonly about: string;
  readonly before: FlowGraph;
  readonly after: FlowGraph;
  readonly text: string;
}

const cases: Case[] = [
  { about: "nothing", before: flow(say("a")), after: flow(say("a")), text: "" },
  {
    about: "a property",
    before: flow(play("a", "Hello."), say("b")),
    after: flow(play("a", "Good day."), say("b")),
    text: '~ a: audio.tts: "Hello." → "Good day."',
  },
  {
    about: "a wrapper of another kind",
    before: flow(act("playAudio", "a", { audio: { tts: "Hello." } })),
    after: flow(act("playAudio", "a", { audio: { exp: "Flow.hello" } })),
    text: '~ a: audio: "Hello." → =Flow.hello',
  },
  {
    about: "a node between two",
    before: flow(say("a"), say("c")),
    after: flow(say("a"), say("b"), say("c")),
    text: "~ a: on next: c → b\n+ b: playAudio b",
  },
  {
    about: "a node gone",
    before: flow(say("a"), say("b"), say("c")),
    after: flow(say("a"), say("c")),
    text: "~ a: on next: b → c\n- b: playAudio b",
  },
  {
    about: "the first of many with one name: the others are what they were",
    before: flow(play("Play Audio", "one"), play("Play Audio", "two")),
    after: flow(play("Play Audio", "zero"), play("Play Audio", "one"), play("Play Audio", "two")),
    text: "~ start: play-audio → play-audio\n+ play-audio: playAudio zero\n> play-audio-2: was play-audio\n> play-audio-3: was play-audio-2",
  },
  {
    about: "one of many with one name changed",
    before: flow(play("Play Audio", "one"), play("Play Audio", "two")),
    after: flow(play("Play Audio", "one"), play("Play Audio", "2")),
    text: '~ play-audio-2: audio.tts: "two" → "2"',
  },
  {
    about: "a node renamed",
    before: graphOf({ a: { next: "b" }, b: { next: "c" }, c: {} }),
    after: graphOf({ a: { next: "x" }, x: { next: "c" }, c: {} }),
    text: "> x: was b",
  },
  {
    about: "a node renamed and changed in its place",
    before: flow(say("a"), play("greet", "Hello."), say("c")),
    after: flow(say("a"), play("welcome", "Good day."), say("c")),
    text: '> welcome: was greet\n~ welcome: audio.tts: "Hello." → "Good day."',
  },
  {
    about: "two nodes that changed places",
    before: flow(say("a"), say("b"), say("c")),
    after: flow(say("b"), say("a"), say("c")),
    text: "~ start: a → b\n> b: moved\n~ b: on next: c → a\n> a: moved\n~ a: on next: b → c",
  },
  {
    about: "a case between two",
    before: flow(branch("s", ["Flow.a", "Flow.c"])),
    after: flow(branch("s", ["Flow.a", "Flow.b", "Flow.c"])),
    text: "~ s: evaluate.firstTrue.cases[1]: {case: {value: =Flow.b}}\n~ s: on case-3: nothing → bye",
  },
  {
    about: "a long value, cut where the two part",
    before: flow(play("a", `${"x".repeat(100)}1${"y".repeat(100)}`)),
    after: flow(play("a", `${"x".repeat(100)}2${"y".repeat(100)}`)),
    text: `~ a: audio.tts: …${"x".repeat(10)}1${"y".repeat(48)}… → …${"x".repeat(10)}2${"y".repeat(48)}…`,
  },
  {
    about: "what stands beside the nodes",
    before: lift(
      document("inboundCall", {
        description: "Old",
        settingsMenu: { repeatCount: { lit: 3 } },
        startUpTaskActions: [],
      }),
    ),
    after: lift(
      document("inboundCall", {
        settingsMenu: { repeatCount: { lit: 4 } },
        settingsErrorHandling: { errorHandling: { disconnect: { none: true } } },
        variables: [{ stringVariable: { name: "Flow.a", initialValue: { lit: "x" }, isInput: true } }],
        startUpTaskActions: [],
      }),
    ),
    text: [
      "~ settings.settingsMenu.repeatCount.lit: 3 → 4",
      "+ onFault: {then: {disconnect: no value}}",
      '- description: "Old"',
      '+ variable Flow.a: string, input, at first "x"',
    ].join("\n"),
  },
];

test.each(cases)("$about", ({ before, after, text }) => {
  const diff = diffGraphs(before, after);
  expect(diffText(diff).trimEnd()).toBe(text);
  expect(diffText(diffGraphs(applyDiff(before, diff), after))).toBe("");
});

test("called tasks and menus", () => {
  const withTask = (text: string, refId: string, name = "Help"): FlowGraph =>
    lift(
      document("inboundCall", {
        startUpRef: "/inboundCall/tasks/task[Main_1]",
        tasks: [
          {
            task: {
              name: "Main",
              refId: "Main_1",
              actions: [act("callTask", "call", { targetTaskRef: `/inboundCall/tasks/task[${refId}]` })],
            },
          },
          { task: { name, refId, actions: [play("help", text)] } },
        ],
      }),
    );
  const diff = (before: FlowGraph, after: FlowGraph) => diffText(diffGraphs(before, after)).trimEnd();
  expect(diff(withTask("x", "Help_2"), withTask("x", "Help_3"))).toBe("");
  expect(diff(withTask("x", "Help_2"), withTask("y", "Help_3"))).toBe('~ help: audio.tts: "x" → "y"');
  expect(diff(withTask("x", "Help_2"), withTask("x", "Help_2", "Support"))).toBe(
    '+ task Support\n- task Help\n~ call: targetTaskRef: "task Help" → "task Support"',
  );
});

test("a difference that does not fit is refused", () => {
  const diff = diffGraphs(flow(say("a"), say("b")), flow(say("a")));
  expect(() => applyDiff(flow(say("a")), diff)).toThrow(
    "The difference cannot be applied to the graph: the node 'b' does not exist.",
  );
});

test("of 2,000 nodes, only those that differ are listed", () => {
  const actions = (text: string) => Array.from({ length: 2000 }, (_, i) => play("Play Audio", `${text} ${i}`));
  const [before, after] = [flow(...actions("a")), flow(play("Play Audio", "new"), ...actions("a").slice(5))];
  const diff = diffGraphs(before, after);
  expect(diff.nodes.filter(({ change }) => change === "added" || change === "removed")).toHaveLength(4);
});
