import fc from "fast-check";
import { parse } from "yaml";
import { withExemptions } from "../../../packages/policies/base/index.ts";

const one = { rule: "failure-handled", flow: "claims", reason: "Agreed", owner: "Desk", expires: "2100-01-31" };
const block = "- rule: failure-handled\n  flow: claims\n  reason: Agreed\n  owner: Desk\n  expires: 2100-01-31\n";

test.each([
  ["an empty file", "", block],
  ["comments", "# Nothing yet.\n", `# Nothing yet.\n${block}`],
  ["a block list with odd layout", "-   {rule: a,flow: b}   # why\n", `-   {rule: a,flow: b}   # why\n${block}`],
  ["an indented list", "---\n  - rule: a\n", `---\n  - rule: a\n${block.replaceAll(/^/gm, "  ").trimEnd()}\n`],
  ["no line break at the end", "- rule: a", `- rule: a\n${block}`],
  ["a list in brackets", "[{rule: a}] # one\n", `- { rule: a }\n${block}`],
])("adds to %s", (_, text, expected) => {
  const added = withExemptions(text, [one]);
  expect(parse(added)).toEqual([...(parse(text) ?? []), one]);
  if (!text.startsWith("[")) expect(added).toBe(expected);
});

test("what is written is what is read, whatever the texts", () => {
  const text = fc.string({ minLength: 1, maxLength: 40 });
  const entry = fc.record({ rule: text, flow: text, node: text, reason: text, owner: text, expires: text });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 3 }), fc.array(entry, { minLength: 1, maxLength: 3 }), (had, added) => {
      const before = had.length > 0 ? withExemptions("# Ours.\n", had) : "# Ours.\n";
      expect(parse(withExemptions(before, added))).toEqual([...had, ...added]);
    }),
  );
});
