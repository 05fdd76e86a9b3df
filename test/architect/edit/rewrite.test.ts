import { rewrite } from "@genesys-flows/architect/edit";
import { stringify } from "yaml";
import { canonical } from "../../../packages/architect/archy/normal.ts";
import type { ArchyValue } from "../../../packages/architect/archy/types.ts";
import { readYaml } from "../../../packages/architect/archy/yaml.ts";
import { kernelCodes } from "../../../packages/architect/codes/kernel-codes.ts";
import { DiagnosticSink } from "../../../packages/architect/diagnostic.ts";
import { Dice } from "../../e2e/faults/dice.ts";
import { corpusFiles, describeCorpus, fittingValue } from "../corpus.ts";

/** Seed of the changes; another one each day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));

const text = `# Desk one
inboundCall:
    name:   Desk one # as people know it
    "description": 'It''s ours'
    tasks:
    -   task:
            name: Main
            # first
            actions:
            -   playAudio: {name: Greet, audio: {tts: "Hello, you"}} # short
            -   wait:

                    seconds: 3
            # then
            -   disconnect:
    script: |-
        if (a) {
          b
        }
`;
const says: ArchyValue = {
  inboundCall: {
    name: "Desk one",
    description: "It's ours",
    tasks: [
      {
        task: {
          name: "Main",
          actions: [
            { playAudio: { name: "Greet", audio: { tts: "Hello, you" } } },
            { wait: { seconds: 3 } },
            { disconnect: null },
          ],
        },
      },
    ],
    script: "if (a) {\n  b\n}",
  },
};

// biome-ignore lint/suspicious/noExplicitAny: the tests edit data of every shape
type Data = any;

/** What the text says, with an edit. */
function edited(edit: (flow: Data) => void): ArchyValue {
  const copy = structuredClone(says) as Data;
  edit(copy.inboundCall);
  return copy;
}

test.each<[string, (flow: Data) => void, string, string]>([
  ["a plain value", (flow) => (flow.name = "Desk two"), "Desk one # as", "Desk two # as"],
  ["a value that must be quoted", (flow) => (flow.name = "yes: #1"), "Desk one # as", '"yes: #1" # as'],
  ["quotes stay", (flow) => (flow.description = "Ann's"), "'It''s ours'", "'Ann''s'"],
  [
    "between braces",
    (flow) => (flow.tasks[0].task.actions[0].playAudio.audio.tts = "Bye, you"),
    '"Hello, you"',
    '"Bye, you"',
  ],
  [
    "a block of lines",
    (flow) => (flow.script = "if (a) {\n\n  c\n}\n"),
    "|-\n        if (a) {\n          b",
    "|\n        if (a) {\n\n          c",
  ],
  [
    "another type",
    (flow) => (flow.tasks[0].task.actions[1].wait.seconds = { lit: 3 }),
    "seconds: 3",
    "seconds:\n                        lit: 3",
  ],
  [
    "an empty value",
    (flow) => (flow.tasks[0].task.actions[2].disconnect = { name: "Bye" }),
    "disconnect:\n",
    "disconnect:\n                    name: Bye\n",
  ],
  [
    "a new key",
    (flow) => (flow.tasks[0].task.actions[1].wait.why = "rest"),
    "seconds: 3\n",
    "seconds: 3\n                    why: rest\n",
  ],
  [
    "a removed item",
    (flow) => flow.tasks[0].task.actions.splice(1, 1),
    "            -   wait:\n\n                    seconds: 3\n",
    "",
  ],
  [
    "a new item",
    (flow) => flow.tasks[0].task.actions.splice(1, 0, { wait: { seconds: 1, list: ["a", { b: 1 }] } }),
    "# short\n",
    "# short\n            -   wait:\n                    seconds: 1\n                    list:\n                    - a\n                    -   b: 1\n",
  ],
  ["a removed first key", (flow) => delete flow.tasks[0].task.name, "name: Main\n            # first\n", "# first\n"],
])("%s: nothing else changes", (_what, edit, from, to) => {
  const after = edited(edit);
  expect(text).toContain(from);
  expect(rewrite(text, says, after)).toBe(text.replace(from, () => to));
  const windows = text.replaceAll("\n", "\r\n");
  expect(rewrite(windows, says, after)).toBe(text.replace(from, () => to).replaceAll("\n", "\r\n"));
});

