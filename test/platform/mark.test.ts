import { digest, parseArchy } from "@genesys-flows/architect";
import fc from "fast-check";
import { markDocument, markLine, readMark, withoutMark } from "../../packages/platform/flows/mark.ts";
import { callDocument } from "../provider/harness/documents.ts";

const mark = { project: "flows", stack: "dev", key: "sales", digest: "a".repeat(64) };

test("the mark is the last line of the description, and is read back", () => {
  const document = parseArchy(callDocument({ description: "Sales line\nof Springfield" }), { file: "sales.yaml" });
  const marked = markDocument(document, mark);
  expect(marked.body["description"]).toBe(`Sales line\nof Springfield\n${markLine(mark)}`);
  expect(readMark(marked.body["description"] as string)).toEqual(mark);
  expect(parseArchy(marked.text, { file: "marked.yaml" }).body).toEqual(marked.body);
});

test("an older mark is replaced, so that an export of a published flow can be published again", () => {
  const document = parseArchy(callDocument({ description: "Sales line" }), { file: "sales.yaml" });
  const twice = markDocument(markDocument(document, { ...mark, digest: "b".repeat(64) }), mark);
  expect(twice.body).toEqual(markDocument(document, mark).body);
});

test("a name that is written as a number is one", () => {
  const document = parseArchy(callDocument({ name: "2024" }), { file: "sales.yaml" });
  expect(document.body["name"]).toBe(2024);
  expect(parseArchy(markDocument(document, mark).text, { file: "marked.yaml" }).body["name"]).toBe("2024");
});

test("nothing but the description changes", () => {
  const document = parseArchy(callDocument({ description: "Sales line" }), { file: "sales.yaml" });
  const marked = markDocument(document, mark);
  expect({ ...marked.body, description: "" }).toEqual({ ...document.body, description: "" });
  expect(digest(marked)).not.toBe(digest(document));
});

test.each([
  ["", undefined],
  [null, undefined],
  ["managed by somebody", undefined],
  [`managed by flows/dev/sales ${"a".repeat(63)}`, undefined],
  [`managed by flows/dev/sales ${"a".repeat(64)}`, "sales"],
  [`text\r\nmanaged by flows/dev/sales ${"a".repeat(64)}\r\n`, "sales"],
  [`managed by flows/dev/sales line/one ${"a".repeat(64)}`, "sales line/one"],
])("%j", (description, key) => {
  expect(readMark(description)?.key).toBe(key);
});

describe("a mark counts only as a whole line, and the last one counts", () => {
  const ours = markLine(mark);
  const theirs = markLine({ project: "other", stack: "prod", key: "sales", digest: "c".repeat(64) });
  test.each<[string, string, string | undefined]>([
    ["in the middle of a longer text", `What was here:\n${ours}\nand is still true.`, "flows/dev/sales"],
    ["quoted within a line", `See "${ours}".`, undefined],
    ["after other words", `It is ${ours}`, undefined],
    ["before other words", `${ours} since May`, undefined],
    ["two, ours last", `${theirs}\n${ours}`, "flows/dev/sales"],
    ["two, theirs last", `${ours}\n${theirs}`, "other/prod/sales"],
    ["twice", `${ours}\n${ours}`, "flows/dev/sales"],
    ["with a digest in capitals", ours.replace(/a{64}/, "A".repeat(64)), undefined],
    ["with a digest that is longer", `${ours}a`, undefined],
    ["without a key", `managed by flows/dev/ ${"a".repeat(64)}`, undefined],
    ["with a stack of two words", `managed by flows/my dev/sales ${"a".repeat(64)}`, undefined],
  ])("%s", (_name, description, owner) => {
    const found = readMark(description);
    expect(found && `${found.project}/${found.stack}/${found.key}`).toBe(owner);
  });

  test("forged ones are not sent along: a document that is published has ours alone", () => {
    const description = `Sales line\n${theirs}\nof Springfield\n${ours}`;
    const document = parseArchy(callDocument({ description }), { file: "sales.yaml" });
    expect(markDocument(document, mark).body["description"]).toBe(`Sales line\nof Springfield\n${ours}`);
  });
});

test("any key is read back", () => {
  const keys = fc.string({ minLength: 1 }).filter((key) => key.trim() === key && !/[\r\n\u2028\u2029]/.test(key));
  fc.assert(
    fc.property(keys, fc.string(), (key, description) => {
      const text = `${withoutMark(description)}\n${markLine({ ...mark, key })}`;
      expect(readMark(text)?.key).toBe(key);
    }),
  );
});
