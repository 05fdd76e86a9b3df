import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Report } from "../model/report.ts";
import type { RecordingFacts } from "./prompts.ts";

/** Larger recordings are not read; 25 MB is the platform's limit. */
const LARGEST = 25 * 2 ** 20;

/**
 * The content of a recording with the given hash; undefined if the file does not exist or has changed.
 * @param o.file path relative to the project
 */
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

/** Looks up facts about recordings in the first checkout that contains them. */
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

/** Recordings embedded in a page, by hash. */
export type Recordings = ReadonlyMap<string, { readonly type: "audio/wav" | "audio/ogg"; readonly base64: string }>;

/** Maximum number of bytes in a page: per recording, and for all recordings. */
const SMALL = 512 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * The recordings of a report that are small enough to embed in a page, in the order of the report.
 * @param o.root root folder of the project
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

/** The type of a recording, determined from its first bytes, not from its file name. */
function typeOf(bytes: Buffer): "audio/wav" | "audio/ogg" | undefined {
  const begin = bytes.toString("latin1", 0, 12);
  if (begin.startsWith("RIFF") && begin.endsWith("WAVE")) return "audio/wav";
  return begin.startsWith("OggS") ? "audio/ogg" : undefined;
}
