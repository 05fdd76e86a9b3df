import { DiagnosticError } from "@genesys-flows/architect";
import fc from "fast-check";
import { load, makeProject, removeProjects } from "./harness.ts";
import { caller, checkModule, exported, exportedModule, stack } from "./samples.ts";

afterEach(removeProjects);

const files: Record<string, string> = {
  "flows/check.yaml": checkModule,
  "flows/a.yaml": caller("A", 'numbers: ["+13175550100"]\nvalues: {tries: {type: integer, default: 2}}\n'),
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
const names = Object.keys(files);

/** One word of one file replaced, by another word, a value of another type, or nothing. */
const change = fc.record({
  file: fc.constantFrom(...names),
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

function changed(changes: readonly { file: string; at: number; by: string }[]): Record<string, string> {
  const result = { ...files };
  for (const { file, at, by } of changes) {
    const text = result[file] as string;
    const words = [...text.matchAll(word)];
    const hit = words[at % words.length];
    if (hit) result[file] = text.slice(0, hit.index) + by + text.slice(hit.index + hit[0].length);
  }
  return result;
}

test("the project without a change has no mistakes", async () => {
  await expect(load(makeProject(files))).resolves.toBeDefined();
});

test("whatever is wrong in files is reported as mistakes of them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const root = makeProject(changed(changes));
      const error = await load(root).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      removeProjects();
      if (error !== undefined && !(error instanceof DiagnosticError)) throw error;
      for (const { location, code } of (error as DiagnosticError | undefined)?.diagnostics ?? []) {
        expect({ code, file: location?.file }).toEqual({ code, file: expect.any(String) });
      }
    }),
    { numRuns: Number(process.env["FUZZ_RUNS"] ?? 100) },
  );
}, 120_000);
