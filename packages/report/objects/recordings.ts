import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Report } from "../model/report.ts";
import type { RecordingFacts } from "./prompts.ts";

/** A larger recording is not read: the platform accepts 25 MB. */
const LARGEST = 25 * 2 ** 20;

/** A recording of the project with the hash; undefined if the file does not exist, or is another one now. @param o.file relative to the project */
export async function recordingBytes(o: {
  readonly root: string;
  readonly file: string;
  readonly sha256: string | undefined;
}): Promise<Buffer | undefined> {
  const from = path.resolve(o.root, o.file);
  const isInside = !path.relative(o.root, from).startsWith("..") && !path.isAbsolute(path.relative(o.root, from));
  if (!isInside || o.sha256 === undefined) return undefined;
  try {
    const { size } = await stat(from);
    if (size > LARGEST) return undefined;
    const bytes = await readFile(from);
    return createHash("sha256").update(bytes).digest("hex") === o.sha256 ? bytes : undefined;
  } catch {
    // The report then shows the file and hash from the state.
    return undefined;
  }
}

/** Facts about recordings, from the first checkout that has them. */
export function recordingFacts(roots: readonly string[]): RecordingFacts {
  return async (file, sha256) => {
    for (const root of roots) {
      const bytes = await recordingBytes({ root, file, sha256 });
      if (!bytes) continue;
      const { recordingIn } = await import("@genesys-flows/project/recordings");
      const seconds = (await recordingIn({ file, bytes })).recording?.seconds;
      return { bytes: bytes.byteLength, ...(seconds !== undefined && { seconds }) };
    }
    return undefined;
  };
}

/** What plays in a page, by the hash of the recording. */
export type Recordings = ReadonlyMap<string, { readonly type: "audio/wav" | "audio/ogg"; readonly base64: string }>;

/** Bytes of one recording in a page, and of all. */
const SMALL = 512 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * The recordings of a report that are small enough to embed in a page, in the order of the report. @param root of the
 * project
 */
export async function playableRecordings(report: Report, { root }: { readonly root: string }): Promise<Recordings> {
  const found = new Map<string, { type: "audio/wav" | "audio/ogg"; base64: string }>();
  let left = MOST_BYTES;
  for (const { file, sha256, bytes = 0 } of report.objects.flatMap(({ recordings = [] }) => recordings)) {
    if (sha256 === undefined || bytes > Math.min(SMALL, left) || found.has(sha256)) continue;
    const content = await recordingBytes({ root, file, sha256 });
    const type = content && typeOf(content);
    if (!content || type === undefined || content.byteLength > Math.min(SMALL, left)) continue;
    left -= content.byteLength;
    found.set(sha256, { type, base64: content.toString("base64") });
  }
  return found;
}

/** Determined by the first bytes, whatever the file's name says. */
function typeOf(bytes: Buffer): "audio/wav" | "audio/ogg" | undefined {
  const begin = bytes.toString("latin1", 0, 12);
  if (begin.startsWith("RIFF") && begin.endsWith("WAVE")) return "audio/wav";
  return begin.startsWith("OggS") ? "audio/ogg" : undefined;
}
