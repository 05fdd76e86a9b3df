import { readFileSync } from "node:fs";
import { jsonReport, REPORT_FORMAT, type Report, readReport } from "@genesys-flows/report";
import { Ajv } from "ajv";
import { LARGEST_REPORT } from "../../packages/report/forms/json.ts";
import { inCheckout } from "../harness/checkout.ts";
import { hostileReport, hostileTexts } from "./hostile.ts";
import { largeReport } from "./large.ts";
import { emptyReport, moduleChange } from "./sample.ts";

const reports: readonly (readonly [string, Report])[] = [
  ["no change", emptyReport()],
  ["a change of a module", moduleChange()],
  ["many flows", largeReport({ flows: 20, changes: 5, callers: 20, findings: 9, nodes: 4 })],
  ...Object.entries(hostileTexts).map(([name, text]) => [name, hostileReport(text)] as const),
];

const schema = JSON.parse(readFileSync(inCheckout("docs", "report.schema.json"), "utf8"));
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

describe.each(reports)("%s", (_name, report) => {
  test("is read back as it was", () => {
    expect(readReport(jsonReport(report))).toEqual(report);
  });

  test("fits docs/report.schema.json", () => {
    validate(JSON.parse(jsonReport(report)));
    expect(validate.errors).toBeNull();
  });

  test("has no control character as such", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    expect(jsonReport(report)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe("what is no report is refused, with the place", () => {
  const changed = (change: (report: Record<string, never>) => void) => {
    const report = JSON.parse(jsonReport(moduleChange()));
    change(report);
    return JSON.stringify(report);
  };
  const set = (path: readonly (string | number)[], value: unknown) =>
    changed((report) => {
      const last = path.at(-1) as string;
      const owner = path
        .slice(0, -1)
        .reduce<Record<string | number, unknown>>((at, key) => at[key] as Record<string, unknown>, report);
      owner[last] = value;
    });

  test.each<[string, string, string[]]>([
    ["no JSON", '{"format": ', ["The report is not JSON"]],
    ["an empty text", "", ["The report is not JSON"]],
    ["JSON with an escape sequence", '\u001b[31m{"', ["The report is not JSON"]],
    ["another value", "[]", ["has no format", REPORT_FORMAT]],
    ["null", "null", ["has no format"]],
    ["a newer version", set(["format"], "genesys-flows/report/2"), ['"genesys-flows/report/2"', REPORT_FORMAT]],
    ["a format that is no text", set(["format"], 1), ["has no format"]],
    ["a wrong type", set(["flows", 0, "changes", 0, "text"], 7), ["flows[0].changes[0].text: ", "string"]],
    ["a word that is not known", set(["flows", 1, "action"], "explode"), ["flows[1].action: ", "create"]],
    ["a key that is not known", set(["flows", 1, "sneaky"], 1), ["flows[1]: ", "sneaky"]],
    ["what is missing", set(["verdict"], undefined), ["verdict: "]],
    ["a reason that is not known", set(["flows", 0, "reasons", 0, "kind"], "magic"), ["flows[0].reasons[0]"]],
    ["a number beyond its range", set(["verdict", "flows"], 1e300), ["verdict.flows: "]],
  ])("%s", (_about, text, said) => {
    const read = () => readReport(text);
    for (const part of said) expect(read).toThrow(part);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    expect(read).not.toThrow(/\u001b/);
  });

  test("keys that JavaScript gives a meaning are keys like others", () => {
    const text = jsonReport(moduleChange()).replace("{", '{"__proto__": {"format": "x"}, "constructor": 1, ');
    expect(() => readReport(text)).toThrow(/constructor/);
    expect(({} as { format?: string }).format).toBeUndefined();
  });

  test("ten places of many, in short lines", () => {
    const names = Array.from({ length: 50 }, (_, index) => ({ key: index, name: "x".repeat(10_000) }));
    const text = set(["untouched"], names);
    const message = errorOf(() => readReport(text));
    expect(message).toMatch(/and 40 more$/);
    expect(message.split("\n")).toHaveLength(12);
    const long = errorOf(() => readReport(set(["flows", 0, `k${"y".repeat(100_000)}\n\u001b[31m`], 1)));
    expect(long.length).toBeLessThan(1_000);
    expect(long.split("\n")).toHaveLength(2);
  });

  test("a text that is too large, or too deep", () => {
    const large = { length: LARGEST_REPORT + 1 } as string;
    expect(() => readReport(large)).toThrow(`the limit is ${LARGEST_REPORT}`);
    expect(() => readReport("[".repeat(1_000_000))).toThrow("The report is not JSON");
    const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
    expect(() => readReport(deep)).toThrow(/not JSON|has no format/);
    expect(() => readReport(jsonReport(moduleChange()).replace('"text":', `"deep": ${deep}, "text":`))).toThrow(
      /not JSON|verdict/,
    );
  });
});

function errorOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was read.");
}
