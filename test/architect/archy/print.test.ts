import {
  type ArchyMap,
  type ArchyValue,
  archyFromBody,
  DiagnosticError,
  digest,
  parseArchy,
  printArchy,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { parseDocument } from "yaml";

const file = "f.yaml";
const printed = (body: ArchyMap) => archyFromBody("workflow", { name: "Test", ...body }, { file });

describe("print from data", () => {
  test("quotes what a YAML 1.1 reader would read as another type", () => {
    expect(printed({ a: "yes", no: "on", b: "010", c: "1:30", d: "2020-01-01", e: "null", f: "~", g: "" }).text).toBe(
      [
        "workflow:",
        "  name: Test",
        '  a: "yes"',
        '  "no": "on"',
        '  b: "010"',
        '  c: "1:30"',
        '  d: "2020-01-01"',
        '  e: "null"',
        '  f: "~"',
        '  g: ""',
        "",
      ].join("\n"),
    );
  });

  test("an expression of several lines is double-quoted", () => {
    expect(printed({ exp: 'If(\n  a == "b", 1, 2)' }).text).toContain('exp: "If(\\n  a == \\"b\\", 1, 2)"');
  });

  test("long texts are not folded", () => {
    expect(printed({ a: "word ".repeat(60).trim() }).text.split("\n")).toHaveLength(4);
  });

  test("a body without a name is refused", () => {
    expect(() => archyFromBody("workflow", {}, { file })).toThrow(DiagnosticError);
  });

  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "yes",
      "No",
      "ON",
      "0x1f",
      "1_000",
      "0b1",
      ".5",
      "1e3",
      "=",
      "<<",
      "- a",
      "a: b",
      "a #b",
      "{{",
      "12:30:45",
      "2001-12-14t21:59:43.10-05:00",
      "Ja\tb",
      "é",
      "\u2028",
      "\ud83d\ude00",
      "%x",
      "@x",
      "`x",
      "!x",
      "&x",
      "*x",
    ),
  );
  const value: fc.Arbitrary<ArchyValue> = fc.letrec<{ value: ArchyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc
        .dictionary(
          text.filter((k) => k !== "__proto__" && !k.includes("{{")),
          tie("value"),
          { maxKeys: 4 },
        )
        .map((m) => ({ ...m })),
    ),
  })).value;
  const plain = (v: ArchyValue): boolean => !JSON.stringify(v).includes("{{");

  test("parse(print(data)) is the data, under YAML 1.2 and 1.1, and has its digest", () => {
    fc.assert(
      fc.property(value.filter(plain), (data) => {
        const document = printed({ data });
        const again = parseArchy(document.text, { file });
        expect(again.body["data"]).toEqual(data);
        expect(digest(again)).toBe(digest(document));
        expect(parseDocument(document.text, { version: "1.1", merge: false }).toJS().workflow.data).toEqual(data);
      }),
      { numRuns: 300 },
    );
  });
});

test("print of a parsed document is its text", () => {
  const text = 'workflow: # the flow\n  "name": n   # quoted\n  future: {x: 1}\n';
  expect(printArchy(parseArchy(text, { file }))).toBe(text);
  expect(printArchy(parseArchy(text.trimEnd(), { file }))).toBe(text);
});
