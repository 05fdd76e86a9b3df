import type { CodeInfo, Diagnostic } from "@genesys-flows/architect";
import { gateCodes } from "@genesys-flows/policies/gate";
import { codes } from "@genesys-flows/project";
import { commandLine } from "../../flowctl/program.ts";
import { makeProject, removeProjects } from "../../project/harness.ts";
import { projectOf } from "./frames.ts";

const tables: Readonly<Record<string, CodeInfo>> = { ...codes, ...gateCodes };
const corrections = Object.entries(tables).flatMap(([code, info]) => ("right" in info ? [{ code, ...info }] : []));

/** Codes that another finding always comes with. */
const besides: Readonly<Record<string, readonly string[]>> = {
  // It is about actions that no known export has.
  "undocumented-property": ["undocumented-action"],
};

afterEach(removeProjects);

/** What random conversations with a flow find. */
const ofRandom = ["caller-loop", "dead-air", "fault-without-words", "disconnect-without-words"];

function commandFor(example: string, code: string): string[] {
  if (ofRandom.includes(code)) return ["test", "--random", "--format", "json"];
  return [/^conversations:/m.test(example) ? "test" : "check", "--format", "json"];
}

/** What the command that reports a code finds in the project of an example, without violations of rules. */
async function found(example: string, by: string): Promise<readonly Diagnostic[]> {
  const { out } = await commandLine(makeProject(projectOf(example)), ...commandFor(example, by));
  const findings: Diagnostic[] = [];
  JSON.parse(out, (_, value) => {
    if (Object.hasOwn(tables, value?.code ?? "")) findings.push(value);
    return value;
  });
  return findings;
}

test.each(corrections)("$code: the example has this finding only, its correction has none", async (row) => {
  const wrong = new Set((await found(row.example, row.code)).map(({ code }) => code));
  expect([...wrong].filter((code) => !besides[row.code]?.includes(code))).toEqual([row.code]);
  const left = await found(row.right, row.code);
  expect(left.filter(({ code, severity }) => code === row.code || severity === "error")).toEqual([]);
});
