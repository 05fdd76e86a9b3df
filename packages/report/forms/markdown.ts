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
  reasonWords,
  runWords,
  staleWords,
} from "../words/facts.ts";
import { type Block, fold, type Inline, inlinesOf, item, paragraph, section } from "./markdown/blocks.ts";
import { commentBodies } from "./markdown/comments.ts";
import { code } from "./markdown/escape.ts";
import { flowBlock, flowItem, flowLine, placeText, valuesItem } from "./markdown/flow-blocks.ts";
import { commentMarker } from "./markdown/marker.ts";

/** A report whose changes take more lines shows its flows folded, and lists of more items. */
const SMALL_REPORT = 40;
const LONG_LIST = 10;
const LONGEST_BOLD = 1_000;

/**
 * A report as Markdown for GitHub: one or more comments, each within its limit. Everything is in one of them, nothing is cut: what
 * does not fit is split at flows, a larger flow at its changes, a larger change within its text. Each begins with a marker that
 * `readCommentMarker` reads.
 */
export function markdownReport(report: Report): string[] {
  const bodies = commentBodies(blocksOf(report));
  return bodies.map((body, index) => {
    const part = { part: index + 1, of: bodies.length };
    const parts = part.of > 1 ? `, part ${part.part} of ${part.of}` : "";
    const title = `### ${runWords(report.run).map(titlePart).join("")}${parts}`;
    return `${commentMarker({ stack: report.run.stack, ...part })}\n${title}\n\n${body}\n`;
  });
}

/** Pulumi allows a hundred characters in a stack's name. */
function titlePart(part: ReturnType<typeof runWords>[number]): string {
  if (typeof part === "string") return part;
  return code(("value" in part ? part.value : part.text).slice(0, 100).toWellFormed());
}

function blocksOf(report: Report): Block[] {
  const groups = flowGroups(report);
  const { blocking, exempted, findings } = findingGroups(report);
  const failed = [...report.flows, ...report.objects].filter(({ failure }) => failure !== undefined);
  const lines = groups.flows.reduce((sum, flow) => sum + 2 + flow.changes.length + (flow.uses?.length ?? 0), 0);
  const folded = lines > SMALL_REPORT;
  return [
    ...verdictBlocks(report, blocking),
    ...section(headings.blocking, blocking.map(findingBlock)),
    ...section(headings.failed, failed.map(failureBlock)),
    ...section(
      headings.flows,
      groups.flows.map((flow) => flowBlock(flow, { folded })),
    ),
    ...section(headings.republished, republishedBlocks(groups.republished)),
    ...section(headings.held, flowItems(groups.held)),
    ...section(
      headings.numbers,
      long(
        "number",
        report.numbers.map((number) => item(inlinesOf(numberWords(number, report.run.kind)))),
      ),
    ),
    ...section(
      headings.left,
      long(
        "flow",
        groups.left.map((flow) => flowLine(flow, { withReasons: true })),
      ),
    ),
    ...section(headings.deleted, flowItems(groups.deleted)),
    ...section(headings.objects, long("object", report.objects.map(objectBlock))),
    ...section(
      headings.stale,
      long(
        "flow",
        (report.stale ?? []).map((flow) => item(inlinesOf(staleWords(flow)))),
      ),
    ),
    ...section(headings.outside, long("change", outsideShown(report).map(outsideBlock))),
    ...section(headings.findings, long("finding", findings.map(findingBlock))),
    ...section(headings.exempted, long("finding", exempted.map(findingBlock))),
    ...section(
      headings.unchecked,
      long(
        "check",
        report.unchecked.map((text) => item([{ prose: text }])),
      ),
    ),
    ...untouchedBlocks(report),
    ...messageBlocks(report),
  ];
}

