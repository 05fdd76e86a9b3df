import { formatDiagnostic, printable, printableLine } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type {
  Change,
  FlowReport,
  FlowUse,
  ObjectReport,
  OutsideChange,
  Report,
  ReportFinding,
} from "../model/report.ts";
import {
  detailsOf,
  flowWords,
  headings,
  hoursWords,
  moreWords,
  namesOf,
  nextWords,
  objectWords,
  organisationWords,
  outcomeWords,
  outsideWords,
  type Phrase,
  partsOf,
  plainPhrase,
  reachedWords,
  reasonWords,
  runWords,
  usesOf,
  useWords,
} from "../words/facts.ts";
import { noticeHeading, noticeWords } from "../words/notice.ts";
import { Lines, type Style } from "./text/lines.ts";

export interface TextOptions {
  /** Width of the terminal in columns. Default: 100. */
  readonly columns?: number;
  readonly colour?: boolean;
}

/** Renders a report for a terminal, from the verdict to the blocking findings. Ends with a line feed. */
export function textReport(report: Report, { columns = 100, colour = false }: TextOptions = {}): string {
  const lines = new Lines({ columns, colour });
  if (isNothing(report)) {
    const words = [plainPhrase(runWords(report.run)), plainPhrase(organisationWords(report.run))];
    lines.add(`${printable(report.verdict.text)} ${words.join(", ")}.`, { hang: 0 });
    return lines.text();
  }
  addVerdict(lines, report);
  const parts = partsOf(report);
  const { imported = [], changed = [] } = Object.groupBy(parts.flows, (flow) =>
    isOnlyImported(flow) ? "imported" : "changed",
  );
  for (const flow of changed) {
    lines.gap();
    addFlow(lines, flow);
  }
  lines.gap();
  addAlike(lines, imported);
  section(lines, noticeHeading(report), noticeWords(report.notice), (words) => addPhrase(lines, words));
  lines.gap();
  addAlike(lines, parts.republished);
  section(lines, "held", parts.held, (flow) => addHead(lines, flow));
  section(lines, "numbers", parts.numbers, (words) => addPhrase(lines, words));
  section(lines, "addresses", parts.addresses, (words) => addPhrase(lines, words));
  section(lines, "left", parts.left.length > 0 ? [parts.left] : [], (left) => addAlike(lines, left));
  section(lines, "deleted", parts.deleted, (flow) => addDeleted(lines, flow));
  section(lines, "hours", parts.hours, (words) => addPhrase(lines, words));
  section(lines, "objects", parts.objects, (object) => addObject(lines, object));
  section(lines, "stale", parts.stale, (words) => addPhrase(lines, words));
  section(lines, "outside", parts.outside, (one) => addOutside(lines, one));
  section(lines, "unchecked", parts.unchecked, (one) => lines.add(printable(one), { indent: 2 }));
  if (parts.untouched.length > 0) {
    lines.gap();
    const rest = parts.untouched.length - MOST_UNTOUCHED;
    const names = plainPhrase(namesOf(parts.untouched.slice(0, MOST_UNTOUCHED)));
    lines.add(`${headings.untouched}: ${names}${rest > 0 ? ` and ${rest} more` : ""}.`, { style: "quiet" });
  }
  section(lines, "messages", parts.messages, ({ text, resource }) =>
    lines.add(`${resource === undefined ? "" : `${printableLine(resource)}: `}${printable(text)}`, { indent: 2 }),
  );
  for (const part of ["exempted", "findings", "blocking"] as const) {
    section(lines, part, parts[part], (finding) => addFinding(lines, finding));
  }
  if (report.run.cause !== undefined) {
    lines.gap();
    lines.add(printable(report.run.cause), { style: "error", keepsColumns: true });
  }
  addNext(lines, report);
  return lines.text();
}

/**
 * Renders the result of an update for a reader who has seen its preview: the verdict and the changes that were not
 * made. Ends with a line feed.
 */
export function endText(report: Report, { columns = 100, colour = false }: TextOptions = {}): string {
  const lines = new Lines({ columns, colour });
  lines.exact(printable(report.verdict.text));
  section(lines, "stale", partsOf(report).stale, (words) => addPhrase(lines, words));
  addNext(lines, report);
  return lines.text();
}

function addPhrase(lines: Lines, words: Phrase): void {
  lines.add(plainPhrase(words), { indent: 2 });
}

function addNext(lines: Lines, report: Report): void {
  lines.gap();
  const next = plainPhrase(nextWords(report));
  if (next !== "") lines.add(next);
}

