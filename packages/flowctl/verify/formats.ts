import { printableJson } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { count } from "@genesys-flows/architect/count";
import { xml } from "../formats/xml.ts";
import { type CallerRow, checks, type Finding, isOfObject, type Verdict } from "./finding.ts";

export interface Verified {
  readonly stack: string;
  readonly organisation: string;
  readonly module?: string;
  readonly findings: readonly Finding[];
  readonly callers: readonly CallerRow[];
  readonly requests: number;
  readonly seconds: number;
}

export const formats: Readonly<Record<string, (result: Verified) => string>> = { text, json, junit };

/** Whether every check passed; an unknown result counts as a failure. */
export function isProven({ findings }: Pick<Verified, "findings">): boolean {
  return findings.every(({ verdict }) => verdict === "holds" || verdict === "note");
}

const words: Readonly<Record<Verdict, string>> = { holds: "holds", broken: "BROKEN", unknown: "unknown", note: "note" };
const WIDTH = 9;

function text(result: Verified): string {
  const parts = [
    ...(result.module === undefined ? [] : [callersTable(result)]),
    result.findings
      .filter(({ verdict }) => verdict !== "holds")
      .map(({ subject, check, verdict, text }) => `${words[verdict].padEnd(WIDTH)}${subject}: ${check}: ${text}`)
      .join("\n"),
    summary(result),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function callersTable({ callers, module }: Verified): string {
  if (callers.length === 0) return `No flow calls '${module}'.`;
  const rows = callers.map(({ name, type, owner, held, staleSince, lockedBy }) => [
    name,
    type.toLowerCase(),
    owner ?? "",
    held ?? "",
    staleSince ?? "",
    lockedBy ?? "",
  ]);
  return columns(["flow", "type", "stack", "version held", "stale since", "checked out by"], rows).join("\n");
}

function summary({ findings, stack, organisation, requests, seconds }: Verified): string {
  const flows = verdictsOf(findings.filter((one) => !isOfObject(one)));
  const objects = verdictsOf(findings.filter(isOfObject));
  const all = `Stack ${stack}, organisation '${organisation}': ${heldText(flows, "flow")}. ${count(requests, "request")}, ${seconds.toFixed(1)} s.`;
  return objects.length === 0 ? all : `${all} Declared: ${heldText(objects, "object")}.`;
}

/** The worst verdict of each subject. */
function verdictsOf(findings: readonly Finding[]): Verdict[] {
  return [...Map.groupBy(findings, ({ subject }) => subject).values()].map((own) => {
    const verdicts = own.map(({ verdict }) => verdict);
    return verdicts.includes("broken") ? "broken" : verdicts.includes("unknown") ? "unknown" : "holds";
  });
}

/** The summary of verdicts: `3 of 5 flows are OK, 2 broken` */
function heldText(verdicts: readonly Verdict[], noun: string): string {
  const number = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  return [
    `${number("holds")} of ${count(verdicts.length, noun)} ${verdicts.length === 1 ? "is OK" : "are OK"}`,
    ...(number("broken") > 0 ? [`${number("broken")} broken`] : []),
    ...(number("unknown") > 0 ? [`${number("unknown")} unknown`] : []),
  ].join(", ");
}

function json(result: Verified): string {
  return `${printableJson({ ...result, proven: isProven(result) })}\n`;
}

/**
 * JUnit XML: a test suite for each flow, a test case for each check. An unknown result counts as an error, so that
 * pipelines fail.
 */
function junit({ findings, stack }: Verified): string {
  const tested = findings.filter(({ verdict }) => verdict !== "note");
  const suites = [...Map.groupBy(tested, ({ subject }) => subject)].map(([subject, own]) => {
    const cases = own.map(({ check, verdict, text }) => {
      const name = `<testcase classname="${xml(subject)}" name="${check}: ${xml(checks[check])}"`;
      if (verdict === "holds") return `    ${name}/>`;
      const kind = verdict === "broken" ? "failure" : "error";
      return `    ${name}><${kind} message="${xml(text)}"/></testcase>`;
    });
    const number = (verdict: Verdict) => own.filter((one) => one.verdict === verdict).length;
    return [
      `  <testsuite name="${xml(subject)}" tests="${own.length}" failures="${number("broken")}" errors="${number("unknown")}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(`verify ${stack}`)}">\n${suites.join("\n")}\n</testsuites>\n`;
}
