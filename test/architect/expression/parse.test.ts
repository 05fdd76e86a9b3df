import fc from "fast-check";
import { visit } from "../../../packages/architect/expression/ast.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";
import { read, shown } from "./shown.ts";

describe("an expression is read", () => {
  test.each([
    ['"a"', '"a"'],
    ['"say \\"yes\\""', '"say \\"yes\\""'],
    ['"a ""b"""', '"a \\"b\\""'],
    ['"line\\nline"', '"line\\nline"'],
    ["12", "12"],
    ["1.5", "1.5"],
    ["-1", "-1"],
    ["True", "true"],
    ["not_set", "NOT_SET"],
    ["Flow.customerId", "Flow.customerId"],
    ["flow . customerId", "flow.customerId"],
    ["Call.Contact.firstName", "Call.Contact.firstName"],
    ["Chat.Guest.customFields[Task.i + 1].key", "Chat.Guest.customFields[(Task.i + 1)].key"],
    ["ToPhoneNumber(Call.Ani).e164", "ToPhoneNumber(Call.Ani).e164"],
    ["Now()", "Now()"],
    ["Format.Date.shortYear", "Format.Date.shortYear"],
    ['Flow.data."first name".x', "Flow.data.first name.x"],
    ["1. + .5", "(1 + 0.5)"],
    ["Flow.$total", "Flow.$total"],
    ["If(\n  IsSet(Flow.a),\n  1,\n  2\n)", "If(IsSet(Flow.a), 1, 2)"],
    ["Flow.a // why\n + 1 /* more */", "(Flow.a + 1)"],
  ])("%s", (text, wanted) => expect(read(text)).toBe(wanted));
});

describe("operators group", () => {
  test.each([
    ["1 + 2 * 3", "(1 + (2 * 3))"],
    ["1 - 2 - 3", "((1 - 2) - 3)"],
    ["(1 + 2) * 3", "((1 + 2) * 3)"],
    ["Flow.a == 1 and Flow.b != 2 OR Flow.c", "(((Flow.a == 1) and (Flow.b != 2)) or Flow.c)"],
    ["Flow.a or Flow.b and Flow.c", "(Flow.a or (Flow.b and Flow.c))"],
    ["!IsSet(Flow.a) and Flow.b", "(!IsSet(Flow.a) and Flow.b)"],
    ["!Flow.a == Flow.b", "(!Flow.a == Flow.b)"],
    ["-Flow.a + 1", "(-Flow.a + 1)"],
    ["Flow.a + 1 >= Flow.b / 2", "((Flow.a + 1) >= (Flow.b / 2))"],
    ["Flow.a < 1 == true", "((Flow.a < 1) == true)"],
    ["2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"],
    ["2 * 3 ^ 2", "(2 * (3 ^ 2))"],
    ["-Flow.a ^ 2", "(-Flow.a ^ 2)"],
    ["!~Flow.a", "!~Flow.a"],
    ["-(-Flow.a)", "--Flow.a"],
    ["Flow.a | Flow.b & 1 == 2", "(Flow.a | (Flow.b & (1 == 2)))"],
    ["Flow.a and Flow.b | 1", "(Flow.a and (Flow.b | 1))"],
    ["Flow.a % 2 == 0", "((Flow.a % 2) == 0)"],
    ["Flow.a or Flow.b ? 1 : 2", "((Flow.a or Flow.b) ? 1 : 2)"],
    ["Flow.a ? 1 : Flow.b ? 2 : 3", "((Flow.a ? 1 : Flow.b) ? 2 : 3)"],
    ["Flow.a ? (Flow.b ? 1 : 2) : 3", "(Flow.a ? (Flow.b ? 1 : 2) : 3)"],
    ["Flow.a ? Flow.b and Flow.c : 3 + 4", "(Flow.a ? (Flow.b and Flow.c) : (3 + 4))"],
    ["Flow.a && Flow.b || not Flow.c", "((Flow.a and Flow.b) or !Flow.c)"],
  ])("%s", (text, wanted) => expect(read(text)).toBe(wanted));
});

