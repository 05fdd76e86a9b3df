import { formatDiagnostic, printable, printableLine } from "@genesys-flows/architect";
import type { FlowReport, OutsideChange, Report, ReportFinding } from "../model/report.ts";
import {
  count,
  findingGroups,
  flowGroups,
  headings,
  namesOf,
  nextWords,
  numberWords,
  objectWords,
  organisationWords,
  outcomeWords,
  outsideShown,
  outsideWords,
  plainPhrase,
  reasonWords,
  runWords,
  staleWords,
  usedWords,
} from "../words/facts.ts";
import { addFailure, addFlow, addHead, addValues } from "./text/flow.ts";
import { Lines } from "./text/lines.ts";

export interface TextOptions {
  /** Width of the window in columns; default: 100. */
  readonly columns?: number;
  /** Whether to use ANSI colours. */
  readonly colour?: boolean;
}

/** A report for a terminal: the verdict first, findings that block last. Ends with a line feed. */
export function textReport(report: Report, { columns = 100, colour = false }: TextOptions = {}): string {
  const lines = new Lines({ columns, colour });
  if (isNothing(report)) {
    const words = [plainPhrase(runWords(report.run)), plainPhrase(organisationWords(report.run))];
    lines.add(`${printable(report.verdict.text)} ${words.join(", ")}.`, { hang: 0 });
    return lines.text();
  }
  addVerdict(lines, report);
  const groups = flowGroups(report);
  section(lines, undefined, groups.flows, (flow) => {
    lines.gap();
    addFlow(lines, flow);
  });
  lines.gap();
  addAlike(lines, groups.republished);
  section(lines, headings.held, groups.held, (flow) => addHead(lines, flow));
  section(lines, headings.numbers, report.numbers, (moved) =>
    lines.add(plainPhrase(numberWords(moved, report.run.kind)), { indent: 2 }),
  );
  section(lines, headings.left, groups.left.length > 0 ? [groups.left] : [], (left) => addAlike(lines, left));
  section(lines, headings.deleted, groups.deleted, (flow) => addDeleted(lines, flow));
  section(lines, headings.objects, report.objects, (object) => {
    const outcome = outcomeWords(object);
    lines.add([plainPhrase(objectWords(object)), outcome].filter(Boolean).join(", "), { indent: 2 });
    if (object.failure !== undefined) addFailure(lines, object.failure);
    for (const change of object.changes) addValues(lines, change, { indent: 4 });
  });
  addStale(lines, report);
  section(lines, headings.outside, outsideShown(report), (one) => addOutside(lines, one));
  section(lines, headings.unchecked, report.unchecked, (one) => lines.add(printable(one), { indent: 2 }));
  addNames(lines, headings.untouched, report.untouched);
  section(lines, headings.messages, report.messages, ({ text, resource }) =>
    lines.add(`${resource === undefined ? "" : `${printableLine(resource)}: `}${printable(text)}`, {
      indent: 2,
      hang: 4,
    }),
  );
  const found = findingGroups(report);
  for (const group of ["exempted", "findings", "blocking"] as const) addFindings(lines, headings[group], found[group]);
  if (report.run.cause !== undefined) {
    lines.gap();
    lines.add(printable(report.run.cause), { style: "error", keepsColumns: true });
  }
  addNext(lines, report);
  return lines.text();
}

/** What an update did, for a reader who has seen its preview: the verdict, and what it left undone. Ends with a line feed. */
export function endText(report: Report, { columns = 100, colour = false }: TextOptions = {}): string {
  const lines = new Lines({ columns, colour });
  lines.exact(printable(report.verdict.text));
  addStale(lines, report);
  addNext(lines, report);
  return lines.text();
}

function addStale(lines: Lines, { stale = [] }: Report): void {
  section(lines, headings.stale, stale, (flow) => lines.add(plainPhrase(staleWords(flow)), { indent: 2 }));
}

function addNext(lines: Lines, report: Report): void {
  lines.gap();
  const next = plainPhrase(nextWords(report));
  if (next !== "") lines.add(next);
}

/** Whether there is nothing to say but the verdict. */
function isNothing({ run, stale = [], ...of }: Report): boolean {
  const parts = [of.flows, of.numbers, of.objects, stale, of.outside, of.findings, of.unchecked, of.messages];
  return run.ended === "succeeded" && parts.every((part) => part.length === 0);
}