test("the first key of an item, and a text without a last line break", () => {
  const list = "a:\n- b: 1\n  c: 2\n- d: 3";
  const of = (after: ArchyValue) => rewrite(list, { a: [{ b: 1, c: 2 }, { d: 3 }] }, after);
  expect(of({ a: [{ c: 2 }, { d: 3 }] })).toBe("a:\n- c: 2\n- d: 3");
  expect(of({ a: [{ x: 0, b: 1, c: 2 }, { d: 3 }] })).toBe("a:\n- x: 0\n  b: 1\n  c: 2\n- d: 3");
  expect(of({ a: [{ b: 1, c: 2 }, { d: 3 }, { e: 4 }] })).toBe("a:\n- b: 1\n  c: 2\n- d: 3\n- e: 4");
  expect(of({ a: [{ b: 1, c: 2 }] })).toBe("a:\n- b: 1\n  c: 2");
  expect(of({ a: [] })).toBe("a: []");
});

/** Texts that a reader of YAML could take for something else. */
const TEXTS = [
  "yes",
  "",
  " ",
  "a: b",
  "# no",
  "- x",
  "two\nlines",
  "\n",
  "tail\n\n",
  "'",
  '"',
  "{a}",
  "1",
  "null",
  "é\u00a0\u2028x",
  "\ttab",
  "x".repeat(200),
];

type Container = Record<string, ArchyValue> | ArchyValue[];

/** A value with some parts changed, removed, added, moved. */
function changed(value: ArchyValue, dice: Dice): ArchyValue {
  const copy = structuredClone(value);
  for (let times = dice.upTo(4); times > 0; times--) {
    const places: { readonly in: Container; readonly at: string | number }[] = [];
    const walk = (one: ArchyValue) => {
      if (typeof one !== "object" || one === null) return;
      for (const at of Object.keys(one)) {
        places.push({ in: one as Container, at: Array.isArray(one) ? Number(at) : at });
        walk((one as Record<string, ArchyValue>)[at] as ArchyValue);
      }
    };
    walk(copy);
    const place = dice.one(places);
    const holder = place.in as Data;
    const other = dice.one(places);
    const fresh = () =>
      structuredClone(dice.one<ArchyValue>([dice.one(TEXTS), 12.5, true, null, {}, [], (other.in as Data)[other.at]]));
    const act = dice.upTo(4) - 1;
    if (act === 0) holder[place.at] = fresh();
    else if (act === 1 && Array.isArray(holder)) holder.splice(Number(place.at), 1);
    else if (act === 1 && Object.keys(holder).length > 1) delete holder[place.at];
    else if (act === 2 && Array.isArray(holder)) holder.splice(Number(place.at), 0, fresh());
    else if (act === 2) holder[dice.one(["zzz", "yes", "a: b", "1"])] = fresh();
    else if (Array.isArray(holder)) holder.push(...holder.splice(Number(place.at), 1));
  }
  return copy;
}

function dataOf(text: string, file: string): ArchyValue {
  const sink = new DiagnosticSink(kernelCodes);
  const read = readYaml(text, { file, sink, noPlaceholders: true });
  sink.throwIfErrors();
  return read?.value ?? null;
}

describeCorpus("the laws of rewriting, on real exports", () => {
  const dice = new Dice(seed);
  const files = corpusFiles(fittingValue);

  test.each(files.map(({ file, text }) => [file, text] as const))("%s", (file, text) => {
    const data = dataOf(text, file);
    const others = [
      text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n"),
      stringify(data, { indent: 4, lineWidth: 80 }),
      stringify(data, { indentSeq: false }),
    ];
    // The library does not fold every text back to what it was.
    const variants = [text, ...others.filter((one) => canonical(dataOf(one, file)) === canonical(data))];
    for (const one of variants) {
      expect(rewrite(one, data, data)).toBe(one);
      for (let times = 0; times < 2; times++) {
        const wanted = changed(data, dice);
        expect([seed, canonical(dataOf(rewrite(one, data, wanted), file))]).toEqual([seed, canonical(wanted)]);
      }
    }
  });
});
