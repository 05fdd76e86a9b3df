import { cut, printableLine } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { Notice, NoticedCause, PlayedStep } from "../../model/report.ts";
import { playedTime, playedWords } from "../../words/played.ts";
import { type Block, fold } from "./blocks.ts";
import { fenced } from "./escape.ts";

/** Maximum number of characters per line. The HTML page and the JSON contain longer texts. */
const LONGEST = 200;

/** The conversation with the first difference, in both versions, as a diff of its lines. */
export function playedBlocks({ causes }: Notice): Block[] {
  const cause = causes.find(({ played }) => played !== undefined);
  if (!cause?.played) return [];
  const lines = [...cause.played.steps.flatMap((row) => rowLines(row, cause)), ...leftOut(cause.played.leftOut)];
  const block: Block = { kind: "solid", markdown: fenced("diff", lines.join("\n")), isDiagram: false };
  const which = causes.length === 1 ? "The conversation" : "The conversation with the first difference";
  return fold(`${which} in both versions, step by step`, [block], { together: true });
}

type Row = NonNullable<NoticedCause["played"]>["steps"][number];

function rowLines({ both, before, after, isFirst, leftOut: left }: Row, cause: NoticedCause): string[] {
  const said = (step: PlayedStep | undefined) => step && stepText(step, cause);
  const [was, is] = [said(before), said(after)];
  const shared = said(both) ?? (was === is ? was : undefined);
  const texts =
    shared === undefined
      ? ([
          ["-", was, before],
          ["+", is, after],
        ] as const)
      : ([[" ", shared, both ?? before]] as const);
  const mark = isFirst ? "  <- first difference" : "";
  return [
    ...leftOut(left),
    ...texts.flatMap(([sign, text, step]) =>
      text === undefined || !step ? [] : [`${sign} ${playedTime(step.atMs).padStart(5)}  ${text}${mark}`],
    ),
  ];
}

function stepText(step: PlayedStep, cause: NoticedCause): string {
  const { label, text } = playedWords(step, cause);
  return cut(printableLine(`${label} ${text}`), LONGEST);
}

function leftOut(steps: number | undefined): string[] {
  return steps === undefined ? [] : [`         ${count(steps, "step")} left out`];
}