/** Whether a flow is imported without changes. Such a flow has one line, and many such flows are combined. */
function isOnlyImported(flow: FlowReport): boolean {
  const { action, changes, failure, interface: contract, hours = [] } = flow;
  const details = [...changes, ...hours, ...usesOf(flow)];
  return action === "import" && details.length === 0 && failure === undefined && contract === undefined;
}

/** Whether the report contains only the verdict. */
function isNothing({ run, stale = [], ...of }: Report): boolean {
  const { addresses = [] } = of;
  const parts = [
    of.flows,
    of.numbers,
    addresses,
    of.objects,
    stale,
    of.outside,
    of.findings,
    of.unchecked,
    of.messages,
  ];
  return run.ended === "succeeded" && parts.every((part) => part.length === 0);
}

function addVerdict(lines: Lines, { run, verdict, reach }: Report): void {
  const style = verdict.blocking > 0 || run.ended !== "succeeded" ? "error" : "strong";
  lines.add(printable(verdict.text), { style });
  const forecast = verdict.forecast === undefined ? "" : ` ${printable(verdict.forecast)}`;
  const base = run.base === undefined ? "" : `, compared with ${printableLine(run.base)}`;
  const reached = reachedWords(reach);
  const about = [plainPhrase(runWords(run)), plainPhrase(organisationWords(run)), reached].filter(Boolean).join(", ");
  lines.add(`${about}${base}.${forecast}`, { style: "quiet", hang: 0 });
}

function section<T>(lines: Lines, part: keyof typeof headings, items: readonly T[], add: (item: T) => void): void {
  if (items.length === 0) return;
  lines.gap();
  lines.add(`${headings[part]}:`, { style: part === "blocking" ? "error" : "strong" });
  for (const item of items) add(item);
}

/** More flows than this with the same reason are shown as a list of names. */
const MOST_LISTED = 10;
/** Maximum number of unchanged flows that are listed by name; other flows are only counted. */
const MOST_UNTOUCHED = 20;

/** Adds flows that change for the same reasons: one line per flow, or a list of names if there are many flows. */
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
    lines.add(
      `${SIGNS[first.action]} ${count(group.length, "flow")}  ${reasons}${outcome ? `, ${outcome}` : ""}${reach}:`,
      { hang: 4 },
    );
    lines.add(plainPhrase(namesOf(group)), { indent: 4, hang: 4, style: "quiet" });
  }
}

function addDeleted(lines: Lines, flow: FlowReport): void {
  addHead(lines, flow);
  const users = plainPhrase(flowWords(flow).used);
  if (users !== "") lines.add(users, { indent: 4 });
}

function addObject(lines: Lines, object: ObjectReport): void {
  const outcome = outcomeWords(object);
  lines.add([plainPhrase(objectWords(object)), outcome].filter(Boolean).join(", "), { indent: 2 });
  if (object.failure !== undefined) addFailure(lines, object.failure);
  if (object.story !== true) addDetails(lines, object, { indent: 4 });
}

/** Adds the changes to an object: in words, or as properties if these are sufficient. */
function addDetails(lines: Lines, object: FlowUse | ObjectReport, { indent }: { readonly indent: number }): void {
  const details = detailsOf(object);
  if (!details) {
    for (const change of object.changes) addValues(lines, change, { indent });
    return;
  }
  const { summary, shown, more } = details;
  if (summary !== undefined) lines.add(printable(summary), { indent });
  for (const { breaking, text, ...detail } of shown) {
    const words = breaking ? `breaking: ${text}` : text;
    addChange(lines, { ...detail, text: words }, { indent, style: breaking && "error" });
  }
  if (more > 0) lines.add(moreWords(more), { indent, style: "quiet" });
}

function addOutside(lines: Lines, change: OutsideChange): void {
  const [first = "", ...others] = printable(change.text).split("\n");
  lines.add(`${plainPhrase(outsideWords(change))}: ${first}`, { indent: 2, hang: 4 });
  for (const line of others) {
    // Commands are not wrapped, so that they can be pasted.
    if (line.startsWith("  npm run ")) lines.exact(`    ${line}`);
    else lines.add(line, { indent: 4, hang: 6 });
  }
}

/** Adds a finding in the form of `flowctl check`. */
function addFinding(lines: Lines, { place, ...finding }: ReportFinding): void {
  lines.gap();
  const location = place && { ...place, column: place.column ?? 1 };
  const text = formatDiagnostic({ ...finding, code: printableLine(finding.code), location });
  // Moves the flow and node of the finding to a new line after a command, so that the command can be pasted.
  const parted = text.replace(/^( *)(.*\bnpm run .*) (\((?:flow|node) .*\))$/m, "$1$2\n$1  $3");
  for (const line of parted.split("\n")) {
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    lines.add(line.trimStart(), { indent });
  }
}

