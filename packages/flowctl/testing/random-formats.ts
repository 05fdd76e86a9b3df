import { printable, printableJson } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { transcriptText } from "@genesys-flows/conversation/script";
import type { Context } from "../context.ts";
import { annotation, findingText } from "../formats/findings.ts";
import { junitText } from "../formats/junit.ts";
import { codeOf, type RandomFinding, type RandomRun } from "./random.ts";

/** Formats of a run of random conversations, as printable strings for standard output. */
export const randomFormats: Readonly<Record<string, (run: RandomRun, context: Pick<Context, "colour">) => string>> = {
  text,
  json,
  junit,
  github: ({ flows }) => flows.flatMap(({ findings }) => findings.map(({ finding }) => annotation(finding))).join(""),
};

/** The text format: each problem with its location, and a test that reproduces it. */
function text({ flows, conversations, seed, seconds }: RandomRun, context: Pick<Context, "colour">): string {
  const findings = flows.flatMap((flow) => flow.findings);
  const where = `${count(flows.length * conversations, "random conversation")} with ${count(flows.length, "flow")}, seed ${seed}`;
  const summary =
    findings.length === 0 ? `No problems found in ${where}.` : `${count(findings.length, "finding")} in ${where}.`;
  return [
    ...findings.map((one) => `${findingText(one.finding, context)}\n\n${testText(one)}\n`),
    `${summary} ${seconds.toFixed(1)} s.\n`,
  ].join("\n");
}

function testText({ test }: RandomFinding): string {
  if (test === undefined) return "  A test cannot express this conversation.";
  const lines = test.trimEnd().split("\n");
  return [
    "  To reproduce it, save this as a *.test.yaml file, or add the conversation to one:",
    "",
    ...lines.map((line) => `    ${printable(line)}`),
  ].join("\n");
}

/**
 * `{stack, seed, conversations, seconds, isPassed, flows: [{key, name, file, findings: [{trouble, finding, test,
 * transcript}]}]}`; a transcript is the interpreter's, without variables.
 */
function json(run: RandomRun): string {
  const flows = run.flows.map((flow) => ({
    ...flow,
    findings: flow.findings.map(({ transcript: { variables: _, ...transcript }, ...found }) => ({
      ...found,
      transcript,
    })),
  }));
  return `${printableJson({ ...run, isPassed: run.flows.every(({ findings }) => findings.length === 0), flows })}\n`;
}

/** JUnit XML: a suite for each flow, a case for each kind of problem. */
function junit({ stack, flows }: RandomRun): string {
  const suites = flows.map(({ key, file, findings }) => ({
    name: file,
    cases: Object.entries(codeOf).flatMap(([trouble, code]) => {
      const found = findings.filter((one) => one.trouble === trouble);
      if (found.length === 0) return [{ flow: key, name: `no ${code}`, file }];
      return found.map(({ finding: { message, location }, test = "", transcript }) => ({
        ...{ flow: key, name: `no ${code}`, file: location?.file ?? file, problem: message, kind: "failure" as const },
        ...(location && { line: location.line }),
        details: `${test}\n${transcriptText(transcript)}`,
      }));
    }),
  }));
  return junitText(`random ${stack}`, suites);
}
