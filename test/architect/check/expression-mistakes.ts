/** What an expression is used for. */
export type Slot = "text" | "condition" | "integer" | "queue" | "duration" | "case";

/** An expression with mistakes, and each finding: its code and the text under its caret. */
export interface ExpressionMistake {
  readonly about: string;
  readonly expression: string;
  readonly as?: Slot;
  readonly type?: "inboundCall" | "inqueueCall" | "inboundEmail";
  readonly found: readonly (readonly [code: string, marked: string])[];
}

/** Variables that the flows of these cases declare. */
export const declared: Readonly<Record<string, string>> = {
  name: "string",
  count: "integer",
  price: "decimal",
  vip: "boolean",
  due: "dateTime",
  pause: "duration",
  line: "queue",
  data: "json",
  words: "stringCollection",
  numbers: "integerCollection",
};

const row = (
  about: string,
  expression: string,
  found: ExpressionMistake["found"] = [],
  more: Partial<ExpressionMistake> = {},
): ExpressionMistake => ({ about, expression, found, ...more });
const condition = { as: "condition" } as const;

export const expressionMistakes: readonly ExpressionMistake[] = [
  row("a misspelt function", "Appned(Flow.name)", [["misspelt-function", "Appned"]]),
  row("a function of a newer platform", "Rot13(Flow.name)", [["unknown-function", "Rot13"]]),
  row("too many arguments", 'Append("a", Left(Flow.name, 1, 2))', [["wrong-arguments", "Left(Flow.name, 1, 2)"]]),
  row("too few arguments", "If(Flow.vip, 1)", [["wrong-arguments", "If(Flow.vip, 1)"]]),
  row("no arguments where none are", "GetCurrentDateTimeUtc(1)", [["wrong-arguments", "GetCurrentDateTimeUtc(1)"]]),
  row("an argument of another type", "Left(Flow.name, Flow.name)", [["wrong-argument-type", "Flow.name"]]),
  row("a single value for a collection", "ToString(Count(Flow.name))", [["wrong-argument-type", "Flow.name"]]),
  row("an index that is a text", 'GetAt(Flow.words, "0")', [["wrong-argument-type", '"0"']]),
  row("an item of a text", "Flow.name[0]", [["wrong-argument-type", "Flow.name"]]),
  row("an index in brackets that is a text", 'Flow.words["0"]', [["wrong-argument-type", '"0"']]),
  row("NOT_SET where it is refused", "Upper(NOT_SET)", [["wrong-argument-type", "NOT_SET"]]),
  row("a sum of a number and a flag", "ToString(Flow.count + Flow.vip)", [["wrong-argument-type", "Flow.vip"]]),
  row("two times added", "ToString(Flow.due + Flow.due)", [["wrong-argument-type", "Flow.due"]]),
  row("a collection and a text", 'Flow.words == "a"', [["wrong-argument-type", '"a"']], condition),
  row("a text without a sign before it", "ToString(-Flow.name)", [["wrong-argument-type", "Flow.name"]]),
  row("a condition of If", "If(Flow.count, 1, 2)", [["wrong-argument-type", "Flow.count"]]),
  row("a misspelt built-in", 'Append("a", Call.Anni)', [["misspelt-variable", "Call.Anni"]]),
  row("a built-in of in-queue flows", "ToString(Call.PositionInQueue)", [
    ["scope-of-other-channel", "Call.PositionInQueue"],
  ]),
  row("a built-in of another channel", "Call.Ani", [["scope-of-other-channel", "Call.Ani"]], { type: "inboundEmail" }),
  row("a scope misspelt", "Flwo.name", [["unknown-scope", "Flwo"]]),
  row("a variable without a scope", "Append(name, Flow.name)", [["unknown-scope", "name"]]),
  row("a word of another language", "Flow.name == null", [["unknown-scope", "null"]], condition),
  row("a number and a word", 'Flow.count == "three"', [["never-equal", '"three"']], condition),
  row("a flag and a word", 'Flow.vip != "yes"', [["never-equal", '"yes"']], condition),
  row(
    "a number of 16 digits",
    "Flow.count == 1234567890123456",
    [["number-out-of-range", "1234567890123456"]],
    condition,
  ),
  row("a number as a condition", "Flow.count + 1", [["type-mismatch", "Flow.count + 1"]], condition),
  row("a number as a case", "Flow.count", [["type-mismatch", "Flow.count"]], { as: "case" }),
  row("a text for a number", "Left(Flow.name, 1)", [["type-mismatch", "Left(Flow.name, 1)"]], { as: "integer" }),
  row("a decimal for an integer", "Flow.count / 2", [["type-mismatch", "Flow.count / 2"]], { as: "integer" }),
  row("branches of another type", 'If(Flow.vip, "a", Flow.name)', [["type-mismatch", 'If(Flow.vip, "a", Flow.name)']], {
    as: "integer",
  }),
  row("a text for a queue", "Flow.name", [["type-mismatch", "Flow.name"]], { as: "queue" }),
  row("a number for a duration", "Flow.count", [["type-mismatch", "Flow.count"]], { as: "duration" }),
  row("a queue for a text", "Flow.line", [["type-mismatch", "Flow.line"]]),
  row("two mistakes in one", "Append(Uper(Flow.name), Call.Anni)", [
    ["misspelt-function", "Uper"],
    ["misspelt-variable", "Call.Anni"],
  ]),

  row("a number with a fraction", "Flow.count == 3.5", [["never-equal", "3.5"]], condition),
  row("a number for a time", "Flow.due != 5", [["never-equal", "5"]], condition),
  row("a queue and its name", 'Flow.line == "Sales"', [["wrong-argument-type", '"Sales"']], condition),
  row("a day of the week that does not exist", "DayOfWeek(Flow.due) == 0", [["never-equal", "0"]], condition),
  row("a month that does not exist", "13 <= Month(Flow.due)", [["never-equal", "13"]], condition),
  row(
    "two texts at once",
    'Flow.name == "a" and Flow.vip and Flow.name == "b"',
    [["never-equal", 'Flow.name == "b"']],
    condition,
  ),
  row("one of two texts", 'Flow.name != "a" or Flow.name != "b"', [["never-equal", 'Flow.name != "b"']], condition),
  row("two bounds", "Flow.count > 5 and 3 > Flow.count", [["never-equal", "3 > Flow.count"]], condition),
  row("a month of a time", "MakeDateTime(2026, 13, 1) > Flow.due", [["number-out-of-range", "13"]], condition),
  row(
    "a year of a time",
    'ToDateTime("1066-10-14T09:00:00Z") > Flow.due',
    [["number-out-of-range", '"1066-10-14T09:00:00Z"']],
    condition,
  ),
  row("a misspelt property of a message", "Email.Message.subjct", [["misspelt-variable", "subjct"]], {
    type: "inboundEmail",
  }),
  row("an unknown property of a message", "Email.Message.weather", [["unknown-built-in", "weather"]], {
    type: "inboundEmail",
  }),
  row("a misspelt property of a number", "ToPhoneNumber(Flow.name).e146", [["misspelt-variable", "e146"]]),
  row("a property of a text", "Flow.name.length", [["wrong-argument-type", "length"]]),

  row("one of several texts", 'Flow.name == "a" or Flow.name == "b"', [], condition),
  row("none of several texts", 'Flow.name != "a" and Flow.name != "b"', [], condition),
  row("a text in two spellings", 'Flow.name == "a" and Flow.name == "A"', [], condition),
  row("bounds with values between", "Flow.count > 3 and Flow.count < 5 and Flow.price < 2", [], condition),
  row("a day of the week", "DayOfWeek(Flow.due) == 7", [], condition),
  row("no place in a text", 'FindString(Flow.name, "a") == -1', [], condition),
  row("a time as a text", 'Flow.due == "2026-01-01T00:00:00Z"', [], condition),
  row("a property of a message", "Email.Message.replyTo", [], { type: "inboundEmail" }),
  row("texts joined with any value", 'Append("a", Flow.count, Flow.vip)'),
  row("a number and a decimal", "Flow.count < Flow.price", [], condition),
  row("a text that shows a number", 'Flow.count == "3"', [], condition),
  row("JSON by its names", "Flow.data.customer.name"),
  row("a JSON value as a condition", "Flow.data.isVip", [], condition),
  row("a collection's item", "GetAt(Flow.words, Flow.count)"),
  row("a collection's item in brackets", "Flow.words[Flow.count]"),
  row("a time in words", "ToString(AddDays(Flow.due, 1))"),
  row("a duration", "ToDuration(Flow.count)", [], { as: "duration" }),
  row("a time without another", "Flow.due - Flow.pause > GetCurrentDateTimeUtc()", [], condition),
  row("branches of numbers", "If(Flow.vip, 1, Flow.count)", [], { as: "integer" }),
  row("a queue by its name", "FindQueue(Flow.name)", [], { as: "queue" }),
  row("NOT_SET in a comparison", "Flow.name == NOT_SET", [], condition),
  row("a built-in of its channel", "ToString(Call.PositionInQueue)", [], { type: "inqueueCall" }),
];
