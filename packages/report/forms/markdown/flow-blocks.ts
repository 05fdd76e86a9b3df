import { cut, diagramFits } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { Change, Detail, FlowReport, FlowUse, ObjectReport, ReportPlace } from "../../model/report.ts";
import {
  detailsOf,
  flowWords,
  holdsWords,
  hoursWords,
  moreWords,
  namesOf,
  outcomeWords,
  type Phrase,
  plainPhrase,
  usesOf,
  useWords,
  versionWords,
} from "../../words/facts.ts";
import { type Block, between, fold, type Inline, inlinesOf, item, together } from "./blocks.ts";
import { code, fenced, htmlCode, ownWords } from "./escape.ts";

const LONGEST_NAME = 100;
const LONGEST_VERSION = 20;
/** Values with a longer total length are shown on separate lines. */
const LONG_VALUES = 160;
/** More names than this are folded. */
const MANY_NAMES = 6;
const MANY_CHANGES = 15;

/**
 * A changed flow: its name, reasons, numbers and addresses, changes, interface and diagram.
 * @param o.folded whether the flow is folded
 */
export function flowBlock(flow: FlowReport, { folded }: { readonly folded: boolean }): Block {
  return {
    kind: "group",
    open: ({ continued }) => {
      const more = continued ? " (continued)" : "";
      return folded ? `<details><summary>${summary(flow)}${more}</summary>` : `${title(flow)}${more}`;
    },
    close: folded ? "</details>" : "",
    blocks: [
      ...aboutFlow(flow),
      ...changeBlocks(flow, { folded }),
      ...useBlocks(flow),
      ...contractBlocks(flow),
      ...diagramBlocks(flow),
    ],
    together: true,
  };
}

/**
 * A flow as one list item with its name, versions, reasons, numbers and addresses. A flow with more details is a block.
 */
export function flowItem(flow: FlowReport, o?: Parameters<typeof flowLine>[1]): Block {
  return hasMore(flow) ? flowBlock(flow, { folded: true }) : flowLine(flow, o);
}

export function flowLine(flow: FlowReport, { withReasons = true }: { readonly withReasons?: boolean } = {}): Block {
  const { outcome, versions, reasons, used, reach } = flowWords(flow);
  const words = [versions, ...(withReasons ? reasons : []), used, reach].map(inlinesOf);
  const more = between(", ", [...words, outcome ? [`**${outcome}**`] : []]);
  return item([{ code: flow.name }, ...(more.length === 0 ? [] : [" "]), ...more]);
}

