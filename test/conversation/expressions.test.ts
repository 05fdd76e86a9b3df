import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { tabledFunctions } from "@genesys-flows/architect/expression";
import {
  type Assumption,
  type Environment,
  EvaluationError,
  evaluate,
  implementationOf,
  jsonOf,
  stringValue,
  textOf,
  typeName,
  type Value,
} from "@genesys-flows/conversation";
import { referenceFolder } from "../harness/checkout.ts";

const VECTORS = path.join(referenceFolder, "expression-vectors.json");

/** Results of the vendor's examples that contradict another of them, with what the evaluator answers, and why. */
const CONTRADICTED: Readonly<Record<string, readonly [answer: string, why: string]>> = {
  'FindFirst(MakeList(ToPhoneNumber("sip:john.doe@company.com"), ToPhoneNumber("sips:john.doe@company.com")), ToPhoneNumber("sip:john.doe@company.com"))':
    ["0", "the example of Find with the same list finds the item at 0, and == finds sip: and sips: different"],
};

function environment(o: Partial<Environment> = {}): Environment {
  return {
    now: new Date("2026-12-24T10:00:00Z"),
    languages: { default: "en-us", supported: ["en-us", "es-us"] },
    variable: () => undefined,
    assume: () => undefined,
    ...o,
  };
}

/** As the vendor's table writes results: texts in quotes. */
function written(value: Value): string {
  const text = textOf(value);
  return value.type === "string" && text !== undefined ? JSON.stringify(text) : String(text);
}

async function result(expression: string, o: Partial<Environment> = {}): Promise<string> {
  return written(await evaluate(expression, environment(o)));
}

async function failure(expression: string, o: Partial<Environment> = {}): Promise<EvaluationError> {
  const error = await evaluate(expression, environment(o)).catch((thrown: unknown) => thrown);
  if (!(error instanceof EvaluationError)) throw new Error(`${expression} has the value ${JSON.stringify(error)}`);
  return error;
}

const isThere = existsSync(VECTORS);
if (!isThere) console.warn("../shared/reference does not exist: the vendor's results are not compared.");

(isThere ? test : test.skip)("every result of the vendor's table", async () => {
  const { vectors } = JSON.parse(readFileSync(VECTORS, "utf8")) as { vectors: { input: string; output: string }[] };
  expect(vectors.length).toBeGreaterThan(400);
  const different: string[] = [];
  for (const { input, output } of vectors) {
    const wanted = CONTRADICTED[input]?.[0] ?? (output === "|" ? '"|"' : output);
    const got = await result(input).catch((error: Error) => error.message);
    if (got !== wanted) different.push(`${input} is ${got}, and should be ${wanted}`);
  }
  expect(different).toEqual([]);
});

test("each function of the table is evaluated", () => {
  const lazy = ["If"];
  const names = Object.values(tabledFunctions).flat();
  expect(names.length).toBeGreaterThan(90);
  expect(names.filter((name) => !implementationOf(name) && !lazy.includes(name))).toEqual([]);
});

