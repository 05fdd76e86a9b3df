import { printable, printableLine } from "@genesys-flows/architect";
import type { Change, FlowReport, FlowUse } from "../../model/report.ts";
import { flowWords, plainPhrase, useWords } from "../../words/facts.ts";
import type { Lines, Style } from "./lines.ts";

const SIGN_STYLES: Readonly<Record<Change["sign"], Style>> = {
  "+": "added",
  "-": "removed",
  "~": "changed",
  ">": "moved",
};

export function addFlow(lines: Lines, flow: FlowReport): void {
  addHead(lines, flow);
  const { changes, failure, interface: contract, uses = [] } = flow;
  if (failure !== undefined) addFailure(lines, failure);
  for (const change of changes) addChange(lines, change);
  for (const use of uses) {
    lines.add(plainPhrase(useWords(use)), { indent: 4 });
    for (const change of use.changes) addValues(lines, change);
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

export function addFailure(lines: Lines, failure: string): void {
  lines.add(`Failed: ${printable(failure)}`, { indent: 4, style: "error" });
}

/** What the flow is, its versions, why the update touches it, and what leads to it. */
export function addHead(lines: Lines, flow: FlowReport): void {
  const { name, type, file } = flow;
  const { outcome, versions, reasons, reach } = flowWords(flow);
  const title = `${SIGNS[flow.action]} ${lines.styled(printableLine(name), "strong")}`;
  const facts = [
    printableLine(type),
    ...[versions, ...reasons].map(plainPhrase),
    outcome,
    file === undefined || flow.action === "republish" ? "" : printableLine(file),
  ].filter(Boolean);
  lines.add(`${title}  ${facts.join(", ")}`, { hang: 4 });
  if (reach.length > 0) lines.add(plainPhrase(reach), { indent: 4, style: "quiet" });
}

/** What an action does to a flow, as one character. */
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

/** A property of an object that changes: `end 17:00 -> 16:00`. */
export function addValues(
  lines: Lines,
  { property, from, to }: FlowUse["changes"][number],
  { indent = 6 }: { readonly indent?: number } = {},
): void {
  const sides = [from, to].map((side) => printable(side ?? "not set")).join(" -> ");
  lines.add(`${printableLine(property)} ${sides}`, { indent });
}

function addChange(lines: Lines, { sign, text, place, values }: Change): void {
  const mark = lines.styled(sign, SIGN_STYLES[sign]);
  const at = place ? lines.styled(`  ${printableLine(place.file)}:${place.line}`, "quiet") : "";
  const { label = "", from, to } = values ?? {};
  if (from === undefined || to === undefined || from.length + to.length <= LONG) {
    lines.add(`${mark} ${printable(text)}${at}`, { indent: 4 });
    return;
  }
  lines.add(`${mark} ${printable(label)}${at}`, { indent: 4 });
  lines.add(`${lines.styled("-", "removed")} ${printable(from)}`, { indent: 6 });
  lines.add(`${lines.styled("+", "added")} ${printable(to)}`, { indent: 6 });
}

/** Longer values are one below the other. */
const LONG = 60;
