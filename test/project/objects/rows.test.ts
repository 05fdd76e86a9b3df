import { type Diagnostic, formatDiagnostic } from "@genesys-flows/architect";
import fc from "fast-check";
import type { TableRows } from "../../../packages/project/objects/declared-object.ts";
import { inlineRows } from "../../../packages/project/objects/rows/inline-rows.ts";
import { readRows } from "../../../packages/project/objects/rows/read-rows.ts";
import type { TableShape } from "../../../packages/project/objects/rows/table.ts";
import { writeRows } from "../../../packages/project/objects/rows/write-rows.ts";

const table: TableShape = {
  key: "number",
  columns: {
    queue: { type: "string" },
    priority: { type: "integer" },
    weight: { type: "number" },
    open: { type: "boolean" },
  },
};

const read = (content: string | Uint8Array, of = table) => readRows({ file: "flows/routing.csv", content, table: of });
const short = ({ code, location }: Diagnostic) => `${location?.line}:${location?.column} ${code}`;
const places = async (content: string | Uint8Array, of = table) => (await read(content, of)).findings.map(short);
/** The text under the caret of a finding. */
const marked = ({ location }: Diagnostic) =>
  location?.sourceLine?.slice(location.column - 1, location.column - 1 + (location.length ?? 1));
const bytesOf = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);

