import { count, plural } from "@genesys-flows/architect/count";

test.each([
  [1, "flow", "1 flow"],
  [0, "flow", "0 flows"],
  [2, "response library", "2 response libraries"],
  [2, "day", "2 days"],
])("%d of '%s' is '%s'", (n, one, text) => {
  expect(count(n, one)).toBe(text);
});

test("an irregular plural is given", () => {
  expect(count(1, "number or address", "numbers and addresses")).toBe("1 number or address");
  expect(count(3, "number or address", "numbers and addresses")).toBe("3 numbers and addresses");
});

test("a plural alone", () => {
  expect(plural("query")).toBe("queries");
});
