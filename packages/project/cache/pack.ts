import { mkdir, readdir, readFile, rm, stat, statfs, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeWhole } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { sha256 } from "../sha256.ts";

/**
 * The limits of the cache: files in its folder (the most recently used are kept), bytes of each file, and bytes that
 * must remain free on the disk. A run needs the free bytes for its state.
 */
export const limits = { files: 8, bytes: 64_000_000, free: 100_000_000 };

export interface Packed {
  readonly bytes: Buffer;
  /** The length of each part, in bytes. */
  readonly lengths: readonly number[];
  /** The sha256 hash of the bytes, in hex. */
  readonly sha256: string;
}

/** The entries of one stack by key, in one file that is read in one step and written completely or not at all. */
export type Pack = ReadonlyMap<string, Packed>;

const FORMAT = "genesys-flows cache 1";
const header = z.object({ format: z.literal(FORMAT), sources: z.string(), index: z.int().min(0), sha256: z.string() });
const index = z.array(z.tuple([z.string(), z.array(z.int().min(0)), z.string()]));

/**
 * Reads the entries of a file. Returns no entries if the file is missing, unreadable or damaged, has a different
 * format, or was written by different sources.
 * @param o.sources digest of the sources that produce the entries
 */
export async function readPack(file: string, { sources }: { readonly sources: string }): Promise<Pack> {
  try {
    const content = await readFile(file);
    const end = content.indexOf("\n") + 1;
    const head = header.parse(JSON.parse(content.toString("utf8", 0, end)));
    const listed = content.subarray(end, end + head.index);
    if (head.sources !== sources || sha256(listed) !== head.sha256) return new Map();
    let at = end + head.index;
    return new Map(
      index.parse(JSON.parse(listed.toString("utf8"))).map(([key, lengths, hash]) => {
        const from = at;
        at += lengths.reduce((total, length) => total + length, 0);
        return [key, { bytes: content.subarray(from, at), lengths, sha256: hash }];
      }),
    );
  } catch {
    return new Map();
  }
}

export function packed(parts: readonly string[]): Packed {
  const bytes = Buffer.from(parts.join(""));
  return { bytes, lengths: parts.map((part) => Buffer.byteLength(part)), sha256: sha256(bytes) };
}

/** The parts of an entry, each decoded on demand; undefined for a damaged entry. */
export function unpacked({ bytes, lengths, sha256: hash }: Packed): (() => string)[] | undefined {
  if (sha256(bytes) !== hash) return undefined;
  let at = 0;
  return lengths.map((length) => {
    const from = at;
    at += length;
    return () => bytes.toString("utf8", from, from + length);
  });
}

/**
 * Writes a pack with as many entries as the limit allows, and removes the least recently used files of the folder. A
 * full or read-only disk does not cause an error; the next run then finds fewer entries.
 */
export async function writePack(file: string, pack: Pack, { sources }: { readonly sources: string }): Promise<void> {
  let left = limits.bytes;
  const kept = [...pack].filter(([, { bytes }]) => {
    left -= bytes.length;
    return left >= 0;
  });
  const listed = JSON.stringify(kept.map(([key, { lengths, sha256 }]) => [key, lengths, sha256]));
  const [index, hash] = [Buffer.byteLength(listed), sha256(listed)];
  const head: z.infer<typeof header> = { format: FORMAT, sources, index, sha256: hash };
  const content = Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n${listed}`),
    ...kept.map(([, { bytes }]) => bytes),
  ]);
  const folder = dirname(file);
  await mkdir(folder, { recursive: true })
    .then(async () => {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize - content.length < limits.free) return;
      await writeWhole(file, content);
      await removeOld(folder);
    })
    .catch(ignored);
}

/** Marks a pack as just used. */
export async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(ignored);
}

/**
 * Removes the least recently used packs. Abandoned temporary files of killed runs count as packs, so they are also
 * removed.
 */
async function removeOld(folder: string): Promise<void> {
  const found = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      return { path, used: (await stat(path)).mtimeMs };
    }),
  );
  const old = found.sort((a, b) => b.used - a.used).slice(limits.files);
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}

function ignored(): void {}