describe("rows of a CSV", () => {
  test("are read by key, with each value in its column's type", async () => {
    const { rows, findings } = await read(
      "number,queue,priority,weight,open\n+13175550100,Sales,5,2.5,true\n0049301,,7,,FALSE\n",
    );
    expect(findings).toEqual([]);
    expect(rows).toEqual({
      "+13175550100": { queue: "Sales", priority: 5, weight: 2.5, open: true },
      "0049301": { priority: 7, open: false },
    });
  });

  test.each<[string, string, TableRows]>([
    ["columns in another order, the key as `key`", "queue,key\nSales,1\n", { "1": { queue: "Sales" } }],
    ["spaces around names of columns", "number, queue\n1,Sales\n", { "1": { queue: "Sales" } }],
    ["leading zeros of text", "number,queue\n0041,007\n", { "0041": { queue: "007" } }],
    ["line feeds, commas and quotes in quotes", 'number,queue\n1,"a,""b""\r\nc"\n', { "1": { queue: 'a,"b"\r\nc' } }],
    ["CR LF, and a mixture of line ends", "number,queue\r\n1,A\r\n2,B\n3,C\r4,D", rowsOf("A", "B", "C", "D")],
    ["empty lines, and lines of separators alone", "number,queue\n\n1,A\n,\n2,B\n\n", rowsOf("A", "B")],
    [
      "an empty cell has no value, and empty quotes are the empty text",
      'number,queue\n1,""\n2,\n',
      { "1": { queue: "" }, "2": {} },
    ],
    ["separators at the end of a line", "number,queue,,\n1,A,,\n2,B,,\n", rowsOf("A", "B")],
    ["a short line", "number,queue,priority\n1,A\n", { "1": { queue: "A" } }],
    ["no rows", "number,queue\n", {}],
    ["a byte order mark", "\uFEFFnumber,queue\n1,A\n", rowsOf("A")],
    [
      "keys that objects have names for",
      "number,queue\n__proto__,A\nconstructor,B\n",
      Object.fromEntries([
        ["__proto__", { queue: "A" }],
        ["constructor", { queue: "B" }],
      ]),
    ],
    [
      "numbers of every form",
      "number,weight,priority\n1,-.5,+3\n2,1e3,-0\n",
      {
        "1": { weight: -0.5, priority: 3 },
        "2": { weight: 1000, priority: 0 },
      },
    ],
  ])("%s", async (_, text, rows) => {
    for (const content of [text, Buffer.from(text)]) expect(await read(content)).toEqual({ rows, findings: [] });
  });

  test.each([
    ["semicolons", "number;queue;weight\n1;A,B;2.5\n"],
    ["tabs", "number\tqueue\tweight\n1\tA,B\t2.5\n"],
  ])("%s are recognised by the first line, and noted", async (_, text) => {
    const { rows, findings } = await read(text);
    expect(rows).toEqual({ "1": { queue: "A,B", weight: 2.5 } });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["note rows-separator"]);
  });

  test("a first line with `sep=` names the separator, and is not a row", async () => {
    const { rows, findings } = await read('sep=;\r\nnumber;queue\r\n1;A\r\n2;"B\r\n');
    expect(rows).toEqual(rowsOf("A"));
    expect(findings.map(short)).toEqual(["1:1 rows-separator", "4:3 rows-quotes"]);
  });

  test.each<[string, string, string[]]>([
    ["nothing", "", ["1:1 rows-columns"]],
    ["no key", "queue,priority\nA,x\n", ["1:1 rows-columns", "2:3 rows-value"]],
    ["a column that the table lacks", "number,queu\n1,A\n", ["1:8 rows-columns"]],
    ["a column twice", "number,queue,queue\n1,A,B\n", ["1:14 rows-columns"]],
    ["the key under both of its names", "number,key\n1,2\n", ["1:8 rows-columns"]],
    ["no key in a row", "number,queue\n,A\n1,B\n", ["2:1 rows-key"]],
    ["a key twice", "number,queue\n1,A\n2,B\n1,C\n", ["4:1 rows-key"]],
    ["a long key", `number,queue\n${"1".repeat(257)},A\n`, ["2:1 rows-key"]],
    ["more values than columns", "number,queue\n1,A,B\n", ["2:5 rows-columns"]],
    ["a quote within a value", 'number,queue\n1,x"y\n2,B\n', ["2:3 rows-quotes"]],
    ["text after a quote", 'number,queue\n1,"x"y\n2,B\n', ["2:3 rows-quotes"]],
    ["a quote that is never closed", 'number,queue\n1,A\n\n"2,B\n3,C\n', ["4:1 rows-quotes"]],
    ["values of other types", "number,priority,open\n1,high,maybe\n", ["2:3 rows-value", "2:8 rows-value"]],
    ["a place after letters of several bytes", "number,queue,priority\n1,Münzgeschäft 🎧,x\n", ["2:19 rows-value"]],
    ["a place after a line within quotes", 'number,queue,priority\n1,"a\nb",x\n', ["3:4 rows-value"]],
    ["a place in a line that begins later", "number,queue,priority\n\n\n1,A,x\n", ["4:5 rows-value"]],
    [
      "lost characters, spaces and errors of a spreadsheet",
      "number,queue\n1,M\uFFFDller\n2, B\n3,#N/A\n",
      ["2:3 rows-doubt", "3:3 rows-doubt", "4:3 rows-doubt"],
    ],
    [
      "numbers that a spreadsheet shortened",
      "number,queue\n1.31756E+10,4.9E+11\n",
      ["2:1 rows-doubt", "2:13 rows-doubt"],
    ],
  ])("reports %s, at its place", async (_, text, expected) => {
    expect(await places(text)).toEqual(expected);
    expect(await places(`\uFEFF${text}`)).toEqual(expected);
    expect(await places(text.replaceAll("\n", "\r\n"))).toEqual(expected);
  });

  test.each([
    ["integer", "5.0", "error", "Write it without a decimal part: 5"],
    ["integer", "1,5", "error", "Write a whole number, without thousands separators."],
    ["integer", "9007199254740993", "error", "make the column a `string`"],
    ["integer", "1.3E+10", "error", "Format the column as a number without decimals"],
    ["integer", "0x10", "error", "whole number"],
    ["integer", "007", "warning", "keep the zeros"],
    ["number", "1,5", "error", "Write a decimal point: 1.5"],
    ["number", "1.234,5", "error", "Write a number"],
    ["number", "1e999", "error", "Write a number"],
    ["number", "Infinity", "error", "Write a number"],
    ["number", "12345678901234567.1", "warning", "Digits after the 15th may change."],
    ["boolean", "yes", "error", "Write `true` or `false`."],
    ["boolean", "1", "error", "Write `true` or `false`."],
  ] as const)("a column of type %s with %s: %s", async (type, text, severity, hint) => {
    const of: TableShape = { key: "key", columns: { value: { type } } };
    const { findings, rows } = await read(`key,value\nk,"${text}"\n`, of);
    expect(findings).toMatchObject([{ severity, location: { line: 2, column: 3 } }]);
    expect(findings[0]?.hint).toContain(hint);
    expect(Object.keys(rows["k"] ?? {})).toEqual(severity === "error" ? [] : ["value"]);
  });

  test("names the nearest column, the earlier line of a key, and shows the line", async () => {
    const { findings } = await read("number,queu\n+1,A\n+2,B\n+1,C\n");
    expect(findings.map((finding) => formatDiagnostic(finding)).join("\n\n")).toMatchInlineSnapshot(`
      "flows/routing.csv:1:8 error rows-columns: The table has no column \`queu\`.
        1 | number,queu
          |        ^^^^
        hint: Did you mean \`queue\`?

      flows/routing.csv:4:1 error rows-key: The key \`+1\` already has a row, on line 2.
        4 | +1,C
          | ^^
        hint: Remove one of the two rows."
    `);
  });

  test("names the first 20 mistakes of a kind, and counts the others", async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `${index},x`);
    const { findings } = await read(["number,priority", ...lines, "0,1"].join("\n"));
    expect(findings.map(({ code }) => code)).toEqual([...Array(21).fill("rows-value"), "rows-key"]);
    expect(findings[20]).toMatchObject({
      message: expect.stringContaining("480 more findings"),
      location: { line: 22 },
    });
  });

  test("warns above the platform's documented number of rows", async () => {
    const text = (rows: number) =>
      `number,queue\n${Array.from({ length: rows }, (_, index) => `${index},A\n`).join("")}`;
    expect(await places(text(5000))).toEqual([]);
    expect((await read(text(5001))).findings).toMatchObject([{ severity: "warning", code: "rows-limits" }]);
  });
});