describe("a mistake has its place", () => {
  test.each([
    ["", "0-0 The expression is empty."],
    ["  ", "0-2 The expression is empty."],
    ['"abc', "0-4 The closing quote is missing."],
    ["1 /* a", "2-6 The comment is not closed."],
    ["Flow.a = 1", "7-8 '=' is not valid here."],
    ["Flow.a <> 1", "7-9 '<>' is not valid here."],
    ["Flow.a ==", "7-9 A value is missing after '=='."],
    ["and Flow.a", "0-3 A value is missing before 'and'."],
    ["Trim(Flow.a", "4-5 '(' has no closing ')'."],
    ["Trim(Flow.a Flow.b)", "12-16 'Flow' is not valid here; ')' is missing before it."],
    ["Flow.a)", "6-7 ')' is not valid here."],
    ["Flow.", "4-5 A name is missing after the dot."],
    ["Flow.a[1", "6-7 '[' has no closing ']'."],
    ["Flow.customer id", "14-16 'id' is not valid here."],
    ["'yes'", "0-1 ''' is not valid here."],
    ["If(Flow.a, , 1)", "11-12 ',' is not valid here."],
    ["5Flow", "0-1 '5' is not valid here."],
    ["--Flow.a", "1-2 '-' is not valid after '-'."],
    ["1 - +2", "4-5 A value is missing before '+'."],
    ["Flow.a ? 1", "7-8 '?' has no closing ':'."],
    ["Flow.a ? Flow.b or Flow.c : 3", "16-18 'or' is not valid here; ':' is missing before it."],
    ["Flow.a : 1", "7-8 ':' is not valid here."],
    ["{{x}}", "0-1 '{' is not valid here."],
  ])("%s", (text, wanted) => expect(read(text)).toBe(wanted));
});

test("what only other languages have gets a note", () => {
  const notes = (text: string) => {
    const parsed = parseExpression(text);
    return parsed.ok ? parsed.notes.map((note) => text.slice(note.from, note.to)) : undefined;
  };
  expect(notes("Flow.a && Flow.b % 2 == 0 || not Flow.c")).toEqual(["&&", "||", "not"]);
  expect(notes("Flow.a and Flow.b or !Flow.c")).toEqual([]);
});

describe("laws", () => {
  const leaf = fc.constantFrom("Flow.a", "Task.b_2", "1", "2.5", '"x"', '""', "true", "NOT_SET", "Call.Ani");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom("==", "!=", "<", ">=", "and", "or", "+", "-", "*", "/", "%", "^", "|", "&"),
          tie("expression"),
        )
        .map(([left, operator, right]) => `${left} ${operator} ${right}`),
      tie("expression").map((inner) => `(${inner})`),
      tie("expression").map((inner) => `!${inner}`),
      tie("expression").map((inner) => `~(${inner})`),
      fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a}) ? (${b}) : 1`),
      fc.array(tie("expression"), { maxLength: 3 }).map((args) => `If(${args.join(",\n")})`),
      tie("expression").map((inner) => `(${inner})[${inner}].x`),
    ),
  }));

  test("explicit groups do not change the expression", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const parsed = parseExpression(text);
        if (!parsed.ok) throw new Error(parsed.problem.message);
        expect(read(shown(parsed.expression))).toBe(shown(parsed.expression));
        for (const part of visit(parsed.expression)) {
          expect(part.from).toBeGreaterThanOrEqual(parsed.expression.from);
          expect(part.to).toBeLessThanOrEqual(parsed.expression.to);
        }
      }),
    );
  });

  test("every text is an expression or a mistake", () => {
    const words = fc.constantFrom(
      "Flow",
      ".",
      "a",
      "(",
      ")",
      "[",
      "]",
      ",",
      '"',
      "\\",
      "==",
      "and",
      "!",
      "-",
      "1",
      " ",
      "\n",
      "/*",
      "é",
      "😀",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const parsed = parseExpression(text);
        if (parsed.ok) return;
        expect(parsed.problem.from).toBeLessThanOrEqual(parsed.problem.to);
        expect(parsed.problem.to).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["parentheses", "(".repeat(200_000)],
    ["calls", "If(".repeat(100_000)],
    ["negations", "!".repeat(200_000)],
    ["a sum", `1${"+1".repeat(200_000)}`],
    ["members", `Flow.a${".a".repeat(200_000)}`],
    ["comments without an end", "/*".repeat(200_000)],
    ["a text without an end", `"${"\\".repeat(200_000)}`],
  ])("%s, many of them, are read or refused without harm", (_title, text) => {
    const parsed = parseExpression(text);
    if (parsed.ok) expect([...visit(parsed.expression)].length).toBeGreaterThan(100_000);
    else expect(parsed.problem.message).not.toBe("");
  });
});