function hasMore({ changes, uses = [], hours = [], diagram, interface: contract, comparison }: FlowReport): boolean {
  return (
    changes.length + uses.length + hours.length > 0 ||
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

/** Short labels next to a name. The versions are the only text that comes from a flow; they are truncated. */
function labels(flow: FlowReport): string[] {
  const { before, after } = flow.versions;
  const version = versionWords({ before: before && plainVersion(before), after: after && plainVersion(after) });
  const label = [flow.isModule ? "module" : flow.type, plainPhrase(version), outcomeWords(flow) ?? ""];
  return label.filter((one) => one !== "");
}

/** A version as text without markup. Architect's versions have the form `1.0`. */
function plainVersion(version: string): string {
  return cut(version.replaceAll(/[^\d.]/g, "?"), LONGEST_VERSION);
}

function shortName({ name }: FlowReport): string {
  return cut(name, LONGEST_NAME);
}

function aboutFlow(flow: FlowReport): Block[] {
  const { before, after } = flow.versions;
  const { versions, reasons, facts, used, reach, callers } = flowWords(flow);
  const odd = [before, after].filter((version) => version !== undefined && plainVersion(version) !== version);
  const told = new Set(reasons.map(plainPhrase));
  const held = flow.holds
    .filter(({ before, after }) => before !== after)
    .map(holdsWords)
    .filter((words) => !told.has(plainPhrase(words)));
  const about: Inline[][] = [
    shortName(flow) === flow.name ? [] : ["name: ", { code: flow.name }],
    odd.length === 0 ? [] : inlinesOf(versions),
    ...[...reasons, ...held, used].map(inlinesOf),
    flow.file === undefined ? [] : ["file ", { code: flow.file }],
    ...facts.map(inlinesOf),
  ];
  const leading = [...flow.numbers, ...flow.addresses].map((name) => ({ name }));
  return [
    item(between(", ", about)),
    ...namesBlocks(["number or address routes to it", "numbers and addresses route to it"], leading, reach),
    ...namesBlocks(["flow calls it", "flows call it"], flow.callers, callers),
  ].filter((block) => block.kind !== "text" || block.inlines.length > 0);
}

function namesBlocks(
  [one, many]: readonly [string, string],
  names: readonly { readonly name: string }[],
  words: Phrase,
): Block[] {
  if (names.length === 0) return [];
  if (names.length <= MANY_NAMES) return [item(inlinesOf(words))];
  return fold(count(names.length, one, many), [item(inlinesOf(namesOf(names)))]);
}

function changeBlocks(flow: FlowReport, { folded }: { readonly folded: boolean }): Block[] {
  const changes = flow.changes.map(changeBlock);
  const shown =
    flow.changes.length > MANY_CHANGES && !folded ? fold(count(changes.length, "change"), changes) : changes;
  const { unknown, unknownNodes } = flowWords(flow);
  return [
    ...shown,
    ...(unknown.length === 0 ? [] : [item(inlinesOf(unknown))]),
    ...unknownNodes.map(({ node, change }) => item([`${change}: `, { code: node }])),
  ];
}

function useBlocks(flow: FlowReport): Block[] {
  return [
    ...(flow.hours ?? []).map((story) => item(inlinesOf(hoursWords(story)))),
    ...usesOf(flow).flatMap((use) => [item(inlinesOf(useWords(use))), ...detailBlocks(use)]),
  ];
}

/** The changes to an object, nested in its list item: in words, or as properties if these are sufficient. */
export function detailBlocks(object: FlowUse | ObjectReport): Block[] {
  const details = detailsOf(object);
  if (!details) return object.changes.map(valuesItem);
  const { summary, shown, more } = details;
  return [
    ...(summary === undefined ? [] : [item([{ prose: summary }], 1)]),
    ...shown.map(detailItem),
    ...(more > 0 ? [item([moreWords(more)], 1)] : []),
  ];
}

function detailItem({ sign, text, breaking }: Detail): Block {
  return item([`${code(sign)} `, ...(breaking ? ["**breaking** "] : []), { prose: text }], 1);
}

/** A changed property of an object, nested in the object's list item. */
function valuesItem({ property, from, to }: FlowUse["changes"][number]): Block {
  const sides = [from, to].map((side): Inline[] => (side === undefined ? [] : [{ code: side }]));
  return item([{ code: property }, ": ", ...between(" -\\> ", sides)], 1);
}

function changeBlock({ sign, text, values, place }: Change): Block {
  const where: Inline[] = place ? [" · ", { code: `${place.file}:${place.line}` }] : [];
  const mark = `${code(sign)} `;
  if (!values || !isLong(text, values)) return item([mark, { prose: text }, ...where]);
  const sides = [
    ["before: ", values.from],
    ["after: ", values.to],
  ] as const;
  return together([
    item([mark, { prose: values.label }, ...where]),
    ...sides.flatMap(([words, value]) => (value === undefined ? [] : [item([words, { prose: value }], 1)])),
  ]);
}

/** Whether values are long and the sentence adds only an arrow, a colon and quotes. */
function isLong(text: string, { label, from = "", to = "" }: NonNullable<Change["values"]>): boolean {
  const length = from.length + to.length;
  return length > LONG_VALUES && text.length <= label.length + length + 12;
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
  if (!diagramFits(diagram)) return [item(["The diagram is too large for GitHub to draw."])];
  return fold("Diagram", [{ kind: "solid", markdown: fenced("mermaid", diagram), isDiagram: true }], {
    together: true,
  });
}

/** `flows/sales.yaml:15:9` */
export function placeText({ file, line, column }: ReportPlace): string {
  return [file, line, ...(column === undefined ? [] : [column])].join(":");
}