describe("a CSV that is not UTF-8", () => {
  const text = "number,queue,priority\n1,Zürich,x\n2,Genève,5\n";

  test("in Windows-1252 is refused with the command that converts it, and its content is checked", async () => {
    const { findings, rows } = await read(bytesOf(text, "latin1"));
    expect(findings.map(short)).toEqual(["2:4 rows-encoding", "2:10 rows-value"]);
    expect(findings[0]).toMatchObject({
      severity: "error",
      hint: expect.stringContaining("iconv -f WINDOWS-1252 -t UTF-8 'flows/routing.csv'"),
      location: { sourceLine: "1,Zürich,x" },
    });
    expect(rows).toEqual({
      "1": { queue: "Zürich" },
      "2": { queue: "Genève", priority: 5 },
    });
  });

  test.each([
    ["little-endian", (utf16: Buffer) => utf16],
    ["big-endian", (utf16: Buffer) => Buffer.from(utf16).swap16()],
  ])("in UTF-16, %s, is refused, and its content is checked", async (_, of) => {
    const { findings, rows } = await read(of(bytesOf(`\uFEFF${text}`, "utf16le")));
    expect(findings.map(short)).toEqual(["1:1 rows-encoding", "2:10 rows-value"]);
    expect(rows["2"]).toEqual({ queue: "Genève", priority: 5 });
  });

  test.each([
    ["a workbook", Buffer.from("PK\u0003\u0004..."), "save the sheet as `CSV UTF-8`"],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "save the sheet as `CSV UTF-8`"],
    ["binary", Buffer.from("a,b\u0000c"), "Save the rows as CSV"],
    [
      "a pointer of Git LFS",
      Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
      "git lfs pull",
    ],
  ])("because it is %s is not read", async (_, content, hint) => {
    const { findings, rows } = await read(content);
    expect(rows).toEqual({});
    expect(findings).toMatchObject([{ code: "rows-file", hint: expect.stringContaining(hint) }]);
  });
});

