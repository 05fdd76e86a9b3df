import { comparisonOf } from "../../../packages/architect/expression/comparison.ts";
import { functionNamed } from "../../../packages/architect/expression/functions.ts";
import { namesInExpression, variablesIn } from "../../../packages/architect/expression/names.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";
import { typeOfExpression } from "../../../packages/architect/expression/types.ts";

describe("the variables that an expression reads", () => {
  test.each([
    ["Flow.a + flow.A", ["Flow.a", "flow.A"]],
    ['Append("Flow.not", Task.yes)', ["Task.yes"]],
    ["Flow.data.conversationId", ["Flow.data"]],
    ["Chat.Guest.fields[Task.i].key", ["Chat.Guest", "Task.i"]],
    ["GetJsonObjectProperty(Flow.x, 1).Flow.y", ["Flow.x"]],
    ["If(Flow.a == , Task.b", ["Flow.a", "Task.b"]],
    ["Format.Date.shortYear", []],
  ])("%s", (text, wanted) => expect(variablesIn(text).map(({ name }) => name)).toEqual(wanted));
});

describe("the objects that an expression names", () => {
  test.each([
    ['FindQueue("Sales")', ["queue Sales"]],
    ['findqueue( "Sales" )', ["queue Sales"]],
    ['FindQueue(Append("Sales", Flow.x))', []],
    ['FindQueue("Sales", 1)', []],
    ["AudioPlaybackOptions(Prompt.welcome, true)", ["prompt welcome"]],
    ["PromptSystem.on_hold_music", ["systemPrompt on_hold_music"]],
    ['"Prompt.x and FindQueue(\\"Sales\\")"', []],
    ['Append(Prompt.a, FindSkill("Spanish")', ["prompt a", "skill Spanish"]],
  ])("%s", (text, wanted) => {
    expect(namesInExpression(text).map(({ kind, name }) => `${kind} ${name}`)).toEqual(wanted);
  });
});

describe("a comparison with literals", () => {
  test.each([
    ['Flow.x == "a"', "Flow.x", ["a"]],
    ['"a" == Flow.x', "Flow.x", ["a"]],
    ['(Flow.x == "a") or (flow.X == "b")', "Flow.x", ["a", "b"]],
    ['(If(Flow.x == "a", true, false))', "Flow.x", ["a"]],
    ['if((Flow.x == "a or b"), TRUE, false)', "Flow.x", ["a or b"]],
    ["Flow.n == -1", "Flow.n", [-1]],
    ["Flow.ok", "Flow.ok", [true]],
    ["Call.Contact.vip == true", "Call.Contact.vip", [true]],
  ])("%s", (text, variable, literals) => expect(comparisonOf(text)).toMatchObject({ variable, literals }));

  test.each([
    'Flow.x == "a" and Flow.y == "b"',
    'Flow.x == "a" or Flow.y == "b"',
    'Flow.x != "a"',
    "Flow.x == Flow.y",
    'Left(Flow.x, 8) == "Callback"',
    'If(Flow.x == "a", false, true)',
    '!(Flow.x == "a")',
    'Flow.x == "a',
    'Flow.list[0] == "a"',
  ])("%s is none", (text) => expect(comparisonOf(text)).toBeUndefined());

  test("a variable alone is not a comparison", () => {
    expect([comparisonOf("(Flow.ok)")?.bare, comparisonOf("Flow.ok == true")?.bare]).toEqual([true, false]);
  });
});

describe("the type of a value", () => {
  const declared: Record<string, string> = { "Flow.n": "integer", "Flow.s": "string", "Flow.d": "decimal" };
  test.each([
    ['"a"', "string"],
    ["1", "integer"],
    ["1.5", "decimal"],
    ["!Flow.x", "boolean"],
    ["Flow.n > 1 and true", "boolean"],
    ["Flow.n * 2 - 1", "integer"],
    ["Flow.n + Flow.d", "decimal"],
    ["Flow.n / 2", "decimal"],
    ["Flow.n ^ 2", "decimal"],
    ["~Flow.n", "integer"],
    ["-Flow.d", "decimal"],
    ['Flow.x ? "a" : Flow.s', "string"],
    ["Flow.x ? 1 : Flow.s", undefined],
    ['Split(Flow.s, ",")', "stringCollection"],
    ['Split(Flow.s, ",")[0]', "string"],
    ["MakeList(1, Flow.n)", "integerCollection"],
    ["AddDays(GetCurrentDateTimeUtc(), 1) - GetCurrentDateTimeUtc()", undefined],
    ["Sum(Flow.n, Flow.d)", "decimal"],
    ['Flow.s + "x"', "string"],
    ["Flow.s + Flow.n", "string"],
    ["Flow.unknown + 1", undefined],
    ['If(Flow.x, "a", Flow.s)', "string"],
    ['If(Flow.x, "a", 1)', undefined],
    ["Append(ToAudioBlank(1), ToAudioTTS(Flow.s))", "audio"],
    ['findqueue("Sales")', "queue"],
    ["GetAt(Flow.list, 0)", undefined],
    ["ToPhoneNumber(Flow.s).e164", undefined],
    ["NOT_SET", undefined],
    ["SomethingNew(1)", undefined],
  ])("%s: %s", (text, wanted) => {
    const parsed = parseExpression(text);
    expect(parsed.ok && typeOfExpression(parsed.expression, (name) => declared[name])).toBe(wanted);
  });

  test("functions are known in any case", () => {
    expect(functionNamed("ISNOTSETOREMPTY")).toMatchObject({ name: "IsNotSetOrEmpty", source: "table" });
    expect(functionNamed("SomethingNew")).toBeUndefined();
  });
});

describe("functions", () => {
  test.each([
    "AddHours",
    "AddItem",
    "AddMinutes",
    "DateTimeDiff",
    "FindQueueById",
    "FindUser",
    "JsonParse",
    "Split",
    "Sum",
    "ToDateTime",
  ])("%s is known, whatever its case", (name) => {
    expect(functionNamed(name.toUpperCase())).toMatchObject({ name });
  });

  test("each has the source of its name", () => {
    expect(functionNamed("Append")?.source).toBe("table");
    expect(functionNamed("MakeCommunication")?.source).toBe("exports");
    expect(functionNamed("AddItem")?.source).toBe("public exports");
    expect(functionNamed("MakeAgentScorePair")).toMatchObject({ source: "sdk", takes: 2, result: "agentScorePair" });
    expect(functionNamed("JsonParse")).toMatchObject({ source: "help", result: "json" });
  });
});
