import fc from "fast-check";
import { caller, checkModule, exported, exportedModule, placeholder, stack } from "./samples.ts";

/** A project with one of everything that files may hold, without mistakes. */
export const wholeProject: Readonly<Record<string, string>> = {
  "flows/check.yaml": checkModule,
  "flows/a.yaml": caller(
    "A",
    `numbers: ["+13175550100"]\nvalues: {tries: {type: integer, default: 2}}\ngreeting: "${placeholder("tries")} questions."\n`,
  ),
  "flows/b.yaml": `inboundCall: B
greeting: "Hello."
variables: {Flow.x: {type: string, default: ""}}
settings: {}
start: menu
nodes:
  menu: {menu: {audio: "Choose.", choices: {sales: {digit: 1}}}, on: {sales: call}}
  call: {callTask: ask, on: {done: use, default: use}}
  use: {use: part, with: {text: Hello}, on: {out: bye}}
  bye: {disconnect: {}}
tasks:
  ask:
    paths: [done]
    start: ask-it
    nodes:
      ask-it: {playAudio: "Please wait.", then: ended}
      ended: {endTask: done}
fragments:
  part:
    parameters: {text: string}
    exits: [out]
    start: say
    nodes:
      say: {playAudio: "$\{text}", then: out}
`,
  "flows/claims_v1-0.yaml": exported("Claims"),
  "flows/claims.options.yaml": 'numbers: ["+13175550120"]\nsubstitutions: {queue: {default: Claims}}\n',
  "flows/lookup_v1-0.yaml": exportedModule("Lookup"),
  "flows/lookup.options.yaml": "outcome: {from: Common.success, completed: true}\n",
  "flows/queues.yaml": "queues:\n  Sales: {acwTimeoutMs: 5000}\n  Support:\n",
  "Pulumi.test.yaml": stack(
    "genesys-flows:values: {tries: 3}\ngenesys-flows:external: [queue:Old]\ngenesys-flows:flows: {a: {pin: true}}",
  ),
};

const word = /[\w.-]+/g;
/** One word of one file of that project replaced, by another word, a value of another type, or nothing. */
export const wordChange = fc.record({
  file: fc.constantFrom(...Object.keys(wholeProject)),
  at: fc.nat(),
  by: fc.constantFrom(
    "",
    "5",
    "x",
    "[]",
    "{}",
    "null",
    "nodes",
    "start",
    "[x, 5]",
    "{x: y}",
    "true",
    "=1 +",
    "commonModule",
    "ask: 1",
  ),
});

export interface WordChange {
  readonly file: string;
  readonly at: number;
  readonly by: string;
}

/** The files after some changes; a change of a file that is missing changes nothing. */
export function changed(
  files: Readonly<Record<string, string>>,
  changes: readonly WordChange[],
): Record<string, string> {
  const result = { ...files };
  for (const { file, at, by } of changes) {
    const text = result[file] ?? "";
    const words = [...text.matchAll(word)];
    const hit = words[at % words.length];
    if (hit) result[file] = text.slice(0, hit.index) + by + text.slice(hit.index + hit[0].length);
  }
  return result;
}