describe("any text as a CSV", () => {
  const shapes = fc.constantFrom("number,queue,priority", "number;queue;priority", "queue,key", "");
  const piece = fc.constantFrom(",", ";", '"', '""', "\n", "\r\n", "\r", "1", "Sales", "ü", "🎧", " ", "x", "\uFEFF");

  test("is read without a failure, and each finding is at a place that exists", async () => {
    const texts = fc
      .tuple(shapes, fc.array(piece, { maxLength: 40 }))
      .map(([first, rest]) => `${first}\n${rest.join("")}`);
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
        for (const { location, code } of (await read(text)).findings) {
          expect(location?.sourceLine ?? lines[0]).toBe(lines[(location?.line ?? 0) - 1]);
          if (code === "rows-quotes") expect(marked({ location } as Diagnostic)).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });

  test("has under the caret the value that a finding names", async () => {
    const value = fc
      .array(fc.constantFrom("ü", "🎧", "x", ",", ";", "y"), { minLength: 1 })
      .map((parts) => `q${parts.join("")}`);
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), async (values) => {
        const text = `number,queue,priority\n${values.map((text, index) => `${index},"${text}","${text}"`).join("\r\n")}`;
        const { findings } = await read(text);
        expect(findings.map(marked)).toEqual(values.map((value) => `"${value}"`));
      }),
    );
  });
});

describe("rows as a CSV", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "Ü", "🎧", '"', ",", ";", "\n", "\r", "\t", "0", "+", "="),
  });
  const row = fc.record(
    {
      queue: text,
      priority: fc.maxSafeInteger(),
      weight: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
      open: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const key = text.filter((text) => text !== "" && !text.startsWith("\uFEFF"));

  test("are the same when they are read again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, row), async (rows) => {
        const { rows: again, findings } = await read(writeRows(rows, table));
        expect(again).toEqual(rows);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      }),
    );
  });

  test("are sorted by key, and name the key by its title", () => {
    const rows = {
      b: { queue: "B" },
      "10": { priority: 1 },
      "2": { open: true },
    };
    expect(writeRows(rows, table)).toBe("number,queue,priority,weight,open\n10,,1,,\n2,,,,true\nb,B,,,\n");
  });

  test("name the key `key` where its title is a column", async () => {
    const of: TableShape = {
      key: "queue",
      columns: { queue: { type: "string" } },
    };
    expect(writeRows({ a: { queue: "A" } }, of)).toBe("key,queue\na,A\n");
    expect(await read("key,queue\na,A\n", of)).toEqual({
      rows: { a: { queue: "A" } },
      findings: [],
    });
  });
});

describe("rows within YAML", () => {
  const check = (rows: Record<string, unknown>) => {
    const { findings, rows: read } = inlineRows(rows, table);
    return {
      findings: findings.map(({ path, code }) => [path.join("/"), code].join(" ")),
      rows: read,
    };
  };

  test("are read by key; a row or a value may be null", () => {
    expect(
      check({
        "+1": { queue: "A", priority: 5, weight: 2.5, open: false },
        "+2": { queue: null },
        "+3": null,
      }),
    ).toEqual({
      findings: [],
      rows: {
        "+1": { queue: "A", priority: 5, weight: 2.5, open: false },
        "+2": {},
        "+3": {},
      },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an unknown column", { "1": { queu: "A" } }, "1/queu rows-columns"],
    ["the key as a column", { "1": { number: "1" } }, "1/number rows-columns"],
    ["a number in place of text", { "1": { queue: 5 } }, "1/queue rows-value"],
    ["text in place of a number", { "1": { priority: "5" } }, "1/priority rows-value"],
    ["a fraction", { "1": { priority: 5.5 } }, "1/priority rows-value"],
    ["a number with too many digits", { "1": { priority: 2 ** 60 } }, "1/priority rows-value"],
    ["text in place of a boolean", { "1": { open: "yes" } }, "1/open rows-value"],
    ["a list", { "1": { queue: ["A"] } }, "1/queue rows-value"],
    ["a row that is a value", { "1": "A" }, "1 rows-value"],
    ["an empty key", { "": { queue: "A" } }, " rows-key"],
    ["a key that a spreadsheet shortened", { "1.3E+10": { queue: "A" } }, "1.3E+10 rows-doubt"],
  ])("%s is reported at its path", (_, rows, expected) => {
    expect(check(rows).findings).toEqual([expected]);
  });
});

function rowsOf(...queues: string[]): TableRows {
  return Object.fromEntries(queues.map((queue, index) => [String(index + 1), { queue }]));
}