// Results that the vendor's table gives in words (reference/expressions.md, source S1).
test.each([
  ["MakeDateTime(2003, 6, 1) + MakeDuration(0, 1, 1, 1)", "2003-06-01T01:01:01Z"],
  ["MakeDateTime(2003, 6, 3, 0, 0, 0) - MakeDuration(0, 1, 1, 1)", "2003-06-02T22:58:59Z"],
  ["MakeDuration(0, 10, 30, 0) + MakeDuration(1, 1, 15, 30)", "P1DT11H45M30S"],
  ["- MakeDuration(10, 0, 0, 0)", "-P10D"],
  ["MakeDuration(-10, 0, 30, 10, 500)", "-P9DT23H29M49.5S"],
  ["Average(MakeDuration(0, 8, 0, 0), ToDuration(NOT_SET))", "PT8H"],
  ["Sum(ToCurrency(NOT_SET), ToCurrency(NOT_SET))", "0.00|"],
  ["GetDayOfWeekOccurrence(1, 10, 2017)", "2017-03-05T00:00:00Z"],
  ["GetDayOfWeekOccurrence(6, -2, 2017, 2)", "2017-02-17T00:00:00Z"],
  ["GetDayOfWeekOccurrence(1, 2, 2017, 4, 11, 15, 0)", "2017-04-09T11:15:00Z"],
  ["GetDayOfWeekOccurrence(2, 53, 2017)", "undefined"],
  ["AddMonths(MakeDateTime(2009, 1, 31, 6, 30, 0), 1)", "2009-02-28T06:30:00Z"],
  ["RoundUp(MakeDuration(0, 1, 22, 30, 0))", "PT1H25M"],
  ["RoundUp(MakeDuration(0, 0, 2, 35, 0), MakeDuration(0, 0, 3, 0, 0))", "PT3M"],
  ["Range(MakeDuration(0, 5, 0, 0, 0), MakeDuration(0, 2, 0, 0, 0))", "PT3H\nPT7H"],
  ['Find(MakeList("hello", "world", ToString(NOT_SET)), ToString(NOT_SET))', "2"],
  ['ToDateTime("2009-01-10T06:30:00-07:00")', "2009-01-10T13:30:00Z"],
  ["ToDateTime(3600)", "1970-01-01T01:00:00Z"],
  ['ToDuration("PT1H15M30.250567S")', "PT1H15M30.25S"],
  ["ToPhoneNumber(ToString(NOT_SET))", "undefined"],
  ['MakeListCurrency(MakeList(10.50, 2.50), MakeList("USD", "EUR"))', "10.50|USD\n2.50|EUR"],
  ['ConvertCurrency(MakeCurrency(5.00, "USD"), "EUR", 0.6937)', "3.4685|EUR"],
  ['Split("Hello World", "l")', "He\n\no Wor\nd"],
  ['Split("", "l")', ""],
  ['AreEqual(true, "Hello", "hel" + "lo", "hello")', "true"],
])("%s is %s", async (expression, wanted) => {
  expect(await result(expression)).toBe(wanted);
});

test("what is not needed is not evaluated", async () => {
  expect(await result('If(true, "a", Left("a", 1 / 0))')).toBe('"a"');
  expect(await result("false and 1 / 0 > 1")).toBe("false");
  expect(await result("true or 1 / 0 > 1")).toBe("true");
  expect(await result("(false ? 1 / 0 : 2.0) + 1")).toBe("3.0");
});

test("a second ? takes the first choice as its condition", async () => {
  expect(await result('true ? false : true ? "yes" : "no"')).toBe('"no"');
});

test.each<[string, string, string]>([
  ["1 + 2 / 0", "2 / 0", "Division by zero"],
  ["5 % 0", "5 % 0", "Division by zero"],
  ["1 + ToInt(NOT_SET)", "1 + ToInt(NOT_SET)", "+ does not accept NOT_SET as its second operand"],
  ["!ToBool(NOT_SET)", "!ToBool(NOT_SET)", "requires a Boolean, but was given NOT_SET"],
  ['Left("a", ToInt(NOT_SET))', 'Left("a", ToInt(NOT_SET))', "Left does not accept NOT_SET as its second argument"],
  ['1 + ToInt("A String")', 'ToInt("A String")', '"A String" is not an Integer'],
  ['Floor(MakeCurrency(NOT_SET, "USD"))', 'Floor(MakeCurrency(NOT_SET, "USD"))', "amount that is NOT_SET"],
  [
    'MakeCurrency(1, "USD") + MakeCurrency(1, "EUR")',
    'MakeCurrency(1, "USD") + MakeCurrency(1, "EUR")',
    "cannot be added",
  ],
  ["999999999999999 + 1", "999999999999999 + 1", "outside the range of type integer"],
  ["MakeDateTime(2009, 2, 30)", "MakeDateTime(2009, 2, 30)", "does not exist"],
  ["1 + Flow.missing", "Flow.missing", "The variable Flow.missing does not exist"],
  ["GetAt(MakeList(1), 1)", "GetAt(MakeList(1), 1)", "has 1 items; index 1 does not exist"],
  ['Left("abc")', 'Left("abc")', "Left takes (string, integer), but was given (string)"],
  ['ToUpper("a")', 'ToUpper("a")', "its behaviour is not documented"],
  ["1 +", "+", "A value is missing after '+'"],
])("%s has no value, because of %s", async (expression, part, why) => {
  const { message, from, to } = await failure(expression);
  expect([expression.slice(from, to), message]).toEqual([part, expect.stringContaining(why)]);
});

