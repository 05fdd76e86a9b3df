import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeStruct, encodeStruct } from "./struct-codec.ts";

/** The part of the library's writer and reader that is used here. */
interface Writer {
  writeSerializedMessage(bytes: Uint8Array, start: number, end: number): void;
}
interface Reader {
  nextField(): boolean;
  isEndGroup(): boolean;
  skipField(): void;
  getCursor(): number;
  getBuffer(): Uint8Array;
}

/** The class `Struct` of google-protobuf at run time. */
interface StructClass {
  new (): StructMessage;
  fromJavaScript(data: object): StructMessage;
  serializeBinaryToWriter(message: StructMessage, writer: Writer): void;
  deserializeBinary(bytes: Uint8Array): StructMessage;
  deserializeBinaryFromReader(message: StructMessage, reader: Reader): StructMessage;
  readonly prototype: StructMessage;
}
interface StructMessage {
  toJavaScript(): object;
  getFieldsMap(optional?: boolean): unknown;
  [wire]?: Uint8Array;
}

/** Key of a message's wire format; such a message has no fields. */
const wire = Symbol("wire");

/**
 * Makes each Struct keep its wire format until its data is read. Resource properties are passed between engine,
 * program, provider and policy pack as Structs, and google-protobuf creates a message and an array for each of their
 * values.
 */
export function keepStructsOnWire(): void {
  const struct = structMessages.Struct as unknown as StructClass;
  const own = {
    fromReader: struct.deserializeBinaryFromReader,
    toWriter: struct.serializeBinaryToWriter,
    toJavaScript: struct.prototype.toJavaScript,
    fieldsMap: struct.prototype.getFieldsMap,
    deserialize: struct.deserializeBinary,
  };
  struct.fromJavaScript = (data) => Object.assign(new struct(), { [wire]: encodeStruct(data) });
  struct.prototype.toJavaScript = function (this: StructMessage) {
    return this[wire] ? decodeStruct(this[wire]) : own.toJavaScript.call(this);
  };
  struct.serializeBinaryToWriter = (message, writer) => {
    const bytes = message[wire];
    if (bytes) writer.writeSerializedMessage(bytes, 0, bytes.length);
    else own.toWriter(message, writer);
  };
  let fields = false;
  struct.deserializeBinaryFromReader = (message, reader) => {
    if (fields) return own.fromReader(message, reader);
    const start = reader.getCursor();
    while (reader.nextField() && !reader.isEndGroup()) reader.skipField();
    message[wire] = reader.getBuffer().subarray(start, reader.getCursor());
    return message;
  };
  // Creates the fields for code that reads them one by one.
  struct.prototype.getFieldsMap = function (this: StructMessage, optional) {
    const bytes = this[wire];
    if (bytes) {
      delete this[wire];
      fields = true;
      try {
        Object.assign(this, own.deserialize(bytes));
      } finally {
        fields = false;
      }
    }
    return own.fieldsMap.call(this, optional);
  };
}
