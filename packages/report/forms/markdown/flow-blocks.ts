import { cut, diagramFits } from "@genesys-flows/architect";
import type { Change, FlowReport, FlowUse, ReportPlace } from "../../model/report.ts";
import {
  callersWords,
  comparisonWords,
  count,
  holdsWords,
  namesOf,
  outcomeWords,
  type Phrase,
  plainPhrase,
  reachWords,
  reasonWords,
  usedWords,
  useWords,
  versionWords,
} from "../../words/facts.ts";
import { type Block, between, fold, type Inline, inlinesOf, item } from "./blocks.ts";
import { code, fenced, htmlCode, ownWords } from "./escape.ts";

const LONGEST_NAME = 100;
const LONGEST_VERSION = 20;
/** Values that are together longer are on lines of their own. */
const LONG_VALUES = 160;
/** More names than these are folded. */
const MANY_NAMES = 6;
const MANY_CHANGES = 15;
/** Mermaid's limit for a text, which a diagram of the model is below, and its fence. */
const DIAGRAM = "mermaid";

/** How much of a flow is behind a fold. */
export interface FlowLayout {
  readonly folded: boolean;
}

/** A flow that changes: its name, why, what leads to it, its changes, interface and diagram. */
export function flowBlock(flow: FlowReport, { folded }: FlowLayout): Block {
  const blocks: Block[] = [
    ...aboutFlow(flow),
    ...changeBlocks(flow, { folded }),
    ...useBlocks(flow),
    ...contractBlocks(flow),
    ...diagramBlocks(flow),
  ];
  return {
    kind: "group",
    open: ({ continued }) => {
      const more = continued ? " (continued)" : "";
      return folded ? `<details><summary>${summary(flow)}${more}</summary>` : `${title(flow)}${more}`;
    },
    close: folded ? "</details>" : "",
    blocks,
    together: true,
  };
}

/** A flow in one item: name, versions, reasons and what leads to it. A flow with more than that is a block. */
export function flowItem(flow: FlowReport, o: { readonly withReasons: boolean }): Block {
  return hasMore(flow) ? flowBlock(flow, { folded: true }) : flowLine(flow, o);
}

export function flowLine(flow: FlowReport, o: { readonly withReasons: boolean }): Block {
  const reasons: Phrase[] = o.withReasons ? flow.reasons.map(reasonWords) : [];
  const words = [versionWords(flow.versions), ...reasons, usedWords(flow), reachWords(flow)].map(inlinesOf);
  const outcome = outcomeWords(flow);
  const more = between(", ", [...words, outcome ? [`**${outcome}**`] : []]);
  return item([{ code: flow.name }, ...(more.length === 0 ? [] : [" "]), ...more]);
}

function hasMore({ changes, uses = [], diagram, interface: contract, comparison }: FlowReport): boolean {
  return (
    changes.length + uses.length > 0 ||
    diagram !== undefined ||
    contract !== undefined ||
    comparison?.available === false
  );
}

function title(flow: FlowReport): string {
  return [`**${code(shortName(flow))}**`, ...labels(flow).map(ownWords)].join(" · ");
}

function summary(flow: FlowReport): string {
  return [
    `<b>${htmlCode(shortName(flow))}</b>`,
    ...labels(flow),
    ...(flow.changes.length > 0 ? [count(flow.changes.length, "change")] : []),
  ]
    .join(" · ")
    .replaceAll("->", "-&gt;");
}

/** Short words beside a name; no text of a flow but versions, which are cut. */
function labels(flow: FlowReport): string[] {
  const { before, after } = flow.versions;
  const version = versionWords({
    ...(before !== undefined && { before: plainVersion(before) }),
    ...(after !== undefined && { after: plainVersion(after) }),
  });
  const label = [flow.isModule ? "module" : flow.type, plainPhrase(version), outcomeWords(flow) ?? ""];
  return label.filter((one) => one !== "");
}

/** A version as text without markup; Architect's are `1.0`. */
function plainVersion(version: string): string {
  return cut(version.replaceAll(/[^\d.]/g, "?"), LONGEST_VERSION);
}

function shortName({ name }: FlowReport): string {
  return cut(name, LONGEST_NAME);
}

