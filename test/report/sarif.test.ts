import { type ReportFinding, sarifReport } from "@genesys-flows/report";
import { sarifMistakes } from "../harness/sarif.ts";
import { hostileReport, hostileTexts } from "./hostile.ts";

const finding = (over: Partial<ReportFinding> = {}): ReportFinding => ({
  severity: "error",
  code: "module-call-transitions",
  message: "The call has no `error` transition.",
  blocks: true,
  exempted: false,
  from: "policy",
  ...over,
});

interface Log {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { id: string }[] } };
      readonly results: readonly Result[];
    },
  ];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
}

function log(findings: readonly ReportFinding[]): Log {
  const made = JSON.parse(sarifReport({ findings: [...findings] }));
  expect(sarifMistakes(made)).toEqual([]);
  return made;
}

test("a finding is a result with its place, what it says and whether it blocks", () => {
  const place = { file: "flows/a b.yaml", line: 15, column: 9 };
  const [run] = log([finding({ place, hint: "Add `error`.", flow: "sales", node: "check" })]).runs;
  expect(run.results).toEqual([
    {
      ruleId: "module-call-transitions",
      ruleIndex: 0,
      level: "error",
      message: { text: "The call has no `error` transition.\nAdd `error`." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "flows/a%20b.yaml" },
            region: { startLine: 15, startColumn: 9, endColumn: 10 },
          },
          logicalLocations: [{ fullyQualifiedName: "sales/check" }],
        },
      ],
      properties: { blocks: true, from: "policy" },
    },
  ]);
  expect(run.tool.driver.rules).toEqual([{ id: "module-call-transitions" }]);
});

test("a place without a column is the line", () => {
  const [run] = log([finding({ place: { file: "a.yaml", line: 3 } })]).runs;
  expect(run.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "a.yaml" },
    region: { startLine: 3 },
  });
});

test("what an exemption covers is suppressed", () => {
  const [run] = log([finding({ exempted: true, blocks: false }), finding()]).runs;
  expect(run.results.map((result) => "suppressions" in result)).toEqual([true, false]);
});

test("a report without findings is a log without results", () => {
  expect(log([])).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
});

test.each(Object.entries(hostileTexts))("hostile texts stay texts: %s", (_name, text) => {
  const { findings } = hostileReport(text);
  const written = sarifReport({ findings });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  const [run] = log(findings).runs;
  expect(run.results.map(({ ruleId, level, message }) => [ruleId, level, message.text])).toEqual(
    findings.map(({ code, severity, message, why, hint }) => [code, severity, [message, why, hint].join("\n")]),
  );
  for (const { ruleId, ruleIndex, locations } of run.results) {
    expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const uri = locations[0]?.physicalLocation.artifactLocation.uri as string;
    expect(uri).toMatch(/^[\w%/.!~*'()-]*$/);
    expect(decodeURIComponent(uri)).toBe(text.toWellFormed());
  }
});
