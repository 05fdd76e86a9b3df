import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";

/** The checksums of the pinned release; does not exist until a machine that can reach the release has written it. */
export const pinnedChecksumsFile = path.join(installation, "toolchain", "pulumi-checksums.txt");

/**
 * The SHA-256 of each file in a list as `sha256sum` writes it: 64 hex digits, spaces, the name. Ignores other lines.
 */
export function parseChecksums(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [, digest, name] = /^([0-9a-f]{64})\s+\*?(\S+)$/i.exec(line.trim()) ?? [];
      return digest === undefined || name === undefined ? [] : [[name, digest.toLowerCase()]];
    }),
  );
}

/** The checksums that the repository has; none without the file. */
export function pinnedChecksums(file: string = pinnedChecksumsFile): Map<string, string> {
  try {
    return parseChecksums(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}

/** The SHA-256 of a file, in hex. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
