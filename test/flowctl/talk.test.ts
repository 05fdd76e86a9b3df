import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { runCommands } from "@genesys-flows/cli";
import { program } from "../../packages/flowctl/cli.ts";
import { speakerOf } from "../../packages/flowctl/talking/speech.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import type { Ended } from "./program.ts";

const pin = `commonModule: PIN check
channels: [inboundCall]
outcomes: [success, failure]
variables: {Task.pin: string, Task.right: boolean}
start: attempts
nodes:
  attempts: {loop: {times: 3}, on: {each: ask, done: wrong}}
  ask: {collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Please enter your PIN."}, on: {success: verify, failure: attempts}}
  verify: {callData: {action: CRM/Verify PIN, inputs: {pin: =Task.pin}, outputs: {verified: Task.right}}, on: {success: right, failure: attempts, timeout: attempts}}
  right: {decision: =Task.right, on: {"yes": granted, "no": attempts}}
  granted: {end: success}
  wrong: {end: failure}
`;
const sales = `inboundCall: Sales line
onFault: {say: "We have a problem.", then: disconnect}
start: check
nodes:
  check: {callModule: pin-check, on: {success: queue, failure: bye, error: bye}}
  queue: {transferToAcd: {queue: Sales}, on: {failure: bye}}
  bye: {playAudio: "\\e]0;owned\\aGoodbye.\\e[2J", then: hang-up}
  hang-up: {disconnect: {}}
`;
const crm = `flow: sales
given:
  caller: "+13175550199"
  CRM/Verify PIN: {when: {pin: "1234"}, outputs: {verified: true}, otherwise: {outputs: {verified: false}}}
conversations:
  any: [{hears: PIN}]
`;

let root: string;
beforeEach(() => {
  root = makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": 'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales"]\n',
    "flows/modules/pin-check.yaml": pin,
    "flows/sales.yaml": sales,
    "flows/sales.test.yaml": crm,
  });
});
afterEach(removeProjects);

