import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codes } from "@genesys-flows/project";
import fc from "fast-check";
import { readRecording } from "../../../packages/project/objects/recordings.ts";
import { mp3, ogg, wav } from "./sounds.ts";

let folder: string;
let root: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "recordings-"));
  root = join(folder, "project");
  mkdirSync(join(root, "flows"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(file: string, content?: Buffer | string) {
  if (content !== undefined) writeFileSync(join(root, file), content);
  const { recording, findings } = await readRecording({ root, file });
  return { recording, findings: findings.map(({ code, message }) => `${codes[code].severity} ${code}: ${message}`) };
}

test("a WAV is read with its length, format and hash", async () => {
  const content = wav({ seconds: 0.25, rate: 16_000, channels: 2, bits: 16 });
  expect(await read("flows/welcome.wav", content)).toEqual({
    findings: [],
    recording: {
      ...{ format: "WAV", codec: "PCM", seconds: 0.25, channels: 2, sampleRate: 16_000, bits: 16 },
      bytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    },
  });
});

test("an OGG is read with its length and format", async () => {
  const { recording, findings } = await read("flows/welcome.ogg", ogg({ seconds: 1.5, channels: 1 }));
  expect(findings).toEqual([]);
  expect(recording).toMatchObject({ format: "OGG", codec: "Opus", seconds: 1.5, channels: 1 });
});

test("any WAV of telephony has the length that was written", async () => {
  const shapes = fc.record({
    seconds: fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10),
    rate: fc.constantFrom(8000, 16_000),
    channels: fc.constantFrom(1, 2),
    bits: fc.constantFrom(8, 16),
  });
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rate, ...shape }) => {
      const { recording, findings } = await read("flows/any.wav", wav({ rate, ...shape }));
      expect(findings).toEqual([]);
      expect(recording).toMatchObject({ ...shape, sampleRate: rate });
    }),
    { numRuns: 30 },
  );
});

test.each<[string, string, Buffer | string, string[]]>([
  ["µ-law", "a.wav", wav({ format: 7, bits: 8 }), []],
  ["a name in capitals", "A.WAV", wav(), []],
  ["an empty file", "a.wav", "", ["error recording-file: The recording flows/a.wav is empty."]],
  [
    "a pointer of Git LFS",
    "a.wav",
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    ["error recording-file: flows/a.wav is a Git LFS pointer: the recording is not on this machine."],
  ],
  ["an MP3", "a.mp3", mp3(), ["error recording-format: flows/a.mp3 is MP3."]],
  ["an MP3 named WAV", "a.wav", mp3(), ["error recording-format: flows/a.wav is MP3, whatever its name says."]],
  ["a text", "a.wav", "Welcome to Example.", ["error recording-format: flows/a.wav is not a recording."]],
  [
    "an OGG named WAV",
    "a.wav",
    ogg(),
    ["warning recording-doubt: The recording flows/a.wav is OGG, whatever its name says."],
  ],
  ["no sound", "a.wav", wav({ seconds: 0 }), ["warning recording-doubt: The recording flows/a.wav has no sound."]],
  [
    "a header that is cut off",
    "a.wav",
    wav().subarray(0, 20),
    ["warning recording-doubt: The recording flows/a.wav has no sound."],
  ],
  [
    "sound that is cut off",
    "a.wav",
    wav().subarray(0, 500),
    ["warning recording-doubt: The recording flows/a.wav is shorter than its header says, and may be cut off."],
  ],
  [
    "a rate below telephony's",
    "a.wav",
    wav({ rate: 6000 }),
    [
      "warning recording-doubt: The recording flows/a.wav has a sampling rate of 6000 Hz, lower than telephone quality.",
    ],
  ],
  [
    "an unusual codec",
    "a.wav",
    wav({ format: 17, bits: 8 }),
    [
      "warning recording-doubt: The recording flows/a.wav is WAV with the codec DVI_ADPCM, which the platform may not convert.",
    ],
  ],
  [
    "more than 25 MB",
    "a.wav",
    Buffer.alloc(25 * 2 ** 20 + 1),
    ["error recording-file: The size of the recording flows/a.wav is 26 MB. The platform accepts at most 25 MB."],
  ],
])("%s", async (_, name, content, expected) => {
  expect((await read(`flows/${name}`, content)).findings).toEqual(expected);
});

describe("a file that is not a recording of the project", () => {
  const because = (file: string, why: string) => [
    `error recording-file: The recording ${file} cannot be read: ${why}.`,
  ];

  test("does not exist; a similar name is suggested", async () => {
    writeFileSync(join(root, "flows/goodbye.wav"), wav());
    expect((await read("flows/godbye.wav")).findings).toEqual(
      because("flows/godbye.wav", "it does not exist; a similar name in its folder is `goodbye.wav`"),
    );
    expect((await read("nowhere/a.wav")).findings).toEqual(because("nowhere/a.wav", "it does not exist"));
  });

  test("is a folder", async () => {
    expect((await read("flows")).findings).toEqual(because("flows", "it is a folder"));
  });

  test("is outside of the project, or a link to such a file", async () => {
    writeFileSync(join(folder, "secret.wav"), wav());
    symlinkSync(join(folder, "secret.wav"), join(root, "flows/link.wav"));
    for (const file of ["../secret.wav", join(folder, "secret.wav"), "flows/link.wav"]) {
      expect((await read(file)).findings).toEqual(because(file, "it is outside the project"));
    }
    expect((await read("flows/../flows/goodbye.wav")).findings).toEqual([]);
  });
});