function verdictBlocks(report: Report, blocking: readonly ReportFinding[]): Block[] {
  const { run, verdict, reach } = report;
  const next = inlinesOf(nextWords(report));
  const stops = verdict.blocking > 0 || blocking.length > 0;
  // A text that is split between comments cannot be bold.
  const mark = verdict.text.length > LONGEST_BOLD ? "" : "**";
  const about: Inline[] = [
    ...inlinesOf(organisationWords(run)),
    ...(reach.flows + reach.numbers === 0
      ? []
      : [` · reaches ${count(reach.flows, "published flow")} and ${count(reach.numbers, "number")}`]),
    ...(verdict.forecast === undefined ? [] : [" · ", { prose: verdict.forecast }]),
    ...(run.base === undefined ? [] : [" · compared with ", { code: run.base }]),
  ];
  return [
    paragraph(...(stops ? ["⛔ **Blocked** · "] : []), mark, { prose: verdict.text }, mark),
    ...(run.cause === undefined ? [] : [paragraph({ prose: run.cause })]),
    ...(next.length === 0 ? [] : [paragraph(...next)]),
    paragraph(...about),
  ];
}

/** A list as it is; a long one folded. */
function long(noun: string, blocks: readonly Block[]): readonly Block[] {
  return blocks.length > LONG_LIST ? fold(count(blocks.length, noun), blocks) : blocks;
}

function flowItems(flows: readonly FlowReport[]): readonly Block[] {
  return long(
    "flow",
    flows.map((flow) => flowItem(flow, { withReasons: true })),
  );
}

/** Callers in a line each; what is the reason of all of them stands once. */
function republishedBlocks(flows: readonly FlowReport[]): readonly Block[] {
  const [first] = flows;
  if (!first) return [];
  const common = flows.length > 1 && new Set(flows.map(({ reasons }) => JSON.stringify(reasons))).size === 1;
  const items = long(
    "caller",
    flows.map((flow) => flowItem(flow, { withReasons: !common })),
  );
  if (!common) return items;
  const reasons = first.reasons.map((reason): Inline[] => inlinesOf(reasonWords(reason)));
  return [
    paragraph("Each ", ...reasons.flatMap((reason, index) => (index === 0 ? reason : [", ", ...reason]))),
    ...items,
  ];
}

function failureBlock({ name, failure = "" }: Pick<FlowReport, "name" | "failure">): Block {
  return item([{ code: name }, ": ", { prose: failure }]);
}

function findingBlock({ severity, code: rule, message, why, hint, place, flow, node }: ReportFinding): Block {
  const about: Inline[] = [
    ...(flow === undefined ? [] : [" · flow ", { code: flow }]),
    ...(node === undefined ? [] : [" · node ", { code: node }]),
  ];
  const more = [why, hint].filter((text) => text !== undefined && text !== "");
  return {
    kind: "group",
    open: () => "",
    close: "",
    blocks: [
      item([...(place ? [{ code: placeText(place) }, " "] : []), `${severity} `, { code: rule }, ...about]),
      ...[message, ...more].map((text) => item([{ prose: text as string }], 1)),
    ],
    together: true,
  };
}

function objectBlock(object: Report["objects"][number]): Block {
  const outcome = outcomeWords(object);
  return {
    kind: "group",
    open: () => "",
    close: "",
    blocks: [
      item([...inlinesOf(objectWords(object)), ...(outcome ? [`, **${outcome}**`] : [])]),
      ...object.changes.map(valuesItem),
    ],
    together: true,
  };
}

function outsideBlock(change: OutsideChange): Block {
  const { kind, text, blocks } = change;
  const what = inlinesOf(outsideWords(change));
  return item([`**${kind}**${blocks ? ", blocks the update" : ""} · `, ...what, ": ", { prose: text }]);
}

function untouchedBlocks({ untouched }: Report): Block[] {
  const names = untouched.length === 0 ? [] : [paragraph(...inlinesOf(namesOf(untouched)))];
  return fold(`${headings.untouched}: ${count(untouched.length, "flow")}`, names);
}

function messageBlocks({ messages }: Report): Block[] {
  const items = messages.map(({ severity, text, resource }) =>
    item([`${severity} `, ...(resource === undefined ? [] : [{ code: resource }, ": "]), { prose: text }]),
  );
  return fold(`${headings.messages}: ${messages.length}`, items);
}
