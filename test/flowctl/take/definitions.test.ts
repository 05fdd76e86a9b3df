import { removeProjects } from "../../project/harness.ts";
import { complaints, FILE } from "./complaints.ts";
import { changedLines, TakeScene } from "./scene.ts";

jest.setTimeout(120_000);

let scene: TakeScene;
beforeAll(async () => {
  scene = await TakeScene.open({ [FILE]: complaints });
});
afterAll(async () => {
  await scene.close();
  removeProjects();
});

const HOURS = `          - playAudio:
              name: Opening hours
              audio:
                tts: We are open from 8 to 6.
`;

/** What Ann does to the export in Architect, and the lines of the file that it changes. */
const EDITS: readonly (readonly [what: string, edit: (text: string) => string, lines: readonly string[]])[] = [
  [
    "a text",
    (text) => text.replace("Welcome.", "Good morning."),
    ['-  greet: {playAudio: "Welcome.", then: ask}', '+  greet: {playAudio: "Good morning.", then: ask}'],
  ],
  [
    "a text that becomes an expression",
    (text) => text.replace("tts: Welcome.", `exp: 'ToAudioTTS("Hi")'`),
    ['-  greet: {playAudio: "Welcome.", then: ask}', '+  greet: {playAudio: =ToAudioTTS("Hi"), then: ask}'],
  ],
  [
    "the text of the fault handling, whose comment stays",
    (text) => text.replace("We have a problem.", "Sorry, call again."),
    [
      '-onFault: {say: "We have a problem.", then: disconnect} # agreed with legal',
      '+onFault: {say: "Sorry, call again.", then: disconnect} # agreed with legal',
    ],
  ],
  [
    "a queue",
    (text) => text.replace("name: Sales", "name: Support"),
    [
      "-  queue: {transferToAcd: Sales, on: {failure: goodbye}}",
      "+  queue: {transferToAcd: Support, on: {failure: goodbye}}",
    ],
  ],
  [
    "a value that the definition left to the platform",
    (text) => text.replace(/(priority:\n +lit: )0/, "$1" + "5"),
    [
      "-  queue: {transferToAcd: Sales, on: {failure: goodbye}}",
      "+  queue: {transferToAcd: {queue: Sales, priority: 5}, on: {failure: goodbye}}",
    ],
  ],
  [
    "a number in a mapping",
    (text) => text.replace("exact: 4", "exact: 6"),
    [
      '-    collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Please enter your PIN."} # four digits',
      '+    collectInput: {digits: 6, into: Task.pin, prompt: "Please enter your PIN."} # four digits',
    ],
  ],
  [
    "a new action",
    (text) => text.replace(/( +)(- collectInput:\n +name: ask\n)/, `${HOURS}$1$2`),
    [
      '-  greet: {playAudio: "Welcome.", then: ask}',
      '+  greet: {playAudio: "Welcome.", then: opening-hours}',
      "+  opening-hours: {playAudio: We are open from 8 to 6., name: Opening hours, then: ask}",
    ],
  ],
  [
    "a removed action",
    (text) => text.replace(/ +- playAudio:\n.*\n.*\n +tts: Welcome.\n/, ""),
    ["-start: greet", '-  greet: {playAudio: "Welcome.", then: ask}', "+start: ask"],
  ],
  [
    "another target of an output path",
    (text) =>
      text.replace(
        /(name: queue[\s\S]*?failure:\n +actions:\n)( +)- jumpToTask:\n.*\n.*\n/,
        "$1$2- disconnect:\n$2    name: No queue\n",
      ),
    [
      "-  queue: {transferToAcd: Sales, on: {failure: goodbye}}",
      "+  queue: {transferToAcd: Sales, on: {failure: no-queue}}",
      "+  no-queue: {disconnect: {}, name: No queue}",
    ],
  ],
  [
    "a display name",
    (text) => text.replace(/name: greet(\n +audio)/, "name: Greeting$1"),
    ['-  greet: {playAudio: "Welcome.", then: ask}', '+  greet: {playAudio: "Welcome.", name: Greeting, then: ask}'],
  ],
  [
    "a setting of the flow that the definition left to the platform",
    (text) => text.replace(/(repeatCount:\n +lit: )3/, "$1" + "4"),
    [
      "+settings:",
      "+  settingsMenu:",
      "+    extensionDialingMaxDelay: {lit: {seconds: 1}}",
      "+    listenForExtensionDialing: {lit: true}",
      "+    menuSelectionTimeout: {lit: {seconds: 10}}",
      "+    repeatCount: {lit: 4}",
    ],
  ],
  [
    "the description",
    (text) => text.replace("description: managed", "description: |-\n    Who complains.\n    managed"),
    ["+description: Who complains."],
  ],
  ["nothing that matters", (text) => text.replace("Go to goodbye", "Go on"), []],
];

test.each(EDITS)("%s", async (_what, edit, lines) => {
  scene.write({ [FILE]: complaints, "Pulumi.dev.yaml": scene.config });
  await scene.publish();
  await scene.edited("Complaints", edit);
  const version = await scene.version("Complaints");

  const shown = await scene.take("complaints");
  expect([shown.code, shown.err, scene.read(FILE), scene.read("Pulumi.dev.yaml")]).toEqual([
    0,
    "",
    complaints,
    scene.config,
  ]);
  expect(shown.out).toMatch(
    new RegExp(
      `^complaints {2}${FILE}\\n {2}The flow 'Complaints' was changed outside this stack: published by Ann at \\S+Z, version ${version}\\.\n`,
    ),
  );

  expect((await scene.take("complaints", "--write")).code).toBe(0);
  expect(changedLines(complaints, scene.read(FILE))).toEqual(lines);
  expect(scene.taken("complaints")).toBe(`${version} ${await scene.digest("complaints")}`);

  const written = [scene.read(FILE), scene.read("Pulumi.dev.yaml")];
  const again = await scene.take("complaints", "--write");
  expect([again.code, again.out]).toEqual([
    0,
    expect.stringContaining(`unchanged: Version ${version} is already in ${FILE}.\n`),
  ]);
  expect([scene.read(FILE), scene.read("Pulumi.dev.yaml")]).toEqual(written);
});
