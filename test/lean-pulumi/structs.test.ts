import { keepStructsOnWire } from "@genesys-flows/lean-pulumi/structs";
import fc from "fast-check";
import patched from "google-protobuf/google/protobuf/struct_pb.js";

type Structs = typeof patched;

/** A copy of google-protobuf as it comes. */
const original = isolated();

function isolated(): Structs {
  let copy: Structs | undefined;
  jest.isolateModules(() => {
    copy = jest.requireActual<Structs>("google-protobuf/google/protobuf/struct_pb.js");
  });
  return copy as Structs;
}

beforeAll(() => keepStructsOnWire());

const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "ä", "\u0000", "𝄞", "x".repeat(200)));
const keys = fc.oneof(texts, fc.constantFrom("10", "9", "constructor", "__x"));
const { data } = fc.letrec((tie) => ({
  data: fc.dictionary(keys, tie("value"), { maxKeys: 8 }),
  value: fc.oneof(
    { depthSize: "small" },
    fc.oneof(texts, fc.boolean(), fc.constant(null), fc.double(), fc.integer()),
    tie("data"),
    fc.array(tie("value"), { maxLength: 6 }),
  ),
})) as { data: fc.Arbitrary<Record<string, patched.JavaScriptValue>> };

/** As the library would have it after a round trip. */
function through(written: Structs, read: Structs, value: Record<string, patched.JavaScriptValue>): unknown {
  const bytes = written.Struct.fromJavaScript(value).serializeBinary();
  return read.Struct.deserializeBinary(bytes).toJavaScript();
}

test("the wire format is the one of google-protobuf, in both directions", () => {
  fc.assert(
    fc.property(data, (value) => {
      const expected = through(original, original, value);
      expect(through(patched, original, value)).toEqual(expected);
      expect(through(original, patched, value)).toEqual(expected);
      expect(JSON.stringify(through(patched, patched, value))).toBe(JSON.stringify(expected));
      const bytes = (structs: Structs) => Buffer.from(structs.Struct.fromJavaScript(value).serializeBinary());
      expect(bytes(patched).equals(bytes(original))).toBe(true);
    }),
    { seed: 14, numRuns: 300 },
  );
});

test("the keys of a mapping come in the same order as with google-protobuf", () => {
  const value = { b: 1, a: { d: true, c: [{ z: 1, y: 2 }] }, "10": "x", "9": "y" };
  expect(JSON.stringify(through(patched, patched, value))).toBe(JSON.stringify(through(original, original, value)));
});

test("a Struct inside another message survives", () => {
  const value = patched.Value.fromJavaScript({ a: [{ b: 1 }] });
  expect(patched.Value.deserializeBinary(value.serializeBinary()).toJavaScript()).toEqual({ a: [{ b: 1 }] });
});

test("fields can be read and changed one by one", () => {
  const struct = patched.Struct.deserializeBinary(
    patched.Struct.fromJavaScript({ a: 1, b: { c: 2 } }).serializeBinary(),
  );
  const fields = struct.getFieldsMap();
  expect(fields.get("b")?.toJavaScript()).toEqual({ c: 2 });
  fields.set("d", patched.Value.fromJavaScript("new"));
  expect(struct.toJavaScript()).toEqual({ a: 1, b: { c: 2 }, d: "new" });
  expect(patched.Struct.deserializeBinary(struct.serializeBinary()).toJavaScript()).toEqual(struct.toJavaScript());
  expect(new patched.Struct().toJavaScript()).toEqual({});
});

test.each([
  ["12020a00"],
  ["18070a070a016112022001"],
  ["0a090a01611204200118070d00000000"],
  ["1100000000000000000a070a016112022001"],
])("bytes %s, with fields that a Struct does not have, are read as google-protobuf reads them", (hex) => {
  const read = (structs: Structs) => {
    try {
      return structs.Struct.deserializeBinary(Buffer.from(hex, "hex")).toJavaScript();
    } catch {
      return "refused";
    }
  };
  expect(read(patched)).toEqual(read(original));
});

test("what comes later does not change what was put in", () => {
  const value = { a: { b: 1 } };
  const struct = patched.Struct.fromJavaScript(value);
  value.a.b = 2;
  expect(struct.toJavaScript()).toEqual({ a: { b: 1 } });
});

test.each([[{ a: undefined }], [{ a: [undefined] }], [{ a: () => 1 }]])(
  "%p is refused, as google-protobuf refuses it",
  (value) => {
    expect(() => original.Struct.fromJavaScript(value as never)).toThrow("Unexpected struct type.");
    expect(() => patched.Struct.fromJavaScript(value as never)).toThrow("Unexpected struct type.");
  },
);

test.each([["0a"], ["0a05"], ["0a020a05"], ["0a0412021a7f"], ["0a0300"]])(
  "bytes %s that are not a Struct are refused",
  (hex) => {
    expect(() => {
      const bytes = Buffer.from(hex, "hex");
      patched.Struct.deserializeBinary(bytes).toJavaScript();
    }).toThrow();
  },
);

/** What no writer of Structs writes, and what is cut off. */
describe("other bytes are read as google-protobuf reads them", () => {
  const entry = (...value: number[]) => [0x0a, value.length + 5, 0x0a, 1, 0x61, 0x12, value.length, ...value];
  test.each<[string, number[]]>([
    ["an unknown field", [...entry(0x20, 1), 0x12, 1, 0]],
    ["an entry with its value first", [0x0a, 7, 0x12, 2, 0x20, 1, 0x0a, 1, 0x61]],
    ["an entry without a value", [0x0a, 3, 0x0a, 1, 0x61]],
    ["a value of no kind", entry()],
    ["a value of two kinds", entry(0x20, 1, 0x1a, 1, 0x62)],
    ["a null that is not 0", entry(0x08, 1)],
    ["a number that is cut off", entry(0x11, 0, 0)],
    ["a length past the end", [0x0a, 9, 0x0a, 1, 0x61]],
    ["a length of too many bytes", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a key twice", [...entry(0x20, 1), ...entry(0x20, 0)]],
  ])("%s", (_, bytes) => {
    const read = (structs: Structs) => {
      try {
        return structs.Struct.deserializeBinary(Uint8Array.from(bytes)).toJavaScript();
      } catch {
        return "refused";
      }
    };
    expect(read(patched)).toEqual(read(original));
  });
});