const SIGN_STYLES: Readonly<Record<Change["sign"], Style>> = {
  "+": "added",
  "-": "removed",
  "~": "changed",
  ">": "moved",
};

function addFlow(lines: Lines, flow: FlowReport): void {
  addHead(lines, flow);
  const { changes, failure, interface: contract, hours = [] } = flow;
  if (failure !== undefined) addFailure(lines, failure);
  for (const change of changes) addChange(lines, change);
  for (const story of hours) lines.add(plainPhrase(hoursWords(story)), { indent: 4 });
  for (const use of usesOf(flow)) {
    lines.add(plainPhrase(useWords(use)), { indent: 4 });
    addDetails(lines, use, { indent: 6 });
  }
  const { unknown, unknownNodes } = flowWords(flow);
  if (unknown.length > 0) lines.add(plainPhrase(unknown), { indent: 4, style: "quiet" });
  if (unknownNodes.length > 0) {
    const nodes = unknownNodes.map(({ node, change }) => `${printableLine(node)} ${change}`);
    lines.add(`Nodes: ${nodes.join(", ")}.`, { indent: 4 });
  }
  for (const { text, compatible } of contract?.changes ?? []) {
    const style = compatible ? undefined : "error";
    lines.add(`${compatible ? "compatible" : "breaking"}: ${printable(text)}`, { indent: 4, style });
  }
  for (const { flow: caller, node, text, place } of contract?.broken ?? []) {
    const at = place ? `${printableLine(place.file)}:${place.line} ` : "";
    const what = `breaks ${at}${printableLine(caller.name)}, ${printableLine(node)}: ${printable(text)}`;
    lines.add(what, { indent: 4, style: "error" });
  }
}

function addFailure(lines: Lines, failure: string): void {
  lines.add(`Failed: ${printable(failure)}`, { indent: 4, style: "error" });
}

/** Adds the name, type, versions and reasons of a flow, and the numbers and addresses that route to it. */
function addHead(lines: Lines, flow: FlowReport): void {
  const { name, type, file } = flow;
  const { outcome, versions, reasons, facts, reach } = flowWords(flow);
  const title = `${SIGNS[flow.action]} ${lines.styled(printableLine(name), "strong")}`;
  const own = flow.action === "republish" ? [] : [printableLine(file ?? ""), ...facts.map(plainPhrase)];
  const about = [printableLine(type), ...[versions, ...reasons].map(plainPhrase), outcome, ...own].filter(Boolean);
  lines.add(`${title}  ${about.join(", ")}`, { hang: 4 });
  if (reach.length > 0) lines.add(plainPhrase(reach), { indent: 4, style: "quiet" });
}

/** The sign for each action on a flow. */
const SIGNS: Readonly<Record<FlowReport["action"], string>> = {
  create: "+",
  publish: "~",
  republish: "~",
  import: "=",
  route: "~",
  record: "~",
  affected: "~",
  held: "=",
  delete: "-",
};

/** Adds a changed property of an object: `end 17:00 -> 16:00`. */
function addValues(
  lines: Lines,
  { property, from, to }: FlowUse["changes"][number],
  { indent }: { readonly indent: number },
): void {
  const sides = [from, to].map((side) => printable(side ?? "not set")).join(" -> ");
  lines.add(`${printableLine(property)} ${sides}`, { indent });
}

function addChange(
  lines: Lines,
  { sign, text, place, values }: Change,
  { indent = 4, style }: { readonly indent?: number; readonly style?: Style | undefined } = {},
): void {
  const mark = lines.styled(sign, SIGN_STYLES[sign]);
  const at = place ? lines.styled(`  ${printableLine(place.file)}:${place.line}`, "quiet") : "";
  const { label = "", from, to } = values ?? {};
  if (from === undefined || to === undefined || from.length + to.length <= LONG) {
    lines.add(`${mark} ${printable(text)}${at}`, { indent, ...(style && { style }) });
    return;
  }
  lines.add(`${mark} ${printable(label)}${at}`, { indent });
  lines.add(`${lines.styled("-", "removed")} ${printable(from)}`, { indent: indent + 2 });
  lines.add(`${lines.styled("+", "added")} ${printable(to)}`, { indent: indent + 2 });
}

/** Longer pairs of values are shown on separate lines. */
const LONG = 60;