test("decimals are exact to 40 digits, and a number is written as it is", async () => {
  expect(await result("0.1 + 0.2")).toBe("0.3");
  expect(await result(`${"9".repeat(39)}.5 + 0.5`)).toBe(`1${"0".repeat(39)}.0`);
  expect(await result("5.0 == 5")).toBe("true");
  expect(typeName(await evaluate("5.0", environment()))).toBe("decimal");
  await failure(`${"9".repeat(40)}.0 + 1.0`);
});

test("a chain of ten thousand operators is evaluated", async () => {
  expect(await result(Array(200).fill("1").join(" + "))).toBe("200");
  expect(await result(Array(10_000).fill('"a"').join(" + "))).toBe(JSON.stringify("a".repeat(10_000)));
});

test("JSON: properties with their case, values as what they are", async () => {
  const assumed = new Set<Assumption>();
  const o: Partial<Environment> = { assume: (one) => void assumed.add(one) };
  const json = 'JsonParse("{\\"name\\": \\"Ann\\", \\"ids\\": [7, 8.5], \\"none\\": null}")';
  expect(await result(`${json}.name == "Ann"`, o)).toBe("true");
  expect(await result(`${json}.ids[0] + 1`, o)).toBe("8");
  expect(await result(`IsSet(${json}.Name)`, o)).toBe("false");
  expect(await result(`IsSet(${json}.none)`, o)).toBe("false");
  expect(await result(`GetJsonObjectProperty(SetJsonObjectProperty(${json}, "age", ToJson(5)), "age")`, o)).toBe("5");
  expect([...assumed]).toEqual(["json-counts-as-its-value"]);
});

test.each([
  ['@.city == "Rome"', "false"],
  ['@.city != "Rome"', "true"],
  ["5 == @.city", "false"],
  ["@.city == ToString(NOT_SET)", "true"],
])("JSON that is NOT_SET compares with values of every type: %s", async (expression, expected) => {
  const assumed = new Set<Assumption>();
  const written = expression.replace("@", 'JsonParse("{}")');
  expect(await result(written, { assume: (one) => void assumed.add(one) })).toBe(expected);
  expect([...assumed]).toEqual(["json-counts-as-its-value"]);
});

test("an object has its name; its id, which nobody knows here, is assumed", async () => {
  const assumed = new Set<Assumption>();
  const o: Partial<Environment> = { assume: (one) => void assumed.add(one) };
  expect(await result('FindQueue("Sales").name', o)).toBe('"Sales"');
  expect([...assumed]).not.toContain("ids-are-names");
  expect(await result('FindQueue("Sales").id', o)).toBe('"Sales"');
  expect([...assumed]).toContain("ids-are-names");
  await failure('FindQueue("Sales").size');
});

test("clock, variables, languages and names come from the environment", async () => {
  const o: Partial<Environment> = {
    variable: (name) => (name === "Flow.name" ? stringValue("Sales") : undefined),
    lookUp: (type, name) => (type === "queue" && name === "Sales" ? name : undefined),
  };
  expect(await result("GetCurrentDateTimeUtc()")).toBe("2026-12-24T10:00:00Z");
  expect(await result("FindQueue(Flow.name).name", o)).toBe('"Sales"');
  expect(await result('IsSet(FindQueue("Support"))', o)).toBe("false");
  expect(jsonOf(await evaluate("GetSupportedLanguages()", environment()))).toEqual(["en-us", "es-us"]);
  expect(await result("System.DateTime.DayOfWeek.Saturday")).toBe("7");
  expect(await result("System.Regions.DE.dialingCode")).toBe('"49"');
});

test("audio keeps its parts in order", async () => {
  const value = await evaluate('Prompt.Welcome + ToAudioTTS("Ann") + ToAudioBlank(500)', environment());
  expect(value).toEqual({ type: "audio", value: [{ prompt: "Welcome" }, { says: "Ann" }, { blankMs: 500 }] });
});