function addVerdict(lines: Lines, { run, verdict, reach }: Report): void {
  const style = verdict.blocking > 0 || run.ended !== "succeeded" ? "error" : "strong";
  lines.add(printable(verdict.text), { style });
  const forecast = verdict.forecast === undefined ? "" : ` ${printable(verdict.forecast)}`;
  const base = run.base === undefined ? "" : `, compared with ${printableLine(run.base)}`;
  const reached =
    reach.flows + reach.numbers === 0
      ? ""
      : `, reaches ${count(reach.flows, "published flow")} and ${count(reach.numbers, "number")}`;
  lines.add(`${plainPhrase(runWords(run))}, ${plainPhrase(organisationWords(run))}${reached}${base}.${forecast}`, {
    style: "quiet",
    hang: 0,
  });
}

function section<T>(lines: Lines, heading: string | undefined, items: readonly T[], add: (item: T) => void): void {
  if (items.length === 0) return;
  if (heading !== undefined) {
    lines.gap();
    lines.add(`${heading}:`, { style: "strong" });
  }
  for (const item of items) add(item);
}

/** More callers than these that have the same reason are a list of names. */
const MOST_LISTED = 10;

/** Flows that an update touches for the same reasons: a line each, or their names where there are many. */
function addAlike(lines: Lines, flows: readonly FlowReport[]): void {
  const alike = Map.groupBy(flows, ({ reasons, outcome }) =>
    [...reasons.map((reason) => plainPhrase(reasonWords(reason))), outcome ?? ""].join("\n"),
  );
  for (const group of alike.values()) {
    const [first] = group as [FlowReport, ...FlowReport[]];
    if (group.length <= MOST_LISTED) {
      for (const flow of group) addHead(lines, flow);
      continue;
    }
    const reasons = first.reasons.map((reason) => plainPhrase(reasonWords(reason))).join(", ");
    const outcome = outcomeWords(first);
    const numbers = new Set(group.flatMap((flow) => [...flow.numbers, ...flow.addresses])).size;
    const reach = numbers > 0 ? `, reached by ${count(numbers, "number or address", "numbers and addresses")}` : "";
    lines.add(`~ ${count(group.length, "flow")}  ${reasons}${outcome ? `, ${outcome}` : ""}${reach}:`, { hang: 4 });
    lines.add(plainPhrase(namesOf(group)), { indent: 4, hang: 4, style: "quiet" });
  }
}

function addDeleted(lines: Lines, flow: FlowReport): void {
  addHead(lines, flow);
  const users = plainPhrase(usedWords(flow));
  if (users !== "") lines.add(users, { indent: 4 });
}

function addOutside(lines: Lines, change: OutsideChange): void {
  const [first = "", ...others] = printable(change.text).split("\n");
  lines.add(`${plainPhrase(outsideWords(change))}: ${first}`, { indent: 2, hang: 4 });
  for (const line of others) {
    // A command is copied as it stands.
    if (line.startsWith("  npm run ")) lines.exact(`    ${line}`);
    else lines.add(line, { indent: 4, hang: 6 });
  }
}

function addNames(lines: Lines, heading: string, flows: readonly { readonly name: string }[]): void {
  if (flows.length === 0) return;
  lines.gap();
  lines.add(`${heading}: ${plainPhrase(namesOf(flows))}.`, { style: "quiet" });
}

/** Findings as `flowctl check` prints them. */
function addFindings(lines: Lines, heading: string, findings: readonly ReportFinding[]): void {
  if (findings.length === 0) return;
  lines.gap();
  const worst = findings.some(({ blocks }) => blocks) ? "error" : "strong";
  lines.add(`${heading}:`, { style: worst });
  for (const finding of findings) {
    lines.gap();
    // What the finding is about does not follow a command, which can be pasted then.
    const text = formatDiagnostic(diagnosticOf(finding)).replace(
      /^( *)(.*\bnpm run .*) (\((?:flow|node) .*\))$/m,
      "$1$2\n$1  $3",
    );
    for (const line of text.split("\n")) {
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      lines.add(line.trimStart(), { indent, hang: indent + 2 });
    }
  }
}

function diagnosticOf({ code, severity, message, why, hint, place, flow, node }: ReportFinding) {
  return {
    code: printableLine(code),
    severity,
    message,
    ...(why !== undefined && { why }),
    ...(hint !== undefined && { hint }),
    ...(place && { location: { ...place, column: place.column ?? 1 } }),
    ...(flow !== undefined && { flow }),
    ...(node !== undefined && { node }),
  };
}
