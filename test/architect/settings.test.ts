import { z } from "zod";
import {
  asGiven,
  documentedOf,
  factsOf,
  flowKey,
  flowSettings,
  isPinned,
  optionsSettings,
  phoneNumber,
  phoneNumbers,
  pinnedUntil,
  queueSettings,
  resolved,
  resourceSettings,
  settingsIn,
  textOf,
  withoutDefaults,
} from "../../packages/architect/settings/index.ts";

const mistakesOf = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map(({ message }) => message);

describe("a phone number", () => {
  test.each(["+1317", "+13175550100", "+123456789012345"])("%s is one", (number) => {
    expect(mistakesOf(phoneNumber, number)).toEqual([]);
  });

  const form = "expected a number in E.164 form (a plus sign and 4 to 15 digits), such as +13175550100";
  test.each([
    ["three digits", "+131", form],
    ["sixteen digits", "+1234567890123456", form],
    ["a country code that begins with 0", "+0317555", form],
    ["no plus sign", "13175550100", form],
    ["spaces", "+1 317 5550100", form],
    ["not a text", 13175550100, 'expected a number in E.164 form and in quotes, such as "+13175550100"'],
  ])("is refused: %s", (_, number, message) => {
    expect(mistakesOf(phoneNumber, number)).toEqual([message]);
  });

  test("numbers are a list", () => {
    expect(mistakesOf(phoneNumbers, "+13175550100")).toEqual([
      'expected a list of numbers in E.164 form, such as ["+13175550100"]',
    ]);
  });
});

test.each([
  [999, false],
  [1000, true],
  [3_600_000, true],
  [3_600_001, false],
  [1500.5, false],
])("after-call work of %d ms: %s", (milliseconds, fits) => {
  expect(mistakesOf(queueSettings.shape.acwTimeoutMs, milliseconds)).toEqual(
    fits ? [] : ["expected a whole number from 1,000 to 3,600,000"],
  );
});

test("a value that is none of a setting's is refused with those that are", () => {
  expect(mistakesOf(flowSettings.shape.onDrift, "ignore")).toEqual(["expected `fail` or `overwrite`"]);
  expect(mistakesOf(queueSettings.shape.skillEvaluationMethod, "SOME")).toEqual([
    "expected one of `NONE`, `BEST`, `ALL`",
  ]);
  expect(mistakesOf(flowSettings.shape.import, "")).toEqual(["expected the id of the flow to take over"]);
  expect(mistakesOf(flowSettings.shape.importedVersion, 1)).toEqual(['expected a version in quotes: "1.0"']);
});

test("a key of a flow in `formerly` is any that a file may give", () => {
  for (const key of ["sales", "Front door", "Büro (alt)", "a".repeat(100)]) {
    expect(mistakesOf(flowKey, key)).toEqual([]);
  }
  for (const key of ["", "-sales", "a/b", "a".repeat(101)]) expect(mistakesOf(flowKey, key)).toHaveLength(1);
});

describe("settings of several places", () => {
  test("a later place is used over an earlier one; what none gives has its default", () => {
    expect(resolved(flowSettings, { pin: true, onDrift: "fail" }, { onDrift: "overwrite" })).toEqual({
      pin: true,
      forceUnlock: false,
      onDrift: "overwrite",
    });
    expect(resolved(flowSettings)).toEqual({ pin: false, forceUnlock: false });
  });

  test("settings without their defaults are those that say something", () => {
    expect(withoutDefaults(flowSettings, resolved(flowSettings))).toEqual({});
    expect(withoutDefaults(flowSettings, { pin: true, forceUnlock: false, onDrift: "fail" })).toEqual({
      pin: true,
      onDrift: "fail",
    });
  });

  test("what is no setting, does not fit or is undefined is not used", () => {
    const given = { pin: "yes", forceUnlock: true, values: { a: 1 }, import: undefined };
    expect(settingsIn(flowSettings, given)).toEqual({ forceUnlock: true });
    expect(settingsIn(optionsSettings, { import: "1f2e", pin: false })).toEqual({ pin: false });
    expect(resolved(flowSettings, { pin: true }, { pin: undefined })).toEqual({ pin: true, forceUnlock: false });
  });

  test("a file that gives none has none: defaults hold where no file gives a value", () => {
    expect(z.strictObject(asGiven(queueSettings)).parse({})).toEqual({});
  });
});

test.each([
  ["a flow", flowSettings],
  ["a queue", queueSettings],
])("each setting of %s has a description", (_, { shape }: z.ZodObject) => {
  for (const schema of Object.values(shape)) expect(factsOf(schema as z.ZodType).description).toMatch(/^[A-Z].*\.$/);
});

describe("a pin", () => {
  const until = (date: string) => resolved(flowSettings, { pin: { until: date, reason: "The campaign." } });

  test.each([
    [resolved(flowSettings), false, undefined],
    [resolved(flowSettings, { pin: true }), true, undefined],
    [until("2027-01-31"), true, "2027-01-31"],
  ])("%j", (settings, pinned, day) => {
    expect(isPinned(settings)).toBe(pinned);
    expect(pinnedUntil(settings)).toBe(day);
  });

  test.each([
    [{ until: "2027-02-30", reason: "x" }, "expected a date such as 2027-01-31"],
    [{ until: "31.01.2027", reason: "x" }, "expected a date such as 2027-01-31"],
    [{ until: "2027-01-31", reason: "" }, "expected a reason for the pin"],
    [{ until: "2027-01-31" }, "expected true, false or {until: 2027-01-31, reason: text}"],
    [{ reason: "x" }, "expected true, false or {until: 2027-01-31, reason: text}"],
    ["yes", "expected true, false or {until: 2027-01-31, reason: text}"],
  ])("%j is refused", (given, expected) => {
    expect(mistakesOf(flowSettings.shape.pin, given)).toContain(expected);
  });
});

test("the facts of a setting", () => {
  expect(factsOf(queueSettings.shape.acwTimeoutMs)).toMatchObject({
    type: "integer",
    minimum: 1000,
    maximum: 3_600_000,
  });
  expect(factsOf(flowSettings.shape.pin)).toMatchObject({ type: "other", default: false });
  expect(factsOf(resourceSettings.shape.pin)).toMatchObject({ type: "boolean", default: false });
  const drift = factsOf(flowSettings.shape.onDrift);
  expect(drift).toMatchObject({ type: "string", meanings: { fail: "Stop, and report who published it." } });
  expect(textOf(drift)).toBe(
    "What to do when somebody published or renamed the flow outside this stack. Default: `fail`; `overwrite` in the embedded organisation.",
  );
  expect(textOf(factsOf(queueSettings.shape.acwTimeoutMs))).toMatch(/ From 1,000 to 3,600,000\.$/);
  expect(documentedOf(factsOf(queueSettings.shape.skillEvaluationMethod))).toBe(
    "How skills affect routing. `NONE`: Skills have no effect. `BEST`: The best match. `ALL`: Every skill must match. Default: `ALL`.",
  );
  expect(documentedOf(factsOf(flowSettings.shape.pin))).toMatch(
    /\. Default: `false`\. See \[.*\]\(flow-files\.md#.*\)\.$/,
  );
  expect(() => factsOf(z.string())).toThrow("no description");
});
