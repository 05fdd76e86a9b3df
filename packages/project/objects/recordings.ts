import { extname } from "node:path";
import { sha256 } from "../sha256.ts";
import { isLfsPointer, LFS_HINT } from "./lfs-pointer.ts";
import { readNamedFile } from "./named-file.ts";
import type { EntryFinding } from "./shorthands/shorthand.ts";

/** A recording of a prompt. Facts that the file does not contain are undefined. */
export interface Recording {
  readonly format: "WAV" | "OGG";
  /** The codec as the file names it: `PCM`, `MULAW`, `Vorbis I`. */
  readonly codec?: string;
  readonly seconds?: number;
  readonly channels?: number;
  /** In hertz. */
  readonly sampleRate?: number;
  /** Bits per sample. */
  readonly bits?: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A finding about a file; reported at the file's name in an entry. */
export type RecordingFinding = Omit<EntryFinding, "path">;

export interface RecordingRead {
  /** Undefined if the file is not a recording. */
  readonly recording?: Recording;
  readonly findings: readonly RecordingFinding[];
}

/** The maximum size of a recording: 25 MB (help.mypurecloud.com, "Prompts overview"). */
const MOST_BYTES = 25 * 2 ** 20;

/** The sampling rate of telephony, and the lowest rate that the platform accepts. */
const LEAST_HERTZ = 8000;

/** WAV codecs that every converter can read. */
const COMMON_CODECS: readonly string[] = ["PCM", "IEEE_FLOAT", "ALAW", "MULAW"];

/** Reads a recording of the project, and reports all problems with it. @param o.file relative to the project */
export async function readRecording(o: { readonly root: string; readonly file: string }): Promise<RecordingRead> {
  const read = readNamedFile(o);
  if ("because" in read) return { findings: [unreadable(o.file, read.because)] };
  return recordingIn({ file: o.file, bytes: read.bytes });
}

export function unreadable(file: string, because: string): RecordingFinding {
  return {
    code: "recording-file",
    message: `The recording ${file} cannot be read: ${because}.`,
    hint: "The path is relative to the file that contains it.",
  };
}

/** Checks a recording in memory, and reports all problems with it. */
export async function recordingIn({ file, bytes }: { file: string; bytes: Uint8Array }): Promise<RecordingRead> {
  const unusable = whyUnusable(file, bytes);
  if (unusable) return { findings: [unusable] };
  const found = await formatOf(bytes);
  const named = extname(file).slice(1).toUpperCase();
  if (!found || !isAccepted(found.container)) {
    const kind = found?.container === "MPEG" ? "MP3" : found?.container;
    const what =
      kind === undefined ? "is not a recording" : `is ${kind}${named === kind ? "" : ", whatever its name says"}`;
    const hint = `The platform accepts WAV and OGG. Convert it, for example: ffmpeg -i '${file}' -ac 1 -ar 16000 recording.wav`;
    return { findings: [{ code: "recording-format", message: `${file} ${what}.`, hint }] };
  }
  const { container, warnings, ...facts } = found;
  const recording: Recording = { format: formats[container], ...facts, bytes: bytes.byteLength, sha256: sha256(bytes) };
  return { recording, findings: doubts(recording, { file, named, isCut: warnings.some((text) => CUT.test(text)) }) };
}

function whyUnusable(file: string, bytes: Uint8Array): RecordingFinding | undefined {
  const code = "recording-file";
  if (bytes.byteLength === 0) return { code, message: `The recording ${file} is empty.`, hint: "Export it again." };
  if (isLfsPointer(bytes)) {
    const message = `${file} is a Git LFS pointer: the recording is not on this machine.`;
    return { code, message, hint: LFS_HINT };
  }
  if (bytes.byteLength <= MOST_BYTES) return undefined;
  const size = `${Math.ceil(bytes.byteLength / 2 ** 20)} MB`;
  const hint = "Shorten it, or export it with one channel at 16 kHz.";
  return { code, message: `The size of the recording ${file} is ${size}. The platform accepts at most 25 MB.`, hint };
}

/** Containers that the platform accepts, by the library's names. */
const formats = { WAVE: "WAV", Ogg: "OGG" } as const;

function isAccepted(container: string): container is keyof typeof formats {
  return Object.hasOwn(formats, container);
}

/** The library's message if the sound is shorter than the header says. */
const CUT = /exceeding file length/;

interface Format extends Pick<Recording, "codec" | "seconds" | "channels" | "sampleRate" | "bits"> {
  readonly container: string;
  readonly warnings: readonly string[];
}

/** The format of a recording; undefined if the bytes are not audio. */
async function formatOf(bytes: Uint8Array): Promise<Format | undefined> {
  const { CouldNotDetermineFileTypeError, parseBuffer, UnexpectedFileContentError, UnsupportedFileTypeError } =
    await import("music-metadata");
  try {
    const { format, quality } = await parseBuffer(bytes, undefined, { skipCovers: true });
    const { container, codec, duration: seconds, numberOfChannels: channels, sampleRate, bitsPerSample: bits } = format;
    if (container === undefined) return undefined;
    const facts = { codec, seconds, channels, sampleRate, bits };
    return { container, warnings: quality.warnings.map(({ message }) => message), ...withoutAbsent(facts) };
  } catch (error) {
    const isNoAudio = [CouldNotDetermineFileTypeError, UnexpectedFileContentError, UnsupportedFileTypeError].some(
      (kind) => error instanceof kind,
    );
    if (isNoAudio) return undefined;
    throw error;
  }
}

function withoutAbsent<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/**
 * Findings about recordings that callers will probably not hear as intended. There is no evidence that the platform
 * refuses such a recording.
 */
function doubts(
  { format, codec, seconds = 0, sampleRate }: Recording,
  { file, named, isCut }: { file: string; named: string; isCut: boolean },
): RecordingFinding[] {
  const found: [boolean, string, string][] = [
    [seconds === 0, "has no sound", "Export it again."],
    [
      seconds > 0 && isCut,
      "is shorter than its header says, and may be cut off",
      "Check how the recording ends, or export it again.",
    ],
    [named !== format, `is ${format}, whatever its name says`, `Rename it to end with .${format.toLowerCase()}.`],
    [
      sampleRate !== undefined && sampleRate < LEAST_HERTZ,
      `has a sampling rate of ${sampleRate} Hz, lower than telephone quality`,
      `Export it at ${LEAST_HERTZ} Hz or more.`,
    ],
    [
      format === "WAV" && codec !== undefined && !COMMON_CODECS.includes(codec),
      `is WAV with the codec ${codec}, which the platform may not convert`,
      "Export it as 16-bit PCM.",
    ],
  ];
  return found
    .filter(([applies]) => applies)
    .map(([, problem, hint]) => ({ code: "recording-doubt", message: `The recording ${file} ${problem}.`, hint }));
}
