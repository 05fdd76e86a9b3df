const HEADER = 44;
const RATE = 8000;

/** A WAVE recording of silence of that many bytes in all: 8 kHz, one channel of 8 bits. */
export function recording(bytes: number): Buffer<ArrayBuffer> {
  const data = bytes - HEADER;
  const wave = Buffer.alloc(bytes, 0x80);
  wave.write("RIFF", 0, "latin1");
  wave.writeUInt32LE(bytes - 8, 4);
  wave.write("WAVEfmt ", 8, "latin1");
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(RATE, 24);
  wave.writeUInt32LE(RATE, 28);
  wave.writeUInt16LE(1, 32);
  wave.writeUInt16LE(8, 34);
  wave.write("data", 36, "latin1");
  wave.writeUInt32LE(data, 40);
  return wave;
}
