import { isDeepStrictEqual } from "node:util";
import { cut } from "@genesys-flows/architect";
import type { RunnableFlow } from "@genesys-flows/conversation";
import {
  type PlayedPair,
  type PlayedRow,
  type PlayedStep as Step,
  sideBySide,
} from "@genesys-flows/conversation/notice";
import type { FlowReport, Played, PlayedStep } from "../model/report.ts";

/**
 * Maximum number of steps per conversation: at the beginning, before the first difference, and from the difference on.
 */
const MOST = { first: 3, before: 15, from: 22 };
/** Maximum number of characters per text. */
const LONGEST = 400;
/** Maximum number of characters of all conversations of a report, as JSON. */
const MOST_OF_REPORT = 120_000;

/**
 * Prepares the conversations that show the differences, in order. A conversation that would exceed the report's size
 * limit is undefined.
 */
export class PlayedConversations {
  readonly #flows: ReadonlyMap<string, FlowReport>;
  #room = MOST_OF_REPORT;

  constructor(flows: readonly FlowReport[]) {
    this.#flows = new Map(flows.map((flow) => [flow.key, flow]));
  }

  of(example: PlayedPair & { readonly flow: Pick<RunnableFlow, "key" | "name"> }): Played | undefined {
    const { key = "", name } = example.flow;
    const flow = this.#flows.get(key);
    const rows = sideBySide(example);
    const first = Math.max(
      0,
      rows.findIndex(({ isFirst }) => isFirst),
    );
    const [head, before, end] = [Math.min(MOST.first, first), Math.max(0, first - MOST.before), first + MOST.from];
    const shown = rows.flatMap((row, index): Played["steps"] => {
      if ((index >= head && index < before) || index >= end) return [];
      const left = index === before && before > head ? before - head : 0;
      return [
        {
          ...sidesOf(row, { name, flow }),
          ...(row.isFirst && { isFirst: true }),
          ...(left > 0 && { leftOut: left }),
        },
      ];
    });
    const further = Math.max(0, rows.length - end);
    const played = { flow: { key, name }, steps: shown, ...(further > 0 && { leftOut: further }) };
    const size = JSON.stringify(played).length;
    if (size > this.#room) return undefined;
    this.#room -= size;
    return played;
  }
}

interface ExampleFlow {
  readonly name: string;
  readonly flow: FlowReport | undefined;
}

function sidesOf(row: PlayedRow, of: ExampleFlow): Pick<Played["steps"][number], "both" | "before" | "after"> {
  const before = row.before && stepOf(row.before, { ...of, side: "before" });
  const after = row.after && stepOf(row.after, { ...of, side: "after" });
  // Truncated texts are equal only if the full texts are equal.
  if (before && isDeepStrictEqual(before, after) && row.before?.text === row.after?.text) return { both: before };
  return { ...(before && { before }), ...(after && { after }) };
}

function stepOf(
  { does, text, atMs, lastsMs, flow, node }: Step,
  of: ExampleFlow & { readonly side: "before" | "after" },
): PlayedStep {
  const held = does === "enters" && of.flow?.holds.find(({ module }) => module.name === text)?.[of.side];
  return {
    ...{ does, text: cut(text, LONGEST), atMs: Math.round(atMs) },
    ...(lastsMs > 0 && { lastsMs: Math.round(lastsMs) }),
    ...(flow !== of.name && { flow }),
    ...(node !== undefined && { node }),
    ...(held && { version: held }),
  };
}
