import { digest, parseArchy } from "@genesys-flows/architect";
import fc from "fast-check";
import { markDocument, markLine, readMark, withoutMark } from "../../packages/provider/resources/flow/mark.ts";
import { callDocument } from "./harness/documents.ts";

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

test("any key is read back", () => {
  const keys = fc.string({ minLength: 1 }).filter((key) => key.trim() === key && !/[\r\n\u2028\u2029]/.test(key));
  fc.assert(
    fc.property(keys, fc.string(), (key, description) => {
      const text = `${withoutMark(description)}\n${markLine({ ...mark, key })}`;
      expect(readMark(text)?.key).toBe(key);
    }),
  );
});
