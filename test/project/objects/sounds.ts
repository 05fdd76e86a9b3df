/** A WAV with silence. @param o.format code of the codec: 1 is PCM, 7 is µ-law, 17 is ADPCM */
export function wav(
  o: { seconds?: number; rate?: number; channels?: number; bits?: number; format?: number } = {},
): Buffer {
  const { seconds = 0.1, rate = 8000, channels = 1, bits = 16, format = 1 } = o;
  const block = (channels * bits) / 8;
  const header = Buffer.alloc(16);
  header.writeUInt16LE(format, 0);
  header.writeUInt16LE(channels, 2);
  header.writeUInt32LE(rate, 4);
  header.writeUInt32LE(rate * block, 8);
  header.writeUInt16LE(block, 12);
  header.writeUInt16LE(bits, 14);
  const sound = Buffer.alloc(Math.round(seconds * rate) * block);
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", header), chunk("data", sound)]));
}

function chunk(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 0, "latin1");
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** An OGG with silence in Opus (RFC 7845), whose clock has 48 kHz whatever the rate. */
export function ogg({ seconds = 0.1, channels = 1, rate = 16_000 } = {}): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead", 0, "latin1");
  head.writeUInt8(1, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt32LE(rate, 12);
  const tags = Buffer.alloc(16);
  tags.write("OpusTags", 0, "latin1");
  const silence = Buffer.from([0xf8, 0xff, 0xfe]);
  const samples = Math.round(seconds * 48_000);
  return Buffer.concat([page(0, 2, 0, head), page(1, 0, 0, tags), page(2, 4, samples, silence)]);
}

function page(index: number, flags: number, position: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(28);
  header.write("OggS", 0, "latin1");
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(position), 6);
  header.writeUInt32LE(1, 14);
  header.writeUInt32LE(index, 18);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  const bytes = Buffer.concat([header, packet]);
  bytes.writeUInt32LE(checksum(bytes), 22);
  return bytes;
}

/** CRC-32 of an OGG page (RFC 3533), with zeros in its own place. */
function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/** An MP3 of 20 frames, with 128 kbit/s and 44.1 kHz. */
export function mp3(): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xfffb9064, 0);
  return Buffer.concat(Array(20).fill(frame));
}