async function talk(input: Readable, ...args: string[]): Promise<Ended> {
  const said = { out: "", err: "" };
  const code = await runCommands(program, ["talk", ...args], {
    ...{ root, input },
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

const piped = (lines: readonly string[], ...args: string[]) =>
  talk(Readable.from(lines.map((line) => `${line}\n`)), ...args);
const WORLD = ["--given", "flows/sales.test.yaml", "--at", "2026-11-26T10:00Z"];

describe("piped", () => {
  test("each line is done when the flow waits for the caller", async () => {
    const { code, out, err } = await piped(["9999", "wait 2s", "1234"], "sales", ...WORLD);
    expect({ code, err }).toEqual({ code: 0, err: "Calls inbound call flow 'Sales line', flows/sales.yaml.\n" });
    const lines = out.split("\n").map((line) => line.slice(0, 60).trimEnd());
    expect(lines.filter((line) => /customer|transfers/.test(line))).toEqual([
      expect.stringMatching(/^ 0:01\.3 {2}customer {2}presses 9999 {2}\(ask/),
      expect.stringMatching(/^ 0:04\.6 {2}customer {2}presses 1234 {2}\(ask/),
      expect.stringContaining("transfers to the queue 'Sales'"),
    ]);
  });

  test("a caller who says nothing more is silent until the end, and text of a flow sends no control characters", async () => {
    const { code, out } = await piped([], "sales", ...WORLD);
    expect(code).toBe(0);
    expect(out).toContain("\\u{1b}]0;owned\\u{7}Goodbye.\\u{1b}[2J");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  test("without an answer the call stops, and says what to give", async () => {
    const { code, err } = await piped(["1234"], "sales");
    expect(code).toBe(1);
    expect(err).toContain(
      "Add `CRM/Verify PIN: {outputs: {verified: true}}` to `given`. `given` is read from a file of conversation tests: --given FILE.\n",
    );
  });

  test("keeps the call as a test that passes, and no file that exists", async () => {
    const { code, err } = await piped(["1234"], "sales", ...WORLD, "--save", "The right PIN");
    expect(code).toBe(0);
    expect(err).toContain("Saved as a test: flows/sales.the-right-pin.test.yaml\n");
    const text = readFileSync(join(root, "flows/sales.the-right-pin.test.yaml"), "utf8");
    expect(text).toContain('      - presses: "1234"\n');
    const tested = await runCommands(program, ["test", "flows/sales.the-right-pin.test.yaml"], {
      ...{ root, out() {}, err() {} },
    });
    expect(tested).toBe(0);
    const again = await piped([], "sales", ...WORLD, "--save", "The right PIN");
    expect(again.code).toBe(1);
    expect(again.err).toContain("flows/sales.the-right-pin.test.yaml already exists.");
    expect(readFileSync(join(root, "flows/sales.the-right-pin.test.yaml"), "utf8")).toBe(text);
  });

  test.each([
    ["an unknown line", ["sing"], ["sales"], "Line 1 of the input, 'sing', is not a caller action."],
    ["an unknown flow", [], ["slaes"], "No flow has the key or the name 'slaes'. Did you mean 'sales'?"],
    ["no time", [], ["sales", "--at", "noon"], "--at: expected a time with its offset"],
    ["no file", [], ["sales", "--given", "none.yaml"], "none.yaml"],
  ])("%s is wrong use", async (_, lines, args, message) => {
    const { code, err } = await piped(lines, ...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

/** A terminal as the input of a command: keys are pressed when what is printed contains a text. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly raw: boolean[] = [];

  setRawMode(raw: boolean): this {
    this.raw.push(raw);
    return this;
  }
}

/** Presses keys one after the other, each when its text is printed. */
async function atTerminal(
  keys: readonly (readonly [after: string, keys: string])[],
  ...args: string[]
): Promise<Ended> {
  const input = new Terminal();
  const said = { out: "", err: "" };
  const left = [...keys];
  let seen = 0;
  const look = () => {
    const all = said.out;
    const [next] = left;
    const at = next === undefined ? -1 : all.indexOf(next[0], seen);
    if (!next || at < 0) return;
    seen = at + next[0].length;
    left.shift();
    input.write(next[1]);
  };
  const code = await runCommands(program, ["talk", ...args], {
    ...{ root, input },
    out: (text: string) => {
      said.out += text;
      setImmediate(look);
    },
    err: (text: string) => {
      said.err += text;
    },
  });
  expect(input.raw.at(-1)).toBe(false);
  return { code, ...said };
}

describe("at a terminal", () => {
  test("keys are pressed at once, and what the flow waits for is shown", async () => {
    const { code, out } = await atTerminal(
      [
        ['says "Please enter your PIN."', " "],
        ["Waits 5 s for 4 digits.", "1"],
        ["for 3 more digits.", "234"],
        ["connecting", " "],
      ],
      "sales",
      ...WORLD,
    );
    expect(out).toContain("transfers to the queue 'Sales': transferred");
    expect(code).toBe(0);
  });

  test.each([
    ["h", "h"],
    ["Ctrl-C", "\u0003"],
  ])("%s hangs up at any time", async (_, key) => {
    const { code, out } = await atTerminal([['says "Please', key]], "sales", ...WORLD);
    expect(out).toMatch(/customer {2}hangs up/);
    expect(code).toBe(0);
  });

  test("asks for what nothing answers, again for other inputs", async () => {
    const { code, out } = await atTerminal(
      [
        ['says "Please', " "],
        ["Waits", "9999"],
        [`The flow asks 'CRM/Verify PIN' with {"pin":"9999"}, but no answer is defined.`, "\rfalse\r"],
        ['says "Please', " "],
        ["Waits", "1234"],
        [`The flow asks 'CRM/Verify PIN' with {"pin":"1234"}, but no answer is defined.`, "success\rtrue\r"],
      ],
      "sales",
    );
    expect(out).toContain("transfers to the queue 'Sales': transferred");
    expect(code).toBe(0);
  });
});

describe("--say", () => {
  const path = process.env["PATH"];
  afterEach(() => {
    process.env["PATH"] = path;
  });

  test("a program on the PATH speaks; a text is never an option of it, and no shell reads it", async () => {
    const folder = join(root, "bin");
    const program_ = { darwin: "say", linux: "espeak-ng" }[process.platform as string] ?? "espeak-ng";
    writeFileSync(
      join(makeFolder(folder), program_),
      `#!${process.execPath}\nrequire("fs").appendFileSync(${JSON.stringify(join(root, "said"))}, JSON.stringify(process.argv.slice(2)) + "\\n");\n`,
    );
    chmodSync(join(folder, program_), 0o755);
    writeFileSync(
      join(root, "flows/rude.yaml"),
      'inboundCall: Rude\nonFault: {say: Sorry., then: disconnect}\nstart: a\nnodes:\n  a: {playAudio: "--help $(touch owned) `x`", then: b}\n  b: {disconnect: {}}\n',
    );
    process.env["PATH"] = folder;
    const { code } = await piped([], "rude", "--say");
    expect(code).toBe(0);
    expect(readFileSync(join(root, "said"), "utf8")).toBe('["--","--help $(touch owned) `x`"]\n');
  });

  test("a machine without one says so", async () => {
    process.env["PATH"] = join(root, "nothing");
    const { code, err } = await piped([], "sales", "--say");
    expect([code, err]).toEqual([2, expect.stringMatching(/^--say/)]);
  });

  test("Windows reads the text from the environment", () => {
    const folder = makeFolder(join(root, "win"));
    writeFileSync(join(folder, "powershell.exe"), "");
    const command = speakerOf(folder, "win32")?.command("'; exit");
    expect(command?.args.join(" ")).not.toContain("exit");
    expect(command?.env).toEqual({ FLOWCTL_SAYS: "'; exit" });
  });
});

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
