/** Tags of `google.protobuf.Struct`, `Value` and `ListValue`: field number and wire type. */
const tag = {
  /** In Struct: an entry. */
  entry: 0x0a,
  /** In an entry. */
  key: 0x0a,
  value: 0x12,
  /** In Value. */
  null: 0x08,
  number: 0x11,
  string: 0x1a,
  boolean: 0x20,
  struct: 0x2a,
  list: 0x32,
  /** In ListValue. */
  item: 0x0a,
} as const;

/**
 * Encodes data as the wire format of a Struct.
 * @throws Error for data that a Struct cannot contain, such as undefined
 */
export function encodeStruct(data: object): Uint8Array {
  const sizes: number[] = [];
  // Not a Buffer: google-protobuf takes a slice, which is slower with a Buffer.
  const bytes = new Uint8Array(sizeOfStruct(data, sizes));
  new Encoder(Buffer.from(bytes.buffer), sizes).struct(data);
  return bytes;
}

/** Decodes the data of a Struct. The keys of each mapping are sorted, because their order on the wire is arbitrary. */
export function decodeStruct(bytes: Uint8Array): Record<string, unknown> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Decoder(buffer).struct(buffer.length);
}

/** Keys in the order in which google-protobuf writes them. */
function keysOf(data: object): string[] {
  return Object.keys(data).sort();
}

/** Sizes of the length-prefixed parts, in the order in which they are written. */
function sizeOfStruct(data: object, sizes: number[]): number {
  let size = 0;
  for (const key of keysOf(data)) {
    const at = sizes.push(0) - 1;
    const value = sizeOfValue((data as Record<string, unknown>)[key], sizes);
    const entry = withLength(Buffer.byteLength(key)) + withLength(value);
    sizes[at] = value;
    size += withLength(entry);
  }
  return size;
}

function sizeOfValue(value: unknown, sizes: number[]): number {
  switch (typeof value) {
    case "string":
      return withLength(Buffer.byteLength(value));
    case "number":
      return 9;
    case "boolean":
      return 2;
    case "object": {
      if (value === null) return 2;
      const at = sizes.push(0) - 1;
      const size = Array.isArray(value) ? sizeOfList(value, sizes) : sizeOfStruct(value, sizes);
      sizes[at] = size;
      return withLength(size);
    }
    default:
      throw new Error("Unexpected struct type.");
  }
}

function sizeOfList(items: readonly unknown[], sizes: number[]): number {
  let size = 0;
  for (const item of items) {
    const at = sizes.push(0) - 1;
    const value = sizeOfValue(item, sizes);
    sizes[at] = value;
    size += withLength(value);
  }
  return size;
}

/** Size of a field with its tag, length and content. */
function withLength(size: number): number {
  return 1 + sizeOfVarint(size) + size;
}

function sizeOfVarint(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

class Encoder {
  readonly #bytes: Buffer;
  readonly #sizes: readonly number[];
  #at = 0;
  #next = 0;

  constructor(bytes: Buffer, sizes: readonly number[]) {
    this.#bytes = bytes;
    this.#sizes = sizes;
  }

  struct(data: object): void {
    for (const key of keysOf(data)) {
      const value = this.#size();
      this.#start(tag.entry, withLength(Buffer.byteLength(key)) + withLength(value));
      this.#text(tag.key, key);
      this.#start(tag.value, value);
      this.#value((data as Record<string, unknown>)[key]);
    }
  }

  #value(value: unknown): void {
    if (typeof value === "string") this.#text(tag.string, value);
    else if (typeof value === "number") {
      this.#byte(tag.number);
      this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    } else if (typeof value === "boolean") {
      this.#byte(tag.boolean);
      this.#byte(value ? 1 : 0);
    } else if (value === null) {
      this.#byte(tag.null);
      this.#byte(0);
    } else if (Array.isArray(value)) {
      this.#start(tag.list, this.#size());
      for (const item of value) {
        this.#start(tag.item, this.#size());
        this.#value(item);
      }
    } else {
      this.#start(tag.struct, this.#size());
      this.struct(value as object);
    }
  }

  #size(): number {
    const size = this.#sizes[this.#next] as number;
    this.#next += 1;
    return size;
  }

  #text(of: number, text: string): void {
    this.#start(of, Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at, "utf8");
  }

  #start(of: number, length: number): void {
    this.#byte(of);
    let rest = length;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#byte((rest % 128) | 0x80);
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }
}

class Decoder {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  struct(end: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    while (this.#at < end) {
      const of = this.#varint();
      if (of === tag.entry) entries.push(this.#entry(this.#end()));
      else this.#skip(of);
    }
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries);
  }

  #entry(end: number): [string, unknown] {
    let key = "";
    let value: unknown;
    while (this.#at < end) {
      const of = this.#varint();
      if (of === tag.key) key = this.#text(this.#end());
      else if (of === tag.value) value = this.#value(this.#end());
      else this.#skip(of);
    }
    if (value === undefined) throw notAStruct();
    return [key, value];
  }

  /** Reads a value. If there are several, returns the last one. */
  #value(end: number): unknown {
    let value: unknown;
    while (this.#at < end) value = this.#kind(this.#varint());
    if (value === undefined) throw notAStruct();
    return value;
  }

  #kind(of: number): unknown {
    switch (of) {
      case tag.string:
        return this.#text(this.#end());
      case tag.number: {
        this.#at += 8;
        return this.#bytes.readDoubleLE(this.#at - 8);
      }
      case tag.boolean:
        return this.#varint() !== 0;
      case tag.null:
        this.#varint();
        return null;
      case tag.struct:
        return this.struct(this.#end());
      case tag.list:
        return this.#list(this.#end());
      default:
        return this.#skip(of);
    }
  }

  #list(end: number): unknown[] {
    const items: unknown[] = [];
    while (this.#at < end) {
      const of = this.#varint();
      if (of === tag.item) items.push(this.#value(this.#end()));
      else this.#skip(of);
    }
    return items;
  }

  #text(end: number): string {
    const text = this.#bytes.toString("utf8", this.#at, end);
    this.#at = end;
    return text;
  }

  /** Skips an unknown field. */
  #skip(of: number): undefined {
    const wireType = of & 7;
    if (wireType === 0) this.#varint();
    else if (wireType === 1) this.#at += 8;
    else if (wireType === 2) this.#at = this.#end();
    else if (wireType === 5) this.#at += 4;
    else throw notAStruct();
  }

  /** Reads a length. @returns the position where the content ends */
  #end(): number {
    const length = this.#varint();
    if (this.#at + length > this.#bytes.length) throw notAStruct();
    return this.#at + length;
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw notAStruct();
      this.#at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
}

function notAStruct(): Error {
  return new Error("Unexpected struct type.");
}
