import { count } from "@genesys-flows/architect/count";
import type { FlowReport, OutsideChange, Report, ReportFinding } from "../model/report.ts";
import {
  headings,
  joined,
  namesOf,
  nextWords,
  objectWords,
  organisationWords,
  outcomeWords,
  outsideWords,
  type Phrase,
  partsOf,
  reachedWords,
  reasonWords,
  runWords,
} from "../words/facts.ts";
import { noticeHeading, noticeWords } from "../words/notice.ts";
import {
  type Block,
  between,
  fold,
  type Inline,
  inlinesOf,
  item,
  paragraph,
  section,
  together,
} from "./markdown/blocks.ts";
import { commentBodies } from "./markdown/comments.ts";
import { code } from "./markdown/escape.ts";
import { detailBlocks, flowBlock, flowItem, flowLine, placeText } from "./markdown/flow-blocks.ts";
import { playedBlocks } from "./markdown/played.ts";

/** If the changes take more lines than this, flows are folded. */
const SMALL_REPORT = 40;
const LONG_LIST = 10;
const LONGEST_BOLD = 1_000;

/**
 * Renders a report as Markdown for GitHub: one or more comments, each within GitHub's limit. Nothing is truncated. A
 * report that does not fit is split between flows. A flow that does not fit is split between its changes, and a change
 * that does not fit is split within its text. Each comment begins with a marker that `readCommentMarker` reads.
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

/** Part of a title. Pulumi allows stack names of up to 100 characters. */
function titlePart(part: ReturnType<typeof runWords>[number]): string {
  if (typeof part === "string") return part;
  return code(("value" in part ? part.value : part.text).slice(0, 100).toWellFormed());
}

function blocksOf(report: Report): Block[] {
  const parts = partsOf(report);
  const lines = parts.flows.reduce((sum, flow) => sum + 2 + flow.changes.length + (flow.uses?.length ?? 0), 0);
  const folded = lines > SMALL_REPORT;
  const below = (part: keyof typeof headings, blocks: readonly Block[]) => section(headings[part], blocks);
  const phrases = (noun: string, found: readonly Phrase[]) => {
    const items = found.map((words) => item(inlinesOf(words)));
    return long(noun, items);
  };
  const flowItems = (flows: readonly FlowReport[]) => {
    const items = flows.map((flow) => flowItem(flow));
    return long("flow", items);
  };
  const flows = parts.flows.map((flow) => flowBlock(flow, { folded }));
  const left = parts.left.map((flow) => flowLine(flow));
  const unchecked = parts.unchecked.map((text) => [{ text }]);
  return [
    ...verdictBlocks(report, parts.blocking),
    ...below("blocking", parts.blocking.map(findingBlock)),
    ...below("failed", parts.failed.map(failureBlock)),
    ...below("flows", flows),
    ...below(noticeHeading(report), [
      ...phrases("difference", noticeWords(report.notice)),
      ...(report.notice ? playedBlocks(report.notice) : []),
    ]),
    ...below("republished", republishedBlocks(parts.republished)),
    ...below("held", flowItems(parts.held)),
    ...below("numbers", phrases("number", parts.numbers)),
    ...below("addresses", phrases("e-mail address", parts.addresses)),
    ...below("left", long("flow", left)),
    ...below("deleted", flowItems(parts.deleted)),
    ...below("hours", phrases("group", parts.hours)),
    ...below("objects", long("object", parts.objects.map(objectBlock))),
    ...below("stale", phrases("flow", parts.stale)),
    ...below("outside", long("change", parts.outside.map(outsideBlock))),
    ...below("findings", long("finding", parts.findings.map(findingBlock))),
    ...below("exempted", long("finding", parts.exempted.map(findingBlock))),
    ...below("unchecked", phrases("check", unchecked)),
    ...untouchedBlocks(report),
    ...messageBlocks(report),
  ];
}

function verdictBlocks(report: Report, blocking: readonly ReportFinding[]): Block[] {
  const { run, verdict } = report;
  const next = inlinesOf(nextWords(report));
  const stops = verdict.blocking > 0 || blocking.length > 0;
  // Text that is split between comments cannot be bold.
  const mark = verdict.text.length > LONGEST_BOLD ? "" : "**";
  const reached = reachedWords(report.reach);
  const about: Inline[][] = [
    inlinesOf(organisationWords(run)),
    reached === "" ? [] : [reached],
    verdict.forecast === undefined ? [] : [{ prose: verdict.forecast }],
    run.base === undefined ? [] : ["compared with ", { code: run.base }],
  ];
  return [
    paragraph(...(stops ? ["⛔ **Blocked** · "] : []), mark, { prose: verdict.text }, mark),
    ...(run.cause === undefined ? [] : [paragraph({ prose: run.cause })]),
    ...(next.length === 0 ? [] : [paragraph(...next)]),
    paragraph(...between(" · ", about)),
  ];
}

/** A list, folded if it is long. */
function long(noun: string, blocks: readonly Block[]): readonly Block[] {
  return blocks.length > LONG_LIST ? fold(count(blocks.length, noun), blocks) : blocks;
}

/** Republished callers, one per line. A reason that all callers share is listed once. */
function republishedBlocks(flows: readonly FlowReport[]): readonly Block[] {
  const [first] = flows;
  if (!first) return [];
  const common = flows.length > 1 && new Set(flows.map(({ reasons }) => JSON.stringify(reasons))).size === 1;
  const callers = flows.map((flow) => flowItem(flow, { withReasons: !common }));
  const items = long("caller", callers);
  return common ? [paragraph("Each ", ...inlinesOf(joined(first.reasons.map(reasonWords)))), ...items] : items;
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
  return together([
    item([...(place ? [{ code: placeText(place) }, " "] : []), `${severity} `, { code: rule }, ...about]),
    ...[message, ...more].map((text) => item([{ prose: text as string }], 1)),
  ]);
}

function objectBlock(object: Report["objects"][number]): Block {
  const outcome = outcomeWords(object);
  return together([
    item([...inlinesOf(objectWords(object)), ...(outcome ? [`, **${outcome}**`] : [])]),
    ...(object.story === true ? [] : detailBlocks(object)),
  ]);
}

function outsideBlock(change: OutsideChange): Block {
  return item([`**${change.kind}** · `, ...inlinesOf(outsideWords(change)), ": ", { prose: change.text }]);
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

/** The machine-readable content of the first line of a comment. */
interface CommentMarker {
  readonly stack: string;
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** Pulumi's limit for stack names; longer names are truncated. */
const LONGEST_STACK = 100;

/** The marker of a comment, which is invisible to readers: `<!-- genesys-flows:report stack=dev part=1/3 -->`. */
export function commentMarker({ stack, part, of }: CommentMarker): string {
  return `<!-- genesys-flows:report stack=${markerName(stack)} part=${part}/${of} -->`;
}

/**
 * Reads the marker of a comment, to find the comments of a stack. The marker contains the stack's name as returned by
 * `markerName`. Undefined for any other text. A marker is valid only at the beginning of a comment, where text from a
 * flow never appears.
 */
export function readCommentMarker(comment: string): CommentMarker | undefined {
  const found = /^<!-- genesys-flows:report stack=(\S*) part=(\d{1,6})\/(\d{1,6}) -->/.exec(comment);
  return found ? { stack: found[1] as string, part: Number(found[2]), of: Number(found[3]) } : undefined;
}

/** A stack's name in the form used in markers. */
export function markerName(stack: string): string {
  const name = encodeURIComponent(stack.toWellFormed()).replaceAll("--", "-%2D");
  return name.slice(0, 3 * LONGEST_STACK);
}