function aboutFlow(flow: FlowReport): Block[] {
  const { before, after } = flow.versions;
  const odd = [before, after].filter((version) => version !== undefined && plainVersion(version) !== version);
  const told = new Set(flow.reasons.map((reason) => plainPhrase(reasonWords(reason))));
  const held = flow.holds
    .filter(({ before, after }) => before !== after)
    .map(holdsWords)
    .filter((words) => !told.has(plainPhrase(words)));
  const about: Inline[][] = [
    shortName(flow) === flow.name ? [] : ["name: ", { code: flow.name }],
    odd.length === 0 ? [] : inlinesOf(versionWords(flow.versions)),
    ...flow.reasons.map((reason) => inlinesOf(reasonWords(reason))),
    ...held.map(inlinesOf),
    inlinesOf(usedWords(flow)),
    flow.file === undefined ? [] : ["file ", { code: flow.file }],
    flow.owner === undefined ? [] : ["owner ", { code: flow.owner }],
  ];
  return [
    item(between(", ", about)),
    ...namesBlocks(
      ["number or address leads to it", "numbers and addresses lead to it"],
      [...flow.numbers, ...flow.addresses],
      reachWords(flow),
    ),
    ...namesBlocks(
      ["flow calls it", "flows call it"],
      flow.callers.map(({ name }) => name),
      callersWords(flow),
    ),
  ].filter((block) => block.kind !== "text" || block.inlines.length > 0);
}

function namesBlocks([one, many]: readonly [string, string], names: readonly string[], words: Phrase): Block[] {
  if (names.length === 0) return [];
  if (names.length <= MANY_NAMES) return [item(inlinesOf(words))];
  return fold(count(names.length, one, many), [item(inlinesOf(namesOf(names.map((name) => ({ name })))))]);
}

function changeBlocks(flow: FlowReport, { folded }: FlowLayout): Block[] {
  const changes = flow.changes.map(changeBlock);
  const shown =
    flow.changes.length > MANY_CHANGES && !folded ? fold(count(changes.length, "change"), changes) : changes;
  return [...shown, ...missingBlocks(flow)];
}

/** The objects that the flow uses and that change, with their values. */
function useBlocks({ uses = [] }: FlowReport): Block[] {
  return uses.flatMap((use) => [item(inlinesOf(useWords(use))), ...use.changes.map((change) => valuesItem(change))]);
}

/** A property of an object that changes, in the item of the object. */
export function valuesItem({ property, from, to }: FlowUse["changes"][number]): Block {
  return item(
    [
      { code: property },
      ": ",
      ...(from === undefined ? [] : [{ code: from }]),
      ...(from === undefined || to === undefined ? [] : [" -\\> "]),
      ...(to === undefined ? [] : [{ code: to }]),
    ],
    1,
  );
}

function changeBlock({ sign, text, values, place }: Change): Block {
  const where: Inline[] = place ? [" · ", { code: `${place.file}:${place.line}` }] : [];
  const mark = `${code(sign)} `;
  if (!values || !isLong(text, values)) return item([mark, { prose: text }, ...where]);
  const sides = [
    ["before: ", values.from],
    ["after: ", values.to],
  ] as const;
  return {
    kind: "group",
    open: () => "",
    close: "",
    blocks: [
      item([mark, { prose: values.label }, ...where]),
      ...sides.flatMap(([words, value]) => (value === undefined ? [] : [item([words, { prose: value }], 1)])),
    ],
    together: true,
  };
}

/** Whether values are long, and say as much as the sentence: the values have no more than arrow, colon and quotes around them. */
function isLong(text: string, { label, from = "", to = "" }: NonNullable<Change["values"]>): boolean {
  const length = from.length + to.length;
  return length > LONG_VALUES && text.length <= label.length + length + 12;
}

function missingBlocks({ comparison, ...flow }: FlowReport): Block[] {
  if (comparison === undefined || comparison.available) return [];
  const words = comparisonWords({ ...flow, comparison });
  return [item(inlinesOf(words)), ...comparison.nodes.map(({ node, change }) => item([`${change}: `, { code: node }]))];
}

function contractBlocks({ interface: contract }: FlowReport): Block[] {
  if (!contract) return [];
  return [
    ...contract.changes.map(({ compatible, text }) =>
      item([compatible ? "interface, compatible: " : "**interface, breaks callers**: ", { prose: text }]),
    ),
    ...contract.broken.map(({ flow, node, text, place }) =>
      item([
        "**breaks** ",
        { code: flow.name },
        ", node ",
        { code: node },
        ": ",
        { prose: text },
        ...(place ? [" · ", { code: placeText(place) }] : []),
      ]),
    ),
  ];
}

function diagramBlocks({ diagram }: FlowReport): Block[] {
  if (diagram === undefined) return [];
  if (!diagramFits(diagram)) return [item(["The diagram is larger than GitHub draws."])];
  return fold("Diagram", [{ kind: "solid", markdown: fenced(DIAGRAM, diagram), isDiagram: true }], { together: true });
}

/** `flows/sales.yaml:15:9` */
export function placeText({ file, line, column }: ReportPlace): string {
  return [file, line, ...(column === undefined ? [] : [column])].join(":");
}
