import { crc32 } from "node:zlib";

/** A zip archive of text files, stored without compression. Repeated file names are numbered. */
export function zip(files: readonly { readonly name: string; readonly text: string }[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  const names = new Map<string, number>();
  let offset = 0;
  for (const file of files) {
    const times = (names.get(file.name) ?? 0) + 1;
    names.set(file.name, times);
    const name = Buffer.from(times === 1 ? file.name : file.name.replace(/(\.\w+)?$/, ` (${times})$1`));
    const data = Buffer.from(file.text);
    const common = entryHeader(name, data);
    const local = Buffer.concat([u32(0x04034b50), common, name, data]);
    directory.push(
      Buffer.concat([u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u32(0), u32(offset), name]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(files.length);
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...bodies, central, ...end]);
}

/** Version 2.0, UTF-8 names, stored, 1 January 1980, checksum, sizes. */
function entryHeader(name: Buffer, data: Buffer): Buffer {
  return Buffer.concat([
    ...[u16(20), u16(0x0800), u16(0), u16(0), u16(33)],
    ...[u32(crc32(data)), u32(data.length), u32(data.length), u16(name.length), u16(0)],
  ]);
}

const u16 = (value: number) => littleEndian(value, 2);
const u32 = (value: number) => littleEndian(value, 4);

function littleEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
