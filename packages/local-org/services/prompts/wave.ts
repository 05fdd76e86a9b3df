const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const BYTES_PER_SECOND_AT = 8;

/** Length of a WAVE recording in seconds; undefined for any other format. */
export function waveSeconds(media: Buffer): number | undefined {
  if (media.toString("latin1", 0, 4) !== "RIFF" || media.toString("latin1", 8, 12) !== "WAVE") return undefined;
  let bytesPerSecond = 0;
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= media.length; ) {
    const name = media.toString("latin1", at, at + 4);
    const length = media.readUInt32LE(at + 4);
    const start = at + CHUNK_HEADER;
    if (name === "fmt " && start + BYTES_PER_SECOND_AT + 4 <= media.length) {
      bytesPerSecond = media.readUInt32LE(start + BYTES_PER_SECOND_AT);
    }
    if (name === "data") {
      const seconds = Math.min(length, media.length - start) / bytesPerSecond;
      return bytesPerSecond > 0 ? Math.round(seconds * 1000) / 1000 : undefined;
    }
    at = start + length + (length % 2);
  }
  return undefined;
}
