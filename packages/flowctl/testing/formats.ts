import { styleText } from "node:util";
import { type Diagnostic, type Location, printable, printableJson } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { coverageText } from "@genesys-flows/conversation/explore";
import { isPlayed, type Played, type TestedFile, transcriptText } from "@genesys-flows/conversation/script";
import { workflowCommand } from "@genesys-flows/report/workflow-commands";
import type { Context } from "../context.ts";
import { annotation, findingText } from "../formats/findings.ts";
import { junitText, type TestCase } from "../formats/junit.ts";
import { isPassed, type TestRun } from "./tested.ts";

type Colours = Pick<Context, "colour">;

/** Formats of a run of conversation tests, as printable strings for standard output. */
export const formats: Readonly<Record<string, (run: TestRun, context: Colours) => string>> = {
  text,
  json,
  junit,
  github,
};

/**
 * The text format: one line for each file that passed. For each failed conversation, the difference, and the transcript
 * up to the difference.
 */
function text(run: TestRun, context: Colours): string {
  if (run.files.length === 0) return "The project has no *.test.yaml files in flows/.\n";
  const parts = run.files.flatMap((file) => partsOf(file, context));
  // A blank line separates two parts unless both are single lines.
  const isLong = (part: string | undefined) => part?.includes("\n");
  const apart = parts.map((part, index) =>
    index > 0 && (isLong(part) || isLong(parts[index - 1])) ? `\n${part}` : part,
  );
  const ends = [summary(run), ...(run.coverage ? [coverageOf(run.coverage)] : [])];
  return `${[...apart, ...(parts.length > 0 ? [""] : []), ...ends].join("\n")}\n`;
}

function coverageOf({ covered, written }: NonNullable<TestRun["coverage"]>): string {
  return `\n${printable(coverageText(covered))}\n\nWritten: ${written.join(", ")}`;
}

function partsOf({ file, ...tested }: TestedFile, colours: Colours): string[] {
  const findings = tested.findings.map((finding) => findingText(finding, colours));
  const refusal =
    tested.refusal === undefined ? [] : [`${word("FAILED", colours)}  ${line(`${file}: ${tested.refusal}`)}`];
  const failed = tested.conversations.filter(({ passed }) => !passed);
  const passed = tested.conversations.length - failed.length;
  const all = count(tested.conversations.length, "conversation");
  return [
    ...findings,
    ...refusal,
    ...(passed > 0
      ? [`${word("passed", colours)}  ${line(`${file}: ${failed.length > 0 ? `${passed} of ` : ""}${all}`)}`]
      : []),
    ...failed.map((played) => failedText(played, colours)),
  ];
}

function failedText(played: Played, colours: Colours): string {
  const { name, location, failure } = played;
  const head = `${word("FAILED", colours)}  ${line(`${placeText(failure?.location ?? location)}${name}`)}`;
  const transcript = transcriptText(played.transcript).trimEnd().split("\n");
  return [
    head,
    ...[failure?.message ?? "", "", ...transcript].map((one) => (one === "" ? "" : `  ${printable(one)}`)),
  ].join("\n");
}

/** Converts text from files to a single line. */
const line = (written: string): string => printable(written.replaceAll(/\s+/g, " "));

const placeText = (location: Location | undefined): string =>
  location ? `${location.file}:${location.line}:${location.column}: ` : "";

function word(result: "passed" | "FAILED", { colour }: Colours): string {
  return colour
    ? styleText([result === "passed" ? "green" : "red", "bold"], result, { validateStream: false })
    : result;
}

/** The summary of a run: `3 of 4 conversations passed, 1 failed; 1 file was not played. 0.3 s.` */
function summary(run: TestRun): string {
  const { organisation, files, seconds } = run;
  const { passed, failed, unplayed } = counts(run);
  const flows = organisation === undefined ? "" : ` Published versions of the organisation '${line(organisation)}'.`;
  const all = `${passed} of ${count(passed + failed, "conversation")} in ${count(files.length, "file")} passed`;
  const not = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unplayed > 0 ? [`${count(unplayed, "file")} could not be run`] : []),
  ];
  return `${[all, ...not].join(", ")}. ${seconds.toFixed(1)} s.${flows}`;
}

function counts({ files }: TestRun) {
  const conversations = files.flatMap((file) => file.conversations);
  const passed = conversations.filter((one) => one.passed).length;
  return {
    passed,
    failed: conversations.length - passed,
    unplayed: files.filter((file) => !isPlayed(file)).length,
  };
}

/**
 * `{stack, organisation, isPassed, passed, failed, unplayed, seconds, coverage, files: [{file, flow, findings, refusal,
 * conversations: [{name, location, passed, failure, transcript}]}]}`; a transcript is the interpreter's, without
 * variables.
 */
function json(run: TestRun): string {
  const files = run.files.map((file) => ({
    ...file,
    conversations: file.conversations.map(({ transcript: { variables: _, ...transcript }, ...played }) => ({
      ...played,
      transcript,
    })),
  }));
  return `${printableJson({ ...run, isPassed: isPassed(run), ...counts(run), files })}\n`;
}

/** JUnit XML: a suite for each file, a case for each conversation. A file that cannot be run is an error. */
function junit({ stack, files }: TestRun): string {
  const suites = files.map((tested) => {
    const { file, flow = file, conversations } = tested;
    const problem = [...tested.findings.map(problemText), tested.refusal].filter(Boolean).join(" ");
    const cases: TestCase[] = [
      ...(isPlayed(tested) ? [] : [{ flow, name: "can be run", file, kind: "error" as const, problem }]),
      ...conversations.map((played) => ({ flow, file, ...failureOf(played) })),
    ];
    return { name: file, cases };
  });
  return junitText(`test ${stack}`, suites);
}

const problemText = ({ message, hint }: Diagnostic) => [message, hint].filter(Boolean).join(" ");

function failureOf(played: Played): Pick<TestCase, "name" | "line" | "kind" | "problem" | "details"> {
  const { name, location, failure } = played;
  const at = (failure?.location ?? location)?.line;
  const named = { name, ...(at !== undefined && { line: at }) };
  if (!failure) return named;
  return { ...named, kind: "failure", problem: failure.message, details: transcriptText(played.transcript) };
}

/** Annotations for a pull request, at each step that differs and at each error. */
function github({ files }: TestRun): string {
  return files
    .flatMap(({ file, flow = "", findings, refusal, conversations }) => [
      ...findings.map(annotation),
      ...(refusal === undefined
        ? []
        : [workflowCommand({ level: "error", title: flow, message: refusal, place: { file, line: 1 } })]),
      ...conversations.flatMap(({ name, failure, location }) => {
        const place = failure?.location ?? location;
        if (!failure) return [];
        const title = `${flow}: ${name}`;
        return [workflowCommand({ level: "error", title, message: failure.message, ...(place && { place }) })];
      }),
    ])
    .join("");
}
