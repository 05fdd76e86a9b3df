import {
  contractChanges,
  differenceDiagram,
  diffGraphs,
  isEmptyDiff,
  printable,
  printableJson,
} from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { flowChanges } from "@genesys-flows/report/words";
import { changeLine, contractLine } from "../changing/shown.ts";
import { type Context, formNamed } from "../context.ts";
import { type FlowFile, type ReadOptions, readFlow } from "../reading/flow-file.ts";

interface DiffOptions extends ReadOptions {
  readonly before: string;
  readonly after: string;
  readonly format?: string;
}

/** Prints the differences between two flows. @returns 0 if they are equal, otherwise 1 */
export async function diff(o: DiffOptions, context: Context): Promise<number> {
  const format = formNamed(formats, o.format);
  const before = await readFlow(o.before, o, context);
  const after = await readFlow(o.after, o, context);
  const compared = comparable(before, after);
  const graphs = [
    { ...before, graph: compared.before },
    { ...after, graph: compared.after },
  ] as const;
  context.exact.out(format(...graphs, context));
  return isEmptyDiff(diffGraphs(compared.before, compared.after)) ? 0 : 1;
}

type Format = (before: FlowFile, after: FlowFile, context: Context) => string;

const formats: Readonly<Record<string, Format>> = {
  text: textOf,
  json: (before, after) =>
    `${printableJson({ ...diffGraphs(before.graph, after.graph), contract: contract(before, after) })}\n`,
  mermaid: (before, after) => differenceDiagram(before.graph, after.graph),
};

function textOf(before: FlowFile, after: FlowFile, { colour }: Context): string {
  const lines = flowChanges(before.graph, after.graph).map((change) => changeLine(change, { colour }));
  const changes = contract(before, after).map((change) => printable(contractLine(change)));
  if (lines.length === 0) return "No difference.\n";
  return `${[...lines, ...(changes.length > 0 ? ["", "For the flows that call the module:", ...changes] : [])].join("\n")}\n`;
}

function contract(before: FlowFile, after: FlowFile) {
  return before.contract && after.contract ? contractChanges(before.contract, after.contract) : [];
}
