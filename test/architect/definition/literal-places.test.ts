import { literalPlaces } from "../../../packages/architect/definition/literal-places.ts";

const text = `const helper = { nodes: { a: 1 } };
export const flow = defineFlow({
  inboundCall: "A { name", // nodes: {
  "start": 'a',
  /* nodes: { a: wrong } */
  numbers: ["+1", { deep: 1 }],
  nodes: {
    ...helper.nodes,
    a: withNote({ playAudio: \`Hello \${name}\`, then: "b" }),
    "b-2": { decision: x ? "=y" : z({ no: 1 }), on: { yes: "a", no: "a" } },
    short,
  },
});
`;
const find = literalPlaces(text, text.indexOf("defineFlow"));
const shown = (...path: (string | number)[]) => {
  const found = find(path);
  return found && [text.slice(0, found.from).split("\n").length, text.slice(found.from, found.from + found.length)];
};

test.each([
  [["inboundCall"], [3, "inboundCall"]],
  [["start"], [4, '"start"']],
  [["nodes"], [7, "nodes"]],
  [
    ["nodes", "a", "then"],
    [9, "then"],
  ],
  [
    ["nodes", "b-2", "on", "no"],
    [10, "no"],
  ],
  [
    ["nodes", "short"],
    [11, "short"],
  ],
  [
    ["numbers", 1, "deep"],
    [6, "deep"],
  ],
])("the key at %j", (path, expected) => {
  expect(shown(...path)).toEqual(expected);
});

test("a value that is not a literal has the place of the literal around it", () => {
  expect(shown("nodes", "c", "then")).toEqual([7, "nodes"]);
  expect(shown("nodes", "a", "on", "x")).toEqual([9, "a"]);
  expect(shown("outcomes")).toBeUndefined();
});

test.each(["f(", "f({a: {", 'f({"a', "f({a: `", `f(${"{a:".repeat(5000)}`, ""])(
  "a text that ends anywhere is read: %#",
  (broken) => {
    expect(() => literalPlaces(broken, 0)(["a"])).not.toThrow();
  },
);
